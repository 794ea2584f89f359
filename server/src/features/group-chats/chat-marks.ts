import type { Db } from '../../db/data-source.ts';
import { type ChatMark, pairChats } from './move-rules.ts';
import { groupChatsRepo } from './repository.ts';

/**
 * Which chats of two installations of one company are the same.
 *
 * @param userIds - ids of members there by those here
 * @returns ids of chats there by those here
 */
export async function matchChats(
  db: Db,
  corps: { hereCorpId: number; thereCorpId: number },
  userIds: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const here = await groupChatsRepo(db, corps.hereCorpId).findMarks();
  const there = await groupChatsRepo(db, corps.thereCorpId).findMarks();
  const owned = here.map(
    (chat): ChatMark => ({
      ...chat,
      ownerUserId: chat.ownerUserId === null ? null : (userIds.get(chat.ownerUserId) ?? null),
    }),
  );
  return pairChats(owned, there);
}

/** Userids of those who own a chat. */
export async function findOwnerIds(db: Db, corpId: number): Promise<string[]> {
  const marks = await groupChatsRepo(db, corpId).findMarks();
  return [...new Set(marks.flatMap(({ ownerUserId }) => ownerUserId ?? []))];
}

/** Ids of people from outside who are or were in any chat, page by page in their order. */
export function listOutsiders(
  db: Db,
  corpId: number,
  page: { after: string; limit: number },
): Promise<string[]> {
  return groupChatsRepo(db, corpId).findOutsiders(page.after, page.limit);
}

/** Those of at most 500 people from outside who are in a group chat of a member whom the app sees. */
export function whoIsInside(db: Db, corpId: number, externalUserIds: readonly string[]): Promise<string[]> {
  return groupChatsRepo(db, corpId).findInside(externalUserIds);
}

/** The next chat in the order of their ids, with the people from outside; null behind the last. */
export function nextChatWithOutsiders(
  db: Db,
  corpId: number,
  afterChatId: string,
): Promise<{ chatId: string; people: string[] } | null> {
  return groupChatsRepo(db, corpId).findOutsidersOfNext(afterChatId);
}
