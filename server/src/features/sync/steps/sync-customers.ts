import { GiveUp, type JobRun } from '../../../queue/job.ts';
import type { Installation } from '../../corps/installation.ts';
import { userIdsOf } from '../../members/user-ids.ts';
import { groupKey, groupSize, membersToLookAt, nextGroups } from '../group-rules.ts';
import { memberSyncRepo } from '../repository.ts';
import { type RunChanges, storeStep } from '../run-checkpoint.ts';
import { type RunInHand, takeInHand } from '../run-in-hand.ts';
import { createSideBySide, type SideBySide } from '../side-by-side.ts';
import { createStopwatch, type Stopwatch } from '../stopwatch.ts';
import type { ReadingGroup, SyncRunRow } from '../table.ts';
import { createPageReaders, type ReadResult } from './page-readers.ts';
import { batchSize } from './read-page.ts';
import { settleRefusal } from './settle-refusal.ts';
import { storePages } from './store-pages.ts';
import type { FullSyncContext } from './sync-context.ts';

/** Steps written at a time: while the database works for one, the server prepares the other. */
const stepsAtATime = 2;
/** Pages of one step at most. */
const pagesPerStep = 8;

/**
 * Reads the customers of every member on the list of the run, group by group and some groups side by side. What has
 * arrived is written in one transaction with its checkpoint, so that a run that is cut off reads at most two pages of
 * each group again: the one that was being written and the one on its way. Members who opened Guanxi before their
 * customers were here go first.
 *
 * @throws GiveUp when the platform refused whoever it was asked for
 */
export async function syncCustomers(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  job: JobRun,
): Promise<SyncRunRow> {
  const inHand = takeInHand(ctx, run);
  const steps = createSideBySide(stepsAtATime);
  const end = new AbortController();
  const client = installation.client.with({ signal: end.signal });
  try {
    await readAll(ctx, { installation: { ...installation, client }, inHand, steps, job });
  } finally {
    // Nothing of this try may be under way when the next one begins.
    end.abort();
    await steps.allEnd();
  }
  await requireSomebodyRead(ctx, run);
  return storeStep(ctx, inHand.at(), async () => ({ stage: 'group_chats' }));
}

interface Reading {
  readonly installation: Installation;
  readonly inHand: RunInHand;
  readonly steps: SideBySide;
  readonly job: JobRun;
}

/** Reads until no group is left. */
async function readAll(ctx: FullSyncContext, { installation, inHand, steps, job }: Reading): Promise<void> {
  const readers = createPageReaders(installation, ctx.now);
  const stopwatch = createStopwatch(ctx.now);
  /** Groups a step is written for: the pages of a group are written in their order. */
  const held = new Set<string>();
  const isFree = (group: ReadingGroup) => !held.has(groupKey(group));
  for (;;) {
    job.signal.throwIfAborted();
    await steps.room();
    await inHand.change((run) => openGroups(ctx, run));
    const open = inHand.at().openGroups ?? [];
    readers.start(open.filter(isFree));
    const results = readers.take(isFree, pagesPerStep);
    if (results.length > 0) {
      const keys = results.map(({ group }) => groupKey(group));
      for (const key of keys) {
        held.add(key);
      }
      const letGo = () => keys.map((key) => held.delete(key));
      steps.start(storeResults(ctx, inHand, results, stopwatch).then(letGo));
    } else if (open.length > 0 || !steps.isIdle()) {
      await Promise.race([readers.arrival(), steps.oneEnds()]);
    } else {
      return;
    }
  }
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

/** The groups that are read next. They are stored together with the first pages. */
async function openGroups(ctx: FullSyncContext, run: SyncRunRow): Promise<RunChanges> {
  const db = ctx.database.read;
  const repo = memberSyncRepo(db, run.corpId);
  const open = run.openGroups ?? [];
  const size = groupSize(run.membersTotal);
  const wanted = await repo.findWanted(run.id, batchSize);
  const rest = await repo.findWaiting(run.id, membersToLookAt(open, size));
  const memberIds = [...wanted, ...rest].map((row) => row.memberId);
  const userIds = memberIds.length === 0 ? new Map() : await userIdsOf(db, run.corpId, memberIds);
  const named = (rows: typeof rest) => rows.flatMap((row) => userIds.get(row.memberId) ?? []);
  return { openGroups: nextGroups(open, named(wanted), named(rest), size) };
}

/** Stores the pages that arrived, and settles what was refused. @throws what a page failed with, after the others */
async function storeResults(
  ctx: FullSyncContext,
  inHand: RunInHand,
  results: readonly ReadResult[],
  stopwatch: Stopwatch,
): Promise<void> {
  const answers = results.filter((result) => 'answer' in result);
  const pages = answers.flatMap(({ group, askedAt, answer }) =>
    answer.kind === 'page' ? [{ group, askedAt, page: answer }] : [],
  );
  if (pages.length > 0) {
    await storePages(ctx, inHand, pages, stopwatch);
  }
  for (const { group, askedAt, answer } of answers) {
    if (answer.kind === 'refused') {
      await settleRefusal(ctx, inHand, { group, errcode: answer.errcode, askedAt });
    }
  }
  const failed = results.find((result) => 'error' in result);
  if (failed !== undefined) {
    throw failed.error;
  }
}
