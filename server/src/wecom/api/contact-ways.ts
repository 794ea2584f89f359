import { z } from 'zod';
import { flag, list, maybeText, number, readAs, someText, text } from '../wire.ts';
import { type Attachment, attachmentFields } from './attachments.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { nextCursor, type Page, type PageOptions, pageBody, seconds } from './paging.ts';

/** What may be changed later about a contact way (联系我). */
export type ContactWaySettings = {
  /** At most 30 characters. */
  remark?: string | undefined;
  /** The customer need not wait for the member's consent; true unless told otherwise. */
  skipsVerification?: boolean | undefined;
  /** The mini program control's look. */
  style?: number | undefined;
  /** The channel mark: comes back with the customer; at most 30 characters. */
  state?: string | undefined;
  /** One for a way to a single person; with the departments' members at most 100. */
  userIds?: readonly string[] | undefined;
  /** Only for a way to several. */
  departmentIds?: readonly number[] | undefined;
  showsSource?: boolean | undefined;
  /** Of a temporary way. */
  temporary?: TemporaryChat | undefined;
};

/** A chat that ends by itself; for a single person only, and not offered to every corp. */
export type TemporaryChat = {
  /** The code's life in seconds: seven days unless told otherwise, at most fourteen. */
  codeSeconds?: number | undefined;
  /** The chat's life in seconds: a day unless told otherwise, at most fourteen. */
  chatSeconds?: number | undefined;
  /** Only this customer may begin. */
  unionId?: string | undefined;
  /** Said when the chat ends. */
  closing?: { text?: string | undefined; attachment?: Attachment | undefined } | undefined;
};

export type ContactWayRequest = ContactWaySettings & {
  kind: 'single' | 'several';
  scene: 'mini-program' | 'qr-code';
  /** One customer adds at most one member through the corp's exclusive ways; self-built apps only. */
  exclusive?: boolean | undefined;
};

export type ContactWay = {
  configId: string;
  kind: 'single' | 'several';
  scene: number;
  style: number;
  remark: string;
  skipsVerification: boolean;
  state: string | null;
  qrCodeUrl: string | null;
  userIds: string[];
  departmentIds: number[];
  temporary: boolean;
};

/**
 * @returns the way's id, and the picture's address where the way is a QR code
 * @throws {WecomError} 41054, 40098, 84074 (a member cannot be used); 41045 (`stop`): the corp's 500,000 are used up
 * @see https://developer.work.weixin.qq.com/document/path/92228
 */
export async function addContactWay(
  call: CorpCall,
  request: ContactWayRequest,
  options?: CallOptions,
): Promise<{ configId: string; qrCodeUrl: string | null }> {
  const api = 'externalcontact/add_contact_way';
  const body = {
    type: request.kind === 'single' ? 1 : 2,
    scene: request.scene === 'mini-program' ? 1 : 2,
    is_exclusive: request.exclusive,
    is_temp: request.temporary ? true : undefined,
    ...settingsBody(request),
  };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  const wire = readAs(api, z.object({ config_id: text, qr_code: maybeText }), answer);
  return { configId: wire.config_id, qrCodeUrl: wire.qr_code };
}

const contactWay = z
  .object({
    config_id: text,
    type: number,
    scene: number,
    style: number,
    remark: someText,
    skip_verify: flag,
    state: maybeText,
    qr_code: maybeText,
    user: list(text),
    party: list(number),
    is_temp: flag,
  })
  .transform(
    (wire): ContactWay => ({
      configId: wire.config_id,
      kind: wire.type === 1 ? 'single' : 'several',
      scene: wire.scene,
      style: wire.style,
      remark: wire.remark,
      skipsVerification: wire.skip_verify,
      state: wire.state,
      qrCodeUrl: wire.qr_code,
      userIds: wire.user,
      departmentIds: wire.party,
      temporary: wire.is_temp,
    }),
  );

/** @see https://developer.work.weixin.qq.com/document/path/92228 */
export async function getContactWay(
  call: CorpCall,
  configId: string,
  options?: CallOptions,
): Promise<ContactWay> {
  const api = 'externalcontact/get_contact_way';
  const answer = await call({ api, method: 'POST', body: { config_id: configId } }, options);
  return readAs(api, z.object({ contact_way: contactWay }), answer).contact_way;
}

const listAnswer = z.object({
  contact_way: list(z.object({ config_id: text })),
  next_cursor: nextCursor,
});

/**
 * One page of the ids of lasting ways; those of the last 90 days unless told otherwise.
 * @see https://developer.work.weixin.qq.com/document/path/92228
 */
export async function listContactWays(
  call: CorpCall,
  request: PageOptions & { from?: Date | undefined; until?: Date | undefined } = {},
  options?: CallOptions,
): Promise<Page<string>> {
  const api = 'externalcontact/list_contact_way';
  const body = {
    ...pageBody(request),
    start_time: request.from && seconds(request.from),
    end_time: request.until && seconds(request.until),
  };
  const wire = readAs(api, listAnswer, await call({ api, method: 'POST', body }, options));
  return { items: wire.contact_way.map((way) => way.config_id), nextCursor: wire.next_cursor };
}

/**
 * Changes a way. Send everything: whether what is left out stays is not documented.
 * @see https://developer.work.weixin.qq.com/document/path/92228
 */
export async function updateContactWay(
  call: CorpCall,
  configId: string,
  settings: ContactWaySettings,
  options?: CallOptions,
): Promise<void> {
  const body = { config_id: configId, ...settingsBody(settings) };
  await call({ api: 'externalcontact/update_contact_way', method: 'POST', body }, options);
}

/** @see https://developer.work.weixin.qq.com/document/path/92228 */
export async function deleteContactWay(
  call: CorpCall,
  configId: string,
  options?: CallOptions,
): Promise<void> {
  const body = { config_id: configId };
  await call({ api: 'externalcontact/del_contact_way', method: 'POST', body }, options);
}

function settingsBody(settings: ContactWaySettings) {
  const { temporary } = settings;
  const closing = temporary?.closing;
  return {
    remark: settings.remark,
    skip_verify: settings.skipsVerification,
    style: settings.style,
    state: settings.state,
    user: settings.userIds,
    party: settings.departmentIds,
    mark_source: settings.showsSource,
    expires_in: temporary?.codeSeconds,
    chat_expires_in: temporary?.chatSeconds,
    unionid: temporary?.unionId,
    conclusions: closing && {
      text: closing.text === undefined ? undefined : { content: closing.text },
      ...(closing.attachment ? attachmentFields(closing.attachment) : {}),
    },
  };
}
