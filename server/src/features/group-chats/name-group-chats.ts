import type { Db } from '../../db/data-source.ts';
import { groupChatsRepo } from './repository.ts';

/** What another feature shows of chats, by the platform's id; unknown ones are left out. */
export async function nameChats(
  db: Db,
  corpId: number,
  chatIds: readonly string[],
): Promise<Map<string, { name: string; memberCount: number; isOpen: boolean }>> {
  const rows = await groupChatsRepo(db, corpId).findByChatIds(chatIds);
  return new Map(
    rows.map(({ chatId, name, memberCount, status }) => [
      chatId,
      { name, memberCount, isOpen: status === 'open' },
    ]),
  );
}

/** True when all of these chats are known and open. */
export async function areChatsOpen(db: Db, corpId: number, chatIds: readonly string[]): Promise<boolean> {
  const chats = await nameChats(db, corpId, chatIds);
  return chatIds.every((chatId) => chats.get(chatId)?.isOpen === true);
}

/** How many people came by each channel, and how many of them are still inside. */
export function countByChannel(
  db: Db,
  corpId: number,
  channels: readonly string[],
): Promise<Map<string, { joined: number; inside: number }>> {
  return groupChatsRepo(db, corpId).countByChannel(channels);
}
