import { z } from 'zod';
import { readAs, text } from '../wire.ts';
import { type Attachment, attachmentFields } from './attachments.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** Material that owners choose as welcome of their chats (入群欢迎语素材). */
export type GroupWelcome = {
  /** At most 3000 bytes; `%NICKNAME%` becomes the newcomer's name. A text, an attachment, or both. */
  text?: string | undefined;
  attachment?: Attachment | undefined;
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
