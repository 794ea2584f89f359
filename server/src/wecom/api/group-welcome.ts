import { z } from 'zod';
import { maybeText, readAs, someText, text } from '../wire.ts';
import { type Attachment, attachmentFields } from './attachments.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** Material that owners choose as welcome of their chats (入群欢迎语素材). */
export type GroupWelcome = {
  /** At most 3000 bytes; `%NICKNAME%` becomes the newcomer's name. A text, an attachment, or both. */
  text?: string | undefined;
  attachment?: Attachment | undefined;
};

/** As it is kept: pictures come back as addresses. */
export type StoredGroupWelcome = {
  text: string;
  image: { url: string } | null;
  link: { title: string; url: string; description: string; pictureUrl: string } | null;
  miniprogram: { title: string; coverMediaId: string; appId: string; page: string } | null;
  fileMediaId: string | null;
  videoMediaId: string | null;
};

/**
 * @param request notifies: tells owners of the new material; true unless told otherwise
 * @returns the material's id
 * @throws {WecomError} 41055 (`stop`): the corp's 100 are used up
 * @see https://developer.work.weixin.qq.com/document/path/92366
 */
export async function addGroupWelcome(
  call: CorpCall,
  request: GroupWelcome & { notifies?: boolean | undefined },
  options?: CallOptions,
): Promise<string> {
  const api = 'externalcontact/group_welcome_template/add';
  const notify = request.notifies === undefined ? undefined : Number(request.notifies);
  const answer = await call(
    { api, method: 'POST', body: { ...welcomeBody(request), notify } },
    { ...options, retry: options?.retry ?? 'none' },
  );
  return readAs(api, z.object({ template_id: text }), answer).template_id;
}

/**
 * Replaces the material; only the app that made it may.
 * @throws {WecomError} 41058 (`stop`): another app's
 * @see https://developer.work.weixin.qq.com/document/path/92366
 */
export async function editGroupWelcome(
  call: CorpCall,
  templateId: string,
  welcome: GroupWelcome,
  options?: CallOptions,
): Promise<void> {
  const body = { template_id: templateId, ...welcomeBody(welcome) };
  await call({ api: 'externalcontact/group_welcome_template/edit', method: 'POST', body }, options);
}

const media = z.object({ media_id: maybeText }).nullish();

const stored = z
  .object({
    text: z.object({ content: someText }).nullish(),
    image: z.object({ pic_url: maybeText }).nullish(),
    link: z.object({ title: someText, url: someText, desc: someText, picurl: someText }).nullish(),
    miniprogram: z
      .object({ title: someText, pic_media_id: someText, appid: someText, page: someText })
      .nullish(),
    file: media,
    video: media,
  })
  .transform((wire): StoredGroupWelcome => {
    const { image, link, miniprogram: app } = wire;
    return {
      text: wire.text?.content ?? '',
      image: image?.pic_url ? { url: image.pic_url } : null,
      link: link
        ? { title: link.title, url: link.url, description: link.desc, pictureUrl: link.picurl }
        : null,
      miniprogram: app
        ? { title: app.title, coverMediaId: app.pic_media_id, appId: app.appid, page: app.page }
        : null,
      fileMediaId: wire.file?.media_id ?? null,
      videoMediaId: wire.video?.media_id ?? null,
    };
  });

/** @see https://developer.work.weixin.qq.com/document/path/92366 */
export async function getGroupWelcome(
  call: CorpCall,
  templateId: string,
  options?: CallOptions,
): Promise<StoredGroupWelcome> {
  const api = 'externalcontact/group_welcome_template/get';
  const body = { template_id: templateId };
  return readAs(api, stored, await call({ api, method: 'POST', body }, options));
}

/** @see https://developer.work.weixin.qq.com/document/path/92366 */
export async function deleteGroupWelcome(
  call: CorpCall,
  templateId: string,
  options?: CallOptions,
): Promise<void> {
  const body = { template_id: templateId };
  await call({ api: 'externalcontact/group_welcome_template/del', method: 'POST', body }, options);
}

function welcomeBody(welcome: GroupWelcome) {
  return {
    text: welcome.text === undefined ? undefined : { content: welcome.text },
    ...(welcome.attachment ? attachmentFields(welcome.attachment) : {}),
  };
}
