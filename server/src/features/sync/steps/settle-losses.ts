import type { Db } from '../../../db/data-source.ts';
import type { JobRun } from '../../../queue/job.ts';
import { type CompleteListing, countUnseen, markUnseenLost } from '../../customers/mark-lost.ts';
import { findKeptCustomers } from '../../id-conversion/kept-customers.ts';
import { memberSyncRepo } from '../repository.ts';
import { isLossTooLarge } from '../rules.ts';
import { storeStep } from '../run-checkpoint.ts';
import type { SyncRunRow } from '../table.ts';
import type { FullSyncContext } from './sync-context.ts';

/** Members looked at in one statement. */
const membersAtOnce = 100;
/** Relations marked in one transaction, so that whoever works with one of them waits for a moment only. */
const markedAtOnce = 500;

/**
 * Counts the relations that the listings of the members who were read did not show. Members who were skipped are left
 * as they are. Nothing is marked before all of them are counted, because what may be lost depends on the sum.
 */
export async function countLosses(ctx: FullSyncContext, run: SyncRunRow): Promise<SyncRunRow> {
  const listing = await listingOf(ctx.database.read, run);
  return storeStep(ctx, run, async (db) => {
    const repo = memberSyncRepo(db, run.corpId);
    let wouldLose = 0;
    for await (const rows of repo.listedPages(run.id, { outcome: 'read', limit: membersAtOnce })) {
      const memberIds = rows.map((row) => row.memberId);
      for (const [memberId, unseen] of await countUnseen(db, run.corpId, memberIds, listing)) {
        await repo.setWouldLose(memberId, unseen);
        wouldLose += unseen;
      }
    }
    const before = run.relations - (run.tally?.added ?? 0) + wouldLose;
    return { wouldLose, lossBase: before };
  });
}

async function listingOf(db: Db, run: SyncRunRow): Promise<CompleteListing> {
  const notShown = await findKeptCustomers(db, run.corpId);
  return { runId: run.id, startedAt: run.startedAt, notShown };
}

/** Whether the counted losses are so many that a person must say whether they are right. */
export function mustAsk(run: SyncRunRow): boolean {
  return run.answeredAt === null && isLossTooLarge(run.wouldLose ?? 0, run.lossBase ?? 0);
}

/**
 * Marks the counted losses in small transactions. A relation the platform was seen to list since they were counted
 * is none any more; one that was marked is not found again, so a run that was cut off goes on.
 */
export async function markLosses(ctx: FullSyncContext, run: SyncRunRow, job: JobRun): Promise<SyncRunRow> {
  const listing = await listingOf(ctx.database.read, run);
  const repo = memberSyncRepo(ctx.database.read, run.corpId);
  let at = run;
  for await (const rows of repo.losingPages(run.id, membersAtOnce)) {
    const memberIds = rows.map((row) => row.memberId);
    for (let isMore = true; isMore; ) {
      job.signal.throwIfAborted();
      const before = at.lost;
      at = await storeStep(ctx, at, async (db) => ({
        lost: before + (await markSome(db, ctx, run, { memberIds, listing })),
      }));
      isMore = at.lost - before === markedAtOnce;
    }
  }
  return at;
}

function markSome(
  db: Db,
  ctx: FullSyncContext,
  run: SyncRunRow,
  { memberIds, listing }: { memberIds: readonly number[]; listing: CompleteListing },
): Promise<number> {
  return markUnseenLost(db, run.corpId, memberIds, {
    keyring: ctx.keyring,
    listing,
    limit: markedAtOnce,
    now: ctx.now(),
  });
}
