import { SECOND } from '@guanxi/shared/time';
import type { GroupChatEventRow, GroupChatMemberRow } from './table.ts';

/** Two apps hear of one act within this time. */
const sameActMs = 10 * SECOND;

/** The members of an event's detail under the numbers they have where it goes. */
export function ownersInDetail(
  kind: string,
  detail: object,
  to: { row(table: string, id: number): number },
): object {
  if (kind !== 'owner_changed') {
    return detail;
  }
  return Object.fromEntries(
    Object.entries(detail).map(([key, value]) => [
      key,
      typeof value === 'number' ? to.row('member', value) : value,
    ]),
  );
}

/** True when two apps of one company told the same event of a chat. */
export function isSameChatEvent(there: GroupChatEventRow, here: GroupChatEventRow): boolean {
  return (
    there.platformId === here.platformId && Math.abs(there.at.getTime() - here.at.getTime()) <= sameActMs
  );
}

/** What somebody's stay takes from the same one that another app knew: how they came, which only a callback tells. */
export function mergeStay(there: GroupChatMemberRow, here: GroupChatMemberRow): Partial<GroupChatMemberRow> {
  return {
    joinScene: there.joinScene === 0 ? here.joinScene : there.joinScene,
    channel: there.channel ?? here.channel,
    invitedByUserId: there.invitedByUserId ?? here.invitedByUserId,
    groupNickname: there.groupNickname ?? here.groupNickname,
    name: there.name || here.name,
  };
}

/** A chat as far as two apps see the same of it. */
export interface ChatMark {
  readonly chatId: string;
  readonly name: string;
  readonly foundedAt: Date;
  /** Null while nobody is named. */
  readonly ownerUserId: string | null;
}

/**
 * Which chats of two apps are the same. The platform converts no ids of chats, but both see the second a chat was
 * founded in, and its name or owner. Where two chats could be meant, none is.
 *
 * @param here - with owners by the ids they have there
 * @returns ids there by ids here
 */
export function pairChats(here: readonly ChatMark[], there: readonly ChatMark[]): Map<string, string> {
  const secondOf = (chat: ChatMark) => Math.floor(chat.foundedAt.getTime() / SECOND);
  const isLike = (a: ChatMark, b: ChatMark) =>
    secondOf(a) === secondOf(b) &&
    ((a.ownerUserId !== null && a.ownerUserId === b.ownerUserId) || (a.name !== '' && a.name === b.name));
  const bySecond = Map.groupBy(there, secondOf);
  const candidates = here.map((chat) => ({
    chat,
    likes: (bySecond.get(secondOf(chat)) ?? []).filter((other) => isLike(chat, other)),
  }));
  const taken = Map.groupBy(
    candidates.flatMap(({ likes }) => likes),
    (chat) => chat.chatId,
  );
  return new Map(
    candidates.flatMap(({ chat, likes: [like, ...others] }) =>
      like !== undefined && others.length === 0 && taken.get(like.chatId)?.length === 1
        ? [[chat.chatId, like.chatId] as const]
        : [],
    ),
  );
}
