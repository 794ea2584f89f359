import { type Corp, findMember } from '../world/corp.ts';
import type { GroupChat } from '../world/types.ts';
import { presentGroup, presentMessage } from './present.ts';

/** A group without a name is called by the first of those in it, as the client does. */
const nameOf = (group: GroupChat): string =>
  group.name ||
  group.members
    .slice(0, 3)
    .map(({ name }) => name)
    .join('、');

const presentGroupChat = (corp: Corp, group: GroupChat) => {
  const last = corp.chats.last('', group.chatId);
  return {
    ...{ chat_id: group.chatId, name: group.name, display_name: nameOf(group), size: group.members.length },
    ...{ last: last ? presentMessage(last) : null, last_at: last?.at ?? group.createTime },
  };
};

/** The customer groups a member is in, newest first. */
export const groupsOf = (corp: Corp, userid: string) => {
  const id = findMember(corp, userid)?.userid;
  return [...corp.groups.values()]
    .filter((group) => !group.dismissed && group.members.some((one) => one.type === 1 && one.id === id))
    .map((group) => presentGroupChat(corp, group))
    .sort((a, b) => b.last_at - a.last_at);
};

/** One group with what was said in it; null for a group the member is not in. */
export const groupChatOf = (corp: Corp, userid: string, chatId: string) => {
  const group = corp.groups.get(chatId);
  const isInside = groupsOf(corp, userid).some((one) => one.chat_id === chatId);
  return {
    chat: group && isInside ? presentGroupChat(corp, group) : null,
    group: group && isInside ? presentGroup(group) : null,
    messages: isInside ? corp.chats.messages('', chatId).map(presentMessage) : [],
  };
};
