import type { JobRun } from '../../../queue/job.ts';
import { type CorpClient, concernsTenant, type GroupChatEntry, WecomError } from '../../../wecom/index.ts';
import type { Installation } from '../../corps/installation.ts';
import {
  countChats,
  findChatOwners,
  settleUnlistedChats,
  syncListedChats,
} from '../../group-chats/sync-listed-chats.ts';
import { userIdsOf } from '../../members/user-ids.ts';
import { memberSyncRepo } from '../repository.ts';
import { memberGroups } from '../rules.ts';
import { storeStep } from '../run-checkpoint.ts';
import type { SyncRunRow } from '../table.ts';
import type { FullSyncContext } from './sync-context.ts';

/** The most owners the platform takes in one filter. */
const ownersAtOnce = 100;
const membersAtOnce = 500;

/**
 * Lists the group chats of 100 owners at a time and reads what may have changed. A run that was cut off lists
 * the owners under way again, and reads only what it had not read. Where the app may not see group chats at
 * all, the run says so and goes on: the customers are not to suffer for it.
 */
export async function syncGroupChats(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  job: JobRun,
): Promise<SyncRunRow> {
  const { corpId } = installation;
  let at = run;
  try {
    at = await syncAllListed(ctx, installation, run, job.signal);
    const unlisted = await settleUnlistedChats(ctx, installation, run, job.signal);
    const chatsSkipped = (at.chatsSkipped ?? 0) + unlisted;
    return await storeStep(ctx, at, async (db) => {
      const counts = await countChats(db, corpId, run.startedAt);
      return { ...counts, chatsSkipped, chatFailure: null, stage: 'losses' };
    });
  } catch (error) {
    if (!(error instanceof WecomError && error.reaction === 'configuration')) {
      throw error;
    }
    const chatFailure = error.message;
    return await storeStep(ctx, at, async () => ({ chatFailure, stage: 'losses' }));
  }
}

async function syncAllListed(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  signal: AbortSignal,
): Promise<SyncRunRow> {
  const { client } = installation;
  const owners = await findOwners(ctx, run);
  const waiting = owners.filter((userId) => run.chatLastOwner === null || userId > run.chatLastOwner);
  let at = run;
  for (const group of memberGroups(waiting, ownersAtOnce)) {
    let skipped = at.chatsSkipped ?? 0;
    for await (const entries of listChats(client, group, signal)) {
      skipped += await syncListedChats(ctx, installation, run, entries, signal);
    }
    const checkpoint = { chatLastOwner: group.at(-1) ?? null, chatsSkipped: skipped };
    at = await storeStep(ctx, at, async () => checkpoint);
  }
  return at;
}

/** Userids of every member on the list of the run, and of who else owns chats, in their order. */
async function findOwners(ctx: FullSyncContext, run: SyncRunRow): Promise<string[]> {
  const db = ctx.database.read;
  const userIds = new Set(await findChatOwners(db, run.corpId));
  const everybody = { outcome: null, limit: membersAtOnce };
  for await (const rows of memberSyncRepo(db, run.corpId).listedPages(run.id, everybody)) {
    const memberIds = rows.map((row) => row.memberId);
    for (const userId of (await userIdsOf(db, run.corpId, memberIds)).values()) {
      userIds.add(userId);
    }
  }
  return [...userIds].toSorted();
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
