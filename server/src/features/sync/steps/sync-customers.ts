import type { Db } from '../../../db/data-source.ts';
import { GiveUp, type JobRun } from '../../../queue/job.ts';
import type { Installation } from '../../corps/installation.ts';
import { applyContacts } from '../../customers/apply-contacts.ts';
import { countRelationsOf } from '../../customers/mark-lost.ts';
import type { ReadingTally } from '../../customers/tally-rules.ts';
import { learnMissing } from '../../licences/learn-licences.ts';
import { memberIdsOf, userIdsOf } from '../../members/user-ids.ts';
import { groupSize, membersToLookAt, nextGroups } from '../group-rules.ts';
import { memberSyncRepo } from '../repository.ts';
import { pageMs } from '../rules.ts';
import { type RunChanges, storeStep } from '../run-checkpoint.ts';
import type { ReadingGroup, SyncRunRow } from '../table.ts';
import { addToTally } from '../tally-rules.ts';
import { createPageReaders, type ReadResult } from './page-readers.ts';
import { batchSize, type CustomerPage, noFollowRelation } from './read-page.ts';
import type { FullSyncContext } from './sync-context.ts';

/**
 * Reads the customers of every member on the list of the run, group by group and some groups side by side. What has
 * arrived is written in one transaction with its checkpoint, so that a run that is cut off reads at most one page of
 * each group again. Members who opened Guanxi before their customers were here go first.
 *
 * @throws GiveUp when the platform refused whoever it was asked for
 */
export async function syncCustomers(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  job: JobRun,
): Promise<SyncRunRow> {
  const readers = createPageReaders(installation, ctx.now);
  let at = run;
  for (let since = ctx.now(); ; ) {
    job.signal.throwIfAborted();
    at = await openGroups(ctx, at);
    const open = at.openGroups ?? [];
    if (open.length === 0) {
      break;
    }
    const results = await readers.next(open);
    at = await storeResults(ctx, at, results, since);
    since = ctx.now();
    const failed = results.find((result) => 'error' in result);
    if (failed !== undefined) {
      throw failed.error;
    }
  }
  await requireSomebodyRead(ctx, run);
  return storeStep(ctx, at, async () => ({ stage: 'group_chats' }));
}

/** When whoever was asked for was refused, it is not they who are wrong. */
async function requireSomebodyRead(ctx: FullSyncContext, run: SyncRunRow): Promise<void> {
  const repo = memberSyncRepo(ctx.database.read, run.corpId);
  const counts = await repo.count(run.id);
  if ((counts.refused ?? 0) > 0 && (counts.read ?? 0) === 0) {
    const refused = await repo.findFirstListed(run.id, 'refused');
    throw new GiveUp(new Error(`WeCom answered ${refused?.errcode} for every member`));
  }
}

/** The run with the groups that are read next. They are stored together with the first pages. */
async function openGroups(ctx: FullSyncContext, run: SyncRunRow): Promise<SyncRunRow> {
  const db = ctx.database.read;
  const repo = memberSyncRepo(db, run.corpId);
  const open = run.openGroups ?? [];
  const size = groupSize(run.membersTotal);
  const wanted = await repo.findWanted(run.id, batchSize);
  const rest = await repo.findWaiting(run.id, membersToLookAt(open, size));
  const memberIds = [...wanted, ...rest].map((row) => row.memberId);
  const userIds = memberIds.length === 0 ? new Map() : await userIdsOf(db, run.corpId, memberIds);
  const named = (rows: typeof rest) => rows.flatMap((row) => userIds.get(row.memberId) ?? []);
  return { ...run, openGroups: nextGroups(open, named(wanted), named(rest), size) };
}

/** Stores the pages that arrived; a group that is refused as a whole is halved until it is one member. */
async function storeResults(
  ctx: FullSyncContext,
  run: SyncRunRow,
  results: readonly ReadResult[],
  since: Date,
): Promise<SyncRunRow> {
  const answers = results.filter((result) => 'answer' in result);
  const pages = answers.flatMap(({ group, askedAt, answer }) =>
    answer.kind === 'page' ? [{ group, askedAt, page: answer }] : [],
  );
  let at = pages.length === 0 ? run : await storePages(ctx, run, pages, since);
  for (const { group, askedAt, answer } of answers) {
    if (answer.kind === 'refused') {
      at = await settleRefusal(ctx, at, { group, errcode: answer.errcode, askedAt });
    }
  }
  return at;
}

/** A page and what it is of. */
interface ReadPage {
  readonly group: ReadingGroup;
  readonly askedAt: Date;
  readonly page: CustomerPage;
}

function storePages(
  ctx: FullSyncContext,
  run: SyncRunRow,
  pages: readonly ReadPage[],
  since: Date,
): Promise<SyncRunRow> {
  return storeStep(ctx, run, async (db) => {
    const tally = await applyPages(db, ctx, run, pages);
    let done: RunChanges = {};
    for (const { group, askedAt, page } of pages) {
      const isGroupDone = page.nextCursor === null;
      done = { ...done, ...(await settleGroup(db, run, { group, page, isGroupDone, askedAt })) };
    }
    return {
      ...done,
      openGroups: groupsBehind(run.openGroups ?? [], pages),
      customers: run.customers + (tally?.customers ?? 0),
      relations: run.relations + (tally?.relations ?? 0),
      tally: addToTally(run.tally, {
        newCustomers: tally?.newCustomers ?? 0,
        added: tally?.added ?? 0,
        changed: tally?.changed ?? 0,
      }),
      readingMs: (run.readingMs ?? 0) + pageMs(since, ctx.now()),
    };
  });
}

/** The groups under way behind these pages; those that were read to their end are none any more. */
function groupsBehind(open: readonly ReadingGroup[], pages: readonly ReadPage[]): ReadingGroup[] {
  const cursors = new Map(pages.map(({ group, page }) => [group.userIds.join(), page.nextCursor]));
  return open.flatMap((group) => {
    const cursor = cursors.get(group.userIds.join());
    return cursor === undefined ? [group] : cursor === null ? [] : [{ ...group, cursor }];
  });
}

async function settleGroup(
  db: Db,
  run: SyncRunRow,
  told: { group: ReadingGroup; page: CustomerPage; isGroupDone: boolean; askedAt: Date },
): Promise<RunChanges> {
  const { group, page, isGroupDone, askedAt } = told;
  if (!isGroupDone && page.unlicensedUserIds.length === 0) {
    return {};
  }
  const repo = memberSyncRepo(db, run.corpId);
  const memberIds = await memberIdsOf(db, run.corpId, group.userIds);
  const unlicensed = page.unlicensedUserIds.flatMap((userId) => memberIds.get(userId) ?? []);
  await repo.settle(run.id, unlicensed, { outcome: 'unlicensed', errcode: null, readAt: null });
  await learnMissing(db, run.corpId, page.unlicensedUserIds, askedAt);
  if (isGroupDone) {
    await repo.settle(run.id, [...memberIds.values()], { outcome: 'read', errcode: null, readAt: askedAt });
  }
  return { membersDone: await countDone(db, run) };
}

/** Halves a group that was refused, until it is the one member the refusal is about. */
async function settleRefusal(
  ctx: FullSyncContext,
  run: SyncRunRow,
  told: { group: ReadingGroup; errcode: number; askedAt: Date },
): Promise<SyncRunRow> {
  const { group, errcode, askedAt } = told;
  const db = ctx.database.read;
  const memberIds = [...(await memberIdsOf(db, run.corpId, group.userIds)).values()];
  const hasNone = errcode === noFollowRelation && (await countRelationsOf(db, run.corpId, memberIds)) === 0;
  if (!hasNone && group.userIds.length > 1) {
    const half = { userIds: group.userIds.slice(0, Math.ceil(group.userIds.length / 2)), cursor: null };
    return { ...run, openGroups: [half, ...without(run.openGroups ?? [], group)] };
  }
  return storeStep(ctx, run, async (write) => {
    const outcome = hasNone
      ? { outcome: 'read', errcode: null, readAt: askedAt }
      : { outcome: 'refused', errcode, readAt: null };
    await memberSyncRepo(write, run.corpId).settle(run.id, memberIds, outcome);
    return {
      openGroups: without(run.openGroups ?? [], group),
      membersDone: await countDone(write, run),
    };
  });
}

async function countDone(db: Db, run: SyncRunRow): Promise<number> {
  const counts = await memberSyncRepo(db, run.corpId).count(run.id);
  return run.membersTotal - (counts.waiting ?? 0);
}

function without(open: readonly ReadingGroup[], group: ReadingGroup): ReadingGroup[] {
  const key = group.userIds.join();
  return open.filter(({ userIds }) => userIds.join() !== key);
}

async function applyPages(
  db: Db,
  ctx: FullSyncContext,
  run: SyncRunRow,
  pages: readonly ReadPage[],
): Promise<ReadingTally | null> {
  const { corpId } = run;
  const userIds = new Set(pages.flatMap(({ page }) => page.entries.map((entry) => entry.follow.userId)));
  const { tally } = await applyContacts(
    db,
    {
      corpId,
      keyring: ctx.keyring,
      arrivals: ctx,
      memberIds: await memberIdsOf(db, corpId, [...userIds]),
      seesMobiles: ctx.installations.of(corpId).client.access.capabilities.seesMobiles,
    },
    pages.map(({ page, askedAt }) => ({
      contacts: page.entries.map((entry) => entry.contact),
      updates: page.entries.map((entry) => ({
        externalUserId: entry.contact.externalUserId,
        userId: entry.follow.userId,
        follow: entry.follow,
        facts: [],
        eventChannel: null,
      })),
      readAt: askedAt,
      runId: run.id,
    })),
  );
  return tally;
}
