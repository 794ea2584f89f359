import { findMember } from '../world/corp.ts';
import { isVisible, visibleMembers } from '../world/scope.ts';
import type { AppMessage } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { checkCard, fieldsOf } from './message-body.ts';
import { optionalInt, optionalText, requiredText, textList } from './params.ts';

const DAY = 86_400;
const MAX_USERS = 1000;

const messagesOf = (call: Call, userid: string, msgid: string): AppMessage[] =>
  call.corp.chats.pushed(userid, call.app.agentId).filter((message) => message.msgid === msgid);

/** Who sees the update: the members named, those of departments, or everybody who got the card. */
const targets = (call: Call, recipients: readonly string[]): { userids: string[]; invalid: string[] } => {
  if (optionalInt(call.body, 'atall') === 1) return { userids: [...recipients], invalid: [] };
  const asked = textList(call.body, 'userids');
  if (asked.length > MAX_USERS) throw tooLong('userids', MAX_USERS);
  const parties: unknown = call.body.partyids ?? [];
  if (!Array.isArray(parties)) throw invalidParam('partyids');
  const known = asked.flatMap((userid) => {
    const member = findMember(call.corp, userid);
    return member && isVisible(call.corp, call.app, member) ? [member.userid] : [];
  });
  const ofParties = visibleMembers(call.corp, call.app)
    .filter((member) => member.department.some((id) => parties.map(Number).includes(id)))
    .map((member) => member.userid);
  const invalid = asked.filter((userid) => {
    const member = findMember(call.corp, userid);
    return !member || !known.includes(member.userid);
  });
  return {
    userids: [...new Set([...known, ...ofParties])],
    invalid: invalid.map((userid) => userid.toLowerCase()),
  };
};

const update = (call: Call) => {
  const { body, corp, clock } = call;
  const agentId = optionalInt(body, 'agentid');
  if (agentId === undefined) throw new ApiError(40056);
  const code = requiredText(body, 'response_code');
  const sent = corp.cards.look(code, clock.seconds());
  if (!sent) throw new ApiError(60140);
  if (sent.agentId !== agentId || agentId !== call.app.agentId) throw new ApiError(42015);
  const button = fieldsOf(body.button);
  const card = fieldsOf(body.template_card);
  const replaced = optionalText(button, 'replace_name');
  if (!replaced && Object.keys(card).length === 0) throw invalidParam('button');
  if (!replaced) checkCard(card, call.app);
  const { userids, invalid } = targets(call, sent.userids);
  corp.cards.use(code);
  for (const userid of userids) {
    for (const message of messagesOf(call, userid, sent.msgid)) {
      message.body = replaced ? { ...message.body, replace_text: replaced, is_disabled: true } : card;
    }
  }
  call.world.touch(corp.corpId, 'messages');
  return { ...(invalid.length > 0 && { invaliduser: invalid }) };
};

const recall = (call: Call) => {
  const sent = call.corp.cards.sent(requiredText(call.body, 'msgid'));
  if (!sent || sent.agentId !== call.app.agentId) throw invalidParam('msgid');
  if (call.clock.seconds() - sent.at > DAY) throw new ApiError(42052);
  for (const userid of sent.userids) {
    for (const message of messagesOf(call, userid, sent.msgid)) message.recalled = true;
  }
  call.world.touch(call.corp.corpId, 'messages');
  return {};
};

/** Cards that change after a click, messages taken back (path/94945, 94947). */
export const cardUpdateEndpoints: EndpointTable = {
  '/cgi-bin/message/update_template_card': {
    ...{ page: 94945, method: 'POST', permission: 'messages', handle: update },
  },
  '/cgi-bin/message/recall': { page: 94947, method: 'POST', permission: 'messages', handle: recall },
};
