import { z } from 'zod';
import { maybeText, readAs, someText } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { type AppMessage, messageBody } from './message-body.ts';

/** What became of the message; recipients it did not reach are named, though the call succeeded. */
export type AppMessageResult = {
  messageId: string | null;
  invalidUserIds: string[];
  invalidDepartmentIds: string[];
  invalidTagIds: string[];
  unlicensedUserIds: string[];
  /** Updates the card later: once, within 72 hours. */
  responseCode: string | null;
};

const sendAnswer = z.object({
  msgid: maybeText,
  invaliduser: someText,
  invalidparty: someText,
  invalidtag: someText,
  unlicenseduser: someText,
  response_code: maybeText,
});

/**
 * Sends a message of the app to members. More than 30 a minute to one member are dropped in silence.
 * Not retried by itself: a message that arrived twice cannot be taken back.
 * @throws {WecomError} 81013 (`subjectGone`): no recipient is left
 * @see https://developer.work.weixin.qq.com/document/path/90372
 */
export async function sendAppMessage(
  call: CorpCall,
  agentId: string,
  message: AppMessage,
  options?: CallOptions,
): Promise<AppMessageResult> {
  const api = 'message/send';
  const body = messageBody(agentId, message);
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  const wire = readAs(api, sendAnswer, answer);
  const sent = 'everyone' in message.to ? [] : (message.to.userIds ?? []);
  return {
    messageId: wire.msgid,
    invalidUserIds: asSent(split(wire.invaliduser), sent),
    invalidDepartmentIds: split(wire.invalidparty),
    invalidTagIds: split(wire.invalidtag),
    unlicensedUserIds: asSent(split(wire.unlicenseduser), sent),
    responseCode: wire.response_code,
  };
}

function split(joined: string): string[] {
  return joined.split('|').filter((id) => id !== '');
}

/** The platform may fold ids to lower case here: give back the ids as they were sent. */
function asSent(returned: string[], sent: readonly string[]): string[] {
  const byFolded = new Map(sent.map((id) => [id.toLowerCase(), id]));
  return returned.map((id) => (sent.includes(id) ? id : (byFolded.get(id.toLowerCase()) ?? id)));
}
