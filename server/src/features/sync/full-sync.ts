import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { defineJob, type Effect, type JobRun, lanes } from '../../queue/job.ts';
import { WecomError } from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { applyContacts } from '../customers/apply-contacts.ts';
import { countCurrent, markUnseenLost } from '../customers/mark-lost.ts';
import { learnMissing } from '../licences/learn-licences.ts';
import { isLicenceRefusal } from '../licences/licence-refusals.ts';
import { readAllMembers } from '../members/sync-members.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import { readAllTags } from '../tags/sync-tags.ts';
import { syncRunsRepo } from './repository.ts';
import { isLossTooLarge, memberGroups } from './rules.ts';
import type { SyncRunRow } from './table.ts';

/** What the job needs of the server. */
export interface FullSyncContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** The most the platform takes in one batch call, members and rows alike. */
const batchSize = 100;
/** "Cursor invalid". */
const unknownCursor = 50_100;

/**
 * Reads the whole corp: departments, members, tags, then the customers of 100 members at a time.
 * Each page is one transaction with its checkpoint, so a killed run goes on where it was. Relations
 * nobody listed are marked lost only at the very end, after everything was read. Members without a licence are
 * skipped, and nothing of theirs is marked.
 */
export const fullSyncJob = defineJob<FullSyncContext, object>({
  name: 'full-sync',
  lane: lanes.bulk,
  payload: z.object({}),
  maxAttempts: 8,
  async run(ctx, _payload, job) {
    const installation = ctx.installations.of(job.corpId);
    const run = await resumeOrStart(ctx, job.corpId);
    const userIds = await syncDirectory(ctx, installation, run);
    const unlicensed = await syncCustomers(ctx, installation, run, userIds, job);
    return finish(
      ctx,
      installation,
      run,
      userIds.filter((userId) => !unlicensed.has(userId)),
    );
  },
  onDead(ctx, _payload, job, error) {
    return async (db) => {
      const repo = syncRunsRepo(db, job.corpId);
      const run = await repo.findLatest();
      if (run?.status === 'running') {
        const failure = error instanceof Error ? error.message : String(error);
        await repo.update(run.id, { status: 'failed', finishedAt: ctx.now(), failure });
      }
    };
  },
});

async function resumeOrStart(ctx: FullSyncContext, corpId: number): Promise<SyncRunRow> {
  return ctx.database.transaction(async (db) => {
    const repo = syncRunsRepo(db, corpId);
    const latest = await repo.findLatest();
    return latest?.status === 'running' ? latest : repo.start(ctx.now());
  });
}

async function syncDirectory(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
): Promise<string[]> {
  const { corpId, client, admins, isByMembers } = installation;
  const now = ctx.now();
  const members = await readAllMembers(client, {
    ...{ corpId, admins, now, isByMembers },
    read: ctx.database.read,
  });
  const tags = await readAllTags(client, corpId, now);
  // The platform promises no order, and a resumed run must count the same members as done.
  const userIds = members.followUserIds.toSorted();
  await ctx.database.transaction(async (db) => {
    await members.effect(db);
    await tags(db);
    await syncRunsRepo(db, corpId).update(run.id, { membersTotal: userIds.length });
  });
  return userIds;
}

async function syncCustomers(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
  job: JobRun,
): Promise<ReadonlySet<string>> {
  const repo = (db: Db) => syncRunsRepo(db, installation.corpId);
  const waiting = userIds.filter((userId) => run.lastUserId === null || userId > run.lastUserId);
  let done = userIds.length - waiting.length;
  let cursor = run.pageCursor;
  const unlicensed = new Set(run.unlicensedUserIds ?? []);
  for (const group of memberGroups(waiting, batchSize)) {
    do {
      job.signal.throwIfAborted();
      const readAt = ctx.now();
      const page = await readPage(installation, group, cursor);
      cursor = page.nextCursor;
      const isGroupDone = cursor === null;
      done += isGroupDone ? group.length : 0;
      for (const userId of page.unlicensedUserIds) {
        unlicensed.add(userId);
      }
      await ctx.database.transaction(async (db) => {
        await applyPage(db, ctx, installation.corpId, { page, readAt, runId: run.id });
        const last = isGroupDone ? { lastUserId: group.at(-1) ?? null } : {};
        const unlicensedUserIds = unlicensed.size === 0 ? null : [...unlicensed];
        await repo(db).update(run.id, { membersDone: done, pageCursor: cursor, unlicensedUserIds, ...last });
        await learnMissing(db, installation.corpId, page.unlicensedUserIds, readAt);
      });
    } while (cursor !== null);
  }
  return unlicensed;
}

/** What a page tells, and whose customers it leaves out for want of a licence. */
interface CustomerPage {
  readonly entries: Awaited<ReturnType<Installation['client']['batchGetByUser']>>['entries'];
  readonly nextCursor: string | null;
  readonly unlicensedUserIds: readonly string[];
}

/** One page; nothing of members who all have no licence. */
async function readPage(
  installation: Installation,
  userIds: string[],
  cursor: string | null,
): Promise<CustomerPage> {
  try {
    return await readKnownPage(installation, userIds, cursor);
  } catch (error) {
    if (isLicenceRefusal(error)) {
      return { entries: [], nextCursor: null, unlicensedUserIds: userIds };
    }
    throw error;
  }
}

/** One page; a cursor the platform no longer knows begins the group again, which repeats pages harmlessly. */
async function readKnownPage(installation: Installation, userIds: string[], cursor: string | null) {
  try {
    return await installation.client.batchGetByUser({ userIds, cursor, limit: batchSize });
  } catch (error) {
    if (cursor !== null && error instanceof WecomError && error.errcode === unknownCursor) {
      return installation.client.batchGetByUser({ userIds, cursor: null, limit: batchSize });
    }
    throw error;
  }
}

async function applyPage(
  db: Db,
  ctx: FullSyncContext,
  corpId: number,
  { page, readAt, runId }: { page: CustomerPage; readAt: Date; runId: number },
): Promise<void> {
  const userIds = [...new Set(page.entries.map((entry) => entry.follow.userId))];
  await applyContacts(
    db,
    { corpId, keyring: ctx.keyring, memberIds: await memberIdsOf(db, corpId, userIds) },
    {
      contacts: page.entries.map((entry) => entry.contact),
      updates: page.entries.map((entry) => ({
        externalUserId: entry.contact.externalUserId,
        userId: entry.follow.userId,
        follow: entry.follow,
        facts: [],
        eventChannel: null,
      })),
      readAt,
      runId,
    },
  );
}

function finish(
  ctx: FullSyncContext,
  { corpId }: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
): Effect {
  return async (db) => {
    const memberIds = [...(await memberIdsOf(db, corpId, userIds)).values()];
    const before = await countCurrent(db, corpId);
    const lost = await markUnseenLost(db, corpId, {
      memberIds,
      runId: run.id,
      startedAt: run.startedAt,
      now: ctx.now(),
      isTooMany: (count) => isLossTooLarge(count, before.relations),
    });
    const after = await countCurrent(db, corpId);
    await syncRunsRepo(db, corpId).update(run.id, {
      ...(lost.isRefused
        ? { status: 'failed', failure: `${lost.count} of ${before.relations} relations would be lost` }
        : { status: 'done', lost: lost.count }),
      finishedAt: ctx.now(),
      ...after,
    });
  };
}
