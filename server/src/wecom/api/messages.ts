import { z } from 'zod';
import { list, maybeText, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import type { TemplateCard } from './cards.ts';
import { type AppMessage, checkedCardBody, messageBody } from './message-body.ts';

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

/** Who sees the new card: everybody who was sent it, or some of them. */
export type CardUpdate = {
  /** Of the message, or of an event about the card; once, within 72 hours. */
  responseCode: string;
  to:
    | { everyone: true }
    | {
        userIds?: readonly string[] | undefined;
        departmentIds?: readonly number[] | undefined;
        tagIds?: readonly number[] | undefined;
      };
  /** Greys the buttons out under a new text, or puts a whole card in place of the old one. */
  change: { buttonText: string } | { card: TemplateCard; replaceText?: string | undefined };
  translateIds?: boolean | undefined;
};

/**
 * Changes a card that was sent. Not retried by itself: a response code works once.
 * @returns members it did not reach
 * @throws {RangeError} the card is not as the platform wants it
 * @throws {WecomError} 60140 (`drop`): the response code was used or is over
 * @see https://developer.work.weixin.qq.com/document/path/94945
 */
export async function updateTemplateCard(
  call: CorpCall,
  agentId: string,
  update: CardUpdate,
  options?: CallOptions,
): Promise<string[]> {
  const api = 'message/update_template_card';
  const { to, change } = update;
  const recipients =
    'everyone' in to ? { atall: 1 } : { userids: to.userIds, partyids: to.departmentIds, tagids: to.tagIds };
  const body = {
    ...recipients,
    agentid: Number(agentId),
    response_code: update.responseCode,
    enable_id_trans: update.translateIds ? 1 : undefined,
    ...('card' in change
      ? { template_card: { ...checkedCardBody(change.card), replace_text: change.replaceText } }
      : { button: { replace_name: change.buttonText } }),
  };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  const sent = 'everyone' in to ? [] : (to.userIds ?? []);
  return asSent(readAs(api, z.object({ invaliduser: list(text) }), answer).invaliduser, sent);
}

function split(joined: string): string[] {
  return joined.split('|').filter((id) => id !== '');
}

/** The platform may fold ids to lower case here: give back the ids as they were sent. */
function asSent(returned: string[], sent: readonly string[]): string[] {
  const byFolded = new Map(sent.map((id) => [id.toLowerCase(), id]));
  return returned.map((id) => (sent.includes(id) ? id : (byFolded.get(id.toLowerCase()) ?? id)));
}
