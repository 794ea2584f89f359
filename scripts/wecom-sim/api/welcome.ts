import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalText } from './params.ts';

const MAX_TEXT_BYTES = 4000;

const attachmentsOf = (body: Record<string, unknown>): Record<string, unknown>[] => {
  const list: unknown = body.attachments ?? [];
  if (!Array.isArray(list)) throw invalidParam('attachments');
  if (list.length > 9) throw tooLong('attachments', 9);
  return list.map(fieldsOf);
};

const send = (call: Call) => {
  const { body, corp, clock, world } = call;
  const code = optionalText(body, 'welcome_code');
  if (!code) throw new ApiError(41049);
  const text = optionalText(fieldsOf(body.text), 'content') ?? '';
  const attachments = attachmentsOf(body);
  if (text === '' && attachments.length === 0) throw invalidParam('text');
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw tooLong('text.content', MAX_TEXT_BYTES);
  const welcome = corp.welcomeCodes.get(code);
  if (!welcome || welcome.expiresAt <= clock.seconds()) throw new ApiError(41050);
  if (welcome.used) throw new ApiError(41051);
  welcome.used = true;
  const bubbles = [text, ...attachments.map((item) => `[${optionalText(item, 'msgtype') ?? 'attachment'}]`)];
  for (const bubble of bubbles.filter((line) => line !== '')) {
    const message = { from: 'member', text: bubble, at: clock.seconds() } as const;
    corp.chats.append(welcome.userid, welcome.externalUserId, message);
  }
  world.touch(corp.corpId, 'chats');
  return {};
};

/** The welcome message: 20 seconds, once (developer.work.weixin.qq.com/document/path/92137). */
export const welcomeEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/send_welcome_msg': {
    ...{ page: 92137, method: 'POST', permission: 'welcome', handle: send },
  },
};
