import { z } from 'zod';
import { defineJob, type Effect, GiveUp, lanes } from '../../queue/job.ts';
import { isForAdmin } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import { startFirstIndex } from '../customer-search/start-index.ts';
import { countCurrent, markUnseenLost } from '../customers/mark-lost.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import { startFirstStatistics } from '../statistics/start-statistics.ts';
import { syncRunsRepo } from './repository.ts';
import { isLossTooLarge } from './rules.ts';
import type { FullSyncContext } from './steps/sync-context.ts';
import { syncCustomers } from './steps/sync-customers.ts';
import { syncDirectory } from './steps/sync-directory.ts';
import { syncGroupChats } from './steps/sync-group-chats.ts';
import type { SyncRunRow } from './table.ts';
import { tellAdmins } from './tell-admins.ts';

/**
 * Reads the whole corp: departments, members, tags, customers, group chats. Each page of a step is one
 * transaction with its checkpoint, so a killed run goes on where it was. Relations nobody listed are marked
 * lost only at the very end, after everything was read. Members without a licence are skipped, and nothing of
 * theirs is marked.
 */
export const fullSyncJob = defineJob<FullSyncContext, object>({
  name: 'full-sync',
  lane: lanes.bulk,
  payload: z.object({}),
  maxAttempts: 8,
  async run(ctx, _payload, job) {
    const installed = ctx.installations.of(job.corpId);
    const client = installed.client.with({ priority: 'sync', signal: job.signal });
    const installation = { ...installed, client };
    const run = await resumeOrStart(ctx, job.corpId);
    try {
      const userIds = await syncDirectory(ctx, installation, run);
      const unlicensed = await syncCustomers(ctx, installation, run, userIds, job);
      await syncGroupChats(ctx, installation, run, userIds, job);
      const readUserIds = userIds.filter((userId) => !unlicensed.has(userId));
      return finish(ctx, installation, run, readUserIds);
    } catch (error) {
      // Nobody would learn of it while the run went on waiting; it says why it ended instead.
      throw isForAdmin(error) ? new GiveUp(error) : error;
    }
  },
  onDead(ctx, _payload, job, error) {
    return async (db) => {
      const repo = syncRunsRepo(db, job.corpId);
      const run = await repo.findLatest();
      if (run?.status === 'running') {
        const failure = error instanceof Error ? error.message : String(error);
        await repo.update(run.id, { status: 'failed', finishedAt: ctx.now(), failure });
        if (ctx.installations.has(job.corpId)) {
          await tellAdmins(ctx, db, ctx.installations.of(job.corpId), { runId: run.id, failure });
        }
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

function finish(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
): Effect {
  const { corpId } = installation;
  return async (db) => {
    const memberIds = [...(await memberIdsOf(db, corpId, userIds)).values()];
    const before = await countCurrent(db, corpId);
    const lost = await markUnseenLost(db, corpId, {
      keyring: ctx.keyring,
      memberIds,
      runId: run.id,
      startedAt: run.startedAt,
      now: ctx.now(),
      isTooMany: (count) => isLossTooLarge(count, before.relations),
    });
    const after = await countCurrent(db, corpId);
    const failure = lost.isRefused ? `${lost.count} of ${before.relations} relations would be lost` : null;
    await syncRunsRepo(db, corpId).update(run.id, {
      ...(failure === null ? { status: 'done', lost: lost.count } : { status: 'failed', failure }),
      finishedAt: ctx.now(),
      ...after,
    });
    await startFirstIndex(ctx.queue, db, corpId);
    if (failure === null) {
      await startFirstStatistics(ctx.queue, db, corpId);
    } else {
      await tellAdmins(ctx, db, installation, { runId: run.id, failure });
    }
  };
}
