import { HOUR } from '@guanxi/shared/time';
import type { Database, Db } from '../../db/data-source.ts';
import { type GroupChatEntry, WecomError } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import { userIdsOf } from '../members/user-ids.ts';
import { prepareGroupChat } from './prepare-group-chat.ts';
import { type GroupChatReading, readGroupChat } from './read-group-chat.ts';
import { groupChatsRepo } from './repository.ts';
import type { GroupChatRow } from './table.ts';

/** What bringing chats in line needs of the server. */
export interface SyncChatsContext {
  readonly database: Database;
  readonly now: () => Date;
}

/** A full sync, as far as the chats are concerned. */
export interface ChatRun {
  readonly id: number;
  readonly startedAt: Date;
}

/**
 * A listing tells neither names nor members nor a version, so a known chat is read again unless that
 * happened within this time: by a callback, somebody's look, or this run before it was cut off.
 */
const freshForMs = HOUR;
const readInParallel = 3;
const unlistedAtOnce = 100;

/** Userids of the members who own chats; those who left must be named for their chats to be listed. */
export async function findChatOwners(db: Db, corpId: number): Promise<string[]> {
  return [...(await userIdsOf(db, corpId, await groupChatsRepo(db, corpId).findOwnerIds())).values()];
}

/**
 * Brings the chats of one page of a listing in line, and marks them as seen by the run.
 *
 * @returns how many could not be read although they are listed
 */
export async function syncListedChats(
  ctx: SyncChatsContext,
  installation: Installation,
  run: ChatRun,
  entries: readonly GroupChatEntry[],
  signal: AbortSignal,
): Promise<number> {
  const { corpId } = installation;
  const chatIds = entries.map((entry) => entry.chatId);
  const rows = await groupChatsRepo(ctx.database.read, corpId).findByChatIds(chatIds);
  const known = new Map(rows.map((row) => [row.chatId, row]));
  const due = entries.filter((entry) => isDue(known.get(entry.chatId), entry, run));
  let skipped = 0;
  for (let start = 0; start < due.length; start += readInParallel) {
    signal.throwIfAborted();
    const readings = await Promise.all(
      due.slice(start, start + readInParallel).map(async (entry) => ({
        entry,
        reading: await tryReading(ctx, installation, entry.chatId, signal),
      })),
    );
    for (const { entry, reading } of readings) {
      // Listed and yet not there contradict each other; the next run sees which was right.
      if (reading?.kind !== 'there') {
        skipped += 1;
        continue;
      }
      await apply(ctx, installation, { chatId: entry.chatId, reading, ownership: entry.status });
    }
  }
  await ctx.database.transaction((db) => groupChatsRepo(db, corpId).markSeen(chatIds, run.id));
  return skipped;
}

function isDue(known: GroupChatRow | undefined, entry: GroupChatEntry, run: ChatRun): boolean {
  if (known?.status === 'dismissed') {
    return false;
  }
  if (known?.readAt == null || known.status !== 'open' || known.ownership !== entry.status) {
    return true;
  }
  return run.startedAt.getTime() - known.readAt.getTime() > freshForMs;
}

/**
 * Asks for every chat that a complete listing did not show: only the platform's own word that it is not
 * there makes it lost. A chat of an owner without a licence is not listed either, and stays as it is.
 *
 * @returns how many exist but were not shown
 */
export async function settleUnlistedChats(
  ctx: SyncChatsContext,
  installation: Installation,
  run: ChatRun,
  signal: AbortSignal,
): Promise<number> {
  const repo = groupChatsRepo(ctx.database.read, installation.corpId);
  let skipped = 0;
  for await (const rows of repo.unlistedPages(run.id, unlistedAtOnce)) {
    for (const row of rows) {
      signal.throwIfAborted();
      if (row.readAt === null || row.readAt < run.startedAt) {
        const reading = await tryReading(ctx, installation, row.chatId, signal);
        if (reading === null || reading.kind === 'unlicensed') {
          skipped += 1;
        } else {
          await apply(ctx, installation, { chatId: row.chatId, reading });
        }
      }
    }
  }
  return skipped;
}

/** How many chats there are, and how many were lost since the run began. */
export async function countChats(
  db: Db,
  corpId: number,
  since: Date,
): Promise<{ chats: number; chatsLost: number }> {
  const repo = groupChatsRepo(db, corpId);
  return { chats: await repo.countOpen(), chatsLost: await repo.countLostSince(since) };
}

/** Null for a chat the platform refuses for a reason of its own; what may pass is thrown. */
async function tryReading(
  ctx: SyncChatsContext,
  installation: Installation,
  chatId: string,
  signal: AbortSignal,
): Promise<GroupChatReading | null> {
  try {
    return await readGroupChat(installation.client, chatId, { now: ctx.now, signal });
  } catch (error) {
    if (error instanceof WecomError && error.reaction === 'stop') {
      return null;
    }
    throw error;
  }
}

/** An old reading is left out: what it lacks has a callback of its own under way. */
async function apply(
  ctx: SyncChatsContext,
  installation: Installation,
  news: Parameters<typeof prepareGroupChat>[2],
): Promise<void> {
  const prepared = await prepareGroupChat({ read: ctx.database.read, now: ctx.now }, installation, news);
  await ctx.database.transaction(async (db) => {
    await prepared(db);
  });
}
