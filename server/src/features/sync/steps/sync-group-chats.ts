import type { JobRun } from '../../../queue/job.ts';
import { type CorpClient, concernsTenant, type GroupChatEntry, WecomError } from '../../../wecom/index.ts';
import type { Installation } from '../../corps/installation.ts';
import {
  countChats,
  findChatOwners,
  settleUnlistedChats,
  syncListedChats,
} from '../../group-chats/sync-listed-chats.ts';
import { syncRunsRepo } from '../repository.ts';
import { memberGroups } from '../rules.ts';
import type { SyncRunRow } from '../table.ts';
import type { FullSyncContext } from './sync-context.ts';

/** The most owners the platform takes in one filter. */
const ownersAtOnce = 100;

/**
 * Lists the group chats of 100 owners at a time and reads what may have changed. A run that was cut off lists
 * the owners under way again, and reads only what it had not read. Where the app may not see group chats at
 * all, the run says so and goes on: the customers are not to suffer for it.
 */
export async function syncGroupChats(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
  job: JobRun,
): Promise<void> {
  const { corpId } = installation;
  try {
    const listed = await syncAllListed(ctx, installation, run, userIds, job.signal);
    const chatsSkipped = listed + (await settleUnlistedChats(ctx, installation, run, job.signal));
    await ctx.database.transaction(async (db) => {
      const counts = await countChats(db, corpId, run.startedAt);
      await syncRunsRepo(db, corpId).update(run.id, { ...counts, chatsSkipped, chatFailure: null });
    });
  } catch (error) {
    if (!(error instanceof WecomError && error.reaction === 'configuration')) {
      throw error;
    }
    const chatFailure = error.message;
    await ctx.database.transaction((db) => syncRunsRepo(db, corpId).update(run.id, { chatFailure }));
  }
}

/** @returns how many chats are listed and could not be read */
async function syncAllListed(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { corpId, client } = installation;
  const owners = [...new Set([...userIds, ...(await findChatOwners(ctx.database.read, corpId))])].toSorted();
  const waiting = owners.filter((userId) => run.chatLastOwner === null || userId > run.chatLastOwner);
  let skipped = run.chatsSkipped ?? 0;
  for (const group of memberGroups(waiting, ownersAtOnce)) {
    for await (const entries of listChats(client, group, signal)) {
      skipped += await syncListedChats(ctx, installation, run, entries, signal);
    }
    const checkpoint = { chatLastOwner: group.at(-1) ?? null, chatsSkipped: skipped };
    await ctx.database.transaction((db) => syncRunsRepo(db, corpId).update(run.id, checkpoint));
  }
  return skipped;
}

/**
 * The pages of what these owners have. Somebody the platform does not know, or without a licence, makes it
 * refuse the whole filter, so it is halved until only they are left out.
 */
async function* listChats(
  client: CorpClient,
  ownerUserIds: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<GroupChatEntry[]> {
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    let page: Awaited<ReturnType<CorpClient['listGroupChats']>>;
    try {
      page = await client.listGroupChats({ ownerUserIds, cursor }, { signal });
    } catch (error) {
      if (cursor === null && error instanceof WecomError && isAboutOwners(error)) {
        yield* listHalves(client, ownerUserIds, signal);
        return;
      }
      throw error;
    }
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function* listHalves(
  client: CorpClient,
  ownerUserIds: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<GroupChatEntry[]> {
  if (ownerUserIds.length > 1) {
    const half = Math.ceil(ownerUserIds.length / 2);
    yield* listChats(client, ownerUserIds.slice(0, half), signal);
    yield* listChats(client, ownerUserIds.slice(half), signal);
  }
}

function isAboutOwners(error: WecomError): boolean {
  return error.reaction === 'subjectGone' && !concernsTenant(error.errcode);
}
