import { getJsSignatures, type JsSignature, type JsSignatures } from '@guanxi/shared/jssdk';
import type { Viewer } from '@guanxi/shared/session';
import * as ww from '@wecom/jssdk';
import { call } from './client.ts';

/** The chat the page stands beside. */
export type OpenChat = { kind: 'customer'; externalUserId: string } | { kind: 'group'; chatId: string };

/** Why the client could not tell which customer the chat is with. */
export type ClientProblemReason =
  | 'outside_wecom'
  | 'sdk_config_refused'
  | 'no_permission'
  | 'no_external_contact'
  | 'client_too_old'
  | 'timeout';

/** A failure of the client's JS-SDK, normalised. */
export class ClientProblem extends Error {
  readonly reason: ClientProblemReason;
  /** The platform's code, such as 80001, where the client gave one. */
  readonly errcode: number | null;
  /** Where the page was opened from, when the client said so. */
  readonly entry: string | null;

  constructor(
    reason: ClientProblemReason,
    message: string,
    details: { errcode?: number | null; entry?: string | null } = {},
  ) {
    super(message);
    this.name = 'ClientProblem';
    this.reason = reason;
    this.errcode = details.errcode ?? null;
    this.entry = details.entry ?? null;
  }
}

/** How long the client may keep us waiting: its promises can stay pending for ever. */
const patienceMs = 8000;

const jsApiList = ['getContext', 'getCurExternalContact', 'getCurExternalChat'];

export function isWeCom(userAgent: string = navigator.userAgent): boolean {
  return /wxwork\//i.test(userAgent);
}

/** The text of whatever the SDK rejected with: its own result object, an `Error`, or neither. */
function messageOf(failure: unknown): string {
  if (failure instanceof Error) return failure.message;
  const { errMsg } = (failure ?? {}) as { errMsg?: unknown };
  return typeof errMsg === 'string' ? errMsg : String(failure);
}

/** The platform's code in a failure: in its own field, or as a figure inside the text. */
function errcodeOf(failure: unknown, message: string): number | null {
  const { errCode } = (failure ?? {}) as { errCode?: unknown };
  if (typeof errCode === 'number' && errCode > 0) return errCode;
  if (/invalid url domain/i.test(message)) return 80001;
  const found = /\b(\d{5})\b/.exec(message);
  return found ? Number(found[1]) : null;
}

/** Turns what the SDK rejected with into a typed problem. */
export function clientProblem(failure: unknown, entry: string | null = null): ClientProblem {
  if (failure instanceof ClientProblem) return failure;
  const message = messageOf(failure);
  const details = { errcode: errcodeOf(failure, message), entry };
  const because = (reason: ClientProblemReason) => new ClientProblem(reason, message, details);
  if (/without context/i.test(message)) return because('no_external_contact');
  if (/function not exist|not supported/i.test(message)) return because('client_too_old');
  if (/^(agent)?config:|signature|url domain|offline verifying|SDK Error/i.test(message)) {
    return because('sdk_config_refused');
  }
  if (/permission|allow list/i.test(message)) return because('no_permission');
  return because(details.errcode === 80001 ? 'sdk_config_refused' : 'no_external_contact');
}

function toSdk({ timestamp, nonceStr, signature }: JsSignature) {
  return { timestamp, nonceStr, signature };
}

const pageUrl = () => location.href.replace(/#.*$/, '');

/** Signs pages: with what the server wrote into this one, or by asking, once for each address. */
function createSigner(given: JsSignatures | null, renew = false): () => Promise<JsSignatures> {
  const asked = new Map<string, Promise<JsSignatures>>();
  return () => {
    const url = pageUrl();
    if (given?.url === url) return Promise.resolve(given);
    const query = renew ? { url, renew: 'true' } : { url };
    const known = asked.get(url) ?? call(getJsSignatures, { query });
    asked.set(url, known);
    return known;
  };
}

/** True when the client did not find the signature right, as with a ticket that became void before its time. */
function isWrongSignature(failure: unknown): boolean {
  return failure instanceof ClientProblem && /invalid ?signature/i.test(failure.message);
}

/** The address this page was last registered with; the SDK knows it, but does not tell. */
let registeredUrl = '';

/** Hears what the SDK reports on the side. */
type Fail = (error: unknown) => void;

/** Registers the page with the client. A later registration takes the place of an earlier one. */
function registerPage(viewer: Viewer, signatures: () => Promise<JsSignatures>, fail: Fail): void {
  const signed = (of: 'corp' | 'agent') => async () => {
    try {
      return toSdk((await signatures())[of]);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  const refused = (failure: unknown) =>
    fail(new ClientProblem('sdk_config_refused', messageOf(failure), clientProblem(failure)));
  registeredUrl = pageUrl();
  ww.register({
    corpId: viewer.corp.wecomCorpId,
    agentId: viewer.corp.agentId,
    jsApiList,
    getConfigSignature: signed('corp'),
    getAgentConfigSignature: signed('agent'),
    onConfigFail: refused,
    onAgentConfigFail: refused,
  });
}

/** Registers the page and reads the open chat. */
async function readChat(
  viewer: Viewer,
  signatures: () => Promise<JsSignatures>,
  fail: Fail,
): Promise<OpenChat> {
  registerPage(viewer, signatures, fail);
  let entry: string | null = null;
  const context = ww.getContext().then(
    (result) => {
      entry = result.entry;
    },
    () => {},
  );
  try {
    return { kind: 'customer', externalUserId: (await ww.getCurExternalContact()).userId };
  } catch (failure) {
    await Promise.race([context, new Promise((resolve) => setTimeout(resolve, 200))]);
    if (!isGroupEntry(entry)) throw clientProblem(failure, entry);
  }
  try {
    return { kind: 'group', chatId: (await ww.getCurExternalChat()).chatId };
  } catch (failure) {
    throw clientProblem(failure, entry);
  }
}

/** A page beside a group chat has no customer of its own; asking for one first keeps single chats fast. */
function isGroupEntry(entry: string | null): boolean {
  return entry?.startsWith('group_chat') ?? false;
}

/**
 * Which chat is open: with a customer, or a customer group chat.
 *
 * @param viewer - whose corp and app register the page
 * @param given - the signatures the server wrote into the page, if it did
 * @throws ClientProblem, or the ApiError of the signature route
 */
export async function currentChat(viewer: Viewer, given: JsSignatures | null): Promise<OpenChat> {
  if (!isWeCom()) throw new ClientProblem('outside_wecom', 'This is not the WeCom client');
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<OpenChat>((resolve, reject) => {
      timer = setTimeout(() => reject(new ClientProblem('timeout', 'The client did not answer')), patienceMs);
      const read = (signatures: () => Promise<JsSignatures>) =>
        new Promise<OpenChat>((found, failed) => {
          readChat(viewer, signatures, failed).then(found, failed);
        });
      read(createSigner(given))
        .catch((failure) => {
          if (!isWrongSignature(failure)) throw failure;
          return read(createSigner(null, true));
        })
        .then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What the client puts on the page once it agreed to draw names. */
interface OpenDataOfClient {
  bind(element: Element): void;
}

const openDataOfClient = () => (window as { WWOpenData?: OpenDataOfClient }).WWOpenData;

/**
 * Asks the client to draw names that the company's install mode hides from us.
 *
 * @throws ClientProblem where there is no client, or it refuses
 * @see https://developer.work.weixin.qq.com/document/path/91958
 */
export async function openOpenData(viewer: Viewer, given: JsSignatures | null): Promise<void> {
  if (!isWeCom()) throw new ClientProblem('outside_wecom', 'This is not the WeCom client');
  await new Promise<void>((resolve, reject) => {
    if (registeredUrl !== pageUrl()) registerPage(viewer, createSigner(given), reject);
    ww.initOpenData().then(
      () => resolve(),
      (failure) => reject(clientProblem(failure)),
    );
  });
  if (!openDataOfClient()) throw new ClientProblem('client_too_old', 'The client cannot draw names');
}

/** Lets the client draw into one `ww-open-data` element; some clients need it after every change. */
export function drawOpenData(element: Element): void {
  openDataOfClient()?.bind(element);
}
