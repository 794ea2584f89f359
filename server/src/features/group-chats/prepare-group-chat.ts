import type { GroupChatOwnership } from '@guanxi/shared/group-chats';
import type { Db } from '../../db/data-source.ts';
import type { CorpClient } from '../../wecom/index.ts';
import { addUnknownMembers, readUnknownMembers } from '../members/ensure-members.ts';
import { applyGroupChat, type GroupChatUpdate } from './apply-group-chat.ts';
import type { ToldChange } from './chat-rules.ts';
import type { ToldMove } from './membership-rules.ts';
import type { GroupChatReading } from './read-group-chat.ts';

/** A reading of a chat and what is known beside it. */
export interface ChatReadingWithNews {
  readonly chatId: string;
  readonly reading: GroupChatReading;
  readonly changes?: readonly ToldChange[];
  readonly moves?: ReadonlyMap<string, readonly ToldMove[]>;
  readonly ownership?: GroupChatOwnership;
}

/**
 * Prepares the effect that brings one chat in line with a reading; its owner is read first when not known here.
 *
 * @returns an effect that answers false when the reading is older than what is known
 */
export async function prepareGroupChat(
  ctx: { read: Db; now: () => Date },
  installation: { corpId: number; client: CorpClient; admins: ReadonlySet<string> },
  news: ChatReadingWithNews,
): Promise<(db: Db) => Promise<boolean>> {
  const { corpId, client, admins } = installation;
  const { reading } = news;
  if (reading.kind === 'unlicensed') {
    return async () => true;
  }
  const userIds = reading.kind === 'there' && reading.chat.ownerUserId ? [reading.chat.ownerUserId] : [];
  const unknown = await readUnknownMembers(ctx.read, client, { corpId, userIds, admins, now: ctx.now() });
  const update: GroupChatUpdate = {
    chatId: news.chatId,
    reading,
    changes: news.changes ?? [],
    moves: news.moves ?? new Map(),
    ownership: news.ownership ?? null,
  };
  return async (db) =>
    applyGroupChat(db, { corpId, ownerIds: await addUnknownMembers(db, corpId, unknown, userIds) }, update);
}
