import { SyncAsker } from '@guanxi/shared/sync';
import { z } from 'zod';
import { defineJob, type Effect, GiveUp, type JobRun, lanes } from '../../queue/job.ts';
import { isForAdmin } from '../../wecom/index.ts';
import type { Installation } from '../corps/installation.ts';
import { startFirstIndex } from '../customer-search/start-index.ts';
import { startFirstStatistics } from '../statistics/start-statistics.ts';
import { syncRunsRepo } from './repository.ts';
import { writeStep } from './run-checkpoint.ts';
import { countSkipped } from './steps/count-skipped.ts';
import { countLosses, markLosses, mustAsk } from './steps/settle-losses.ts';
import type { FullSyncContext } from './steps/sync-context.ts';
import { syncCustomers } from './steps/sync-customers.ts';
import { syncDirectory } from './steps/sync-directory.ts';
import { syncGroupChats } from './steps/sync-group-chats.ts';
import type { SyncRunRow } from './table.ts';
import { tellAdmins, tellAdminsOfQuestion } from './tell-admins.ts';

/** Work asked for before it was kept who asks has none. */
interface FullSyncPayload {
  readonly askedBy: SyncAsker | null;
}

/**
 * Reads the whole corp: departments, members, tags, customers, group chats. Each page of a step is one
 * transaction with its checkpoint, so a killed run goes on where it was. Relations nobody listed are marked
 * lost only at the very end, after everything was read; when they are suspiciously many, the run stops and asks.
 * Members without a licence are skipped, and nothing of theirs is marked.
 */
export const fullSyncJob = defineJob<FullSyncContext, FullSyncPayload>({
  name: 'full-sync',
  lane: lanes.bulk,
  payload: z.object({ askedBy: SyncAsker.nullable().default(null) }),
  maxAttempts: 8,
  async run(ctx, { askedBy }, job) {
    const installed = ctx.installations.of(job.corpId);
    const client = installed.client.with({ priority: 'sync', signal: job.signal });
    const installation = { ...installed, client };
    const run = await resumeOrStart(ctx, job.corpId, askedBy);
    try {
      return finish(ctx, installation, await readAndSettle(ctx, installation, run, job));
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

async function resumeOrStart(
  ctx: FullSyncContext,
  corpId: number,
  askedBy: SyncAsker | null,
): Promise<SyncRunRow> {
  return ctx.database.transaction(async (db) => {
    const repo = syncRunsRepo(db, corpId);
    const latest = await repo.holdLatest();
    if (latest?.status === 'running') {
      return latest;
    }
    await repo.closeQuestions();
    const expected = (await repo.findLatestDone())?.relations ?? null;
    return repo.start({ startedAt: ctx.now(), askedBy, expected });
  });
}

/** Every step the run has before it. */
async function readAndSettle(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  job: JobRun,
): Promise<SyncRunRow> {
  let at = run;
  if (at.stage !== 'group_chats' && at.stage !== 'losses') {
    at = await syncDirectory(ctx, installation, at);
    at = await syncCustomers(ctx, installation, at, job);
  }
  if (at.stage === 'group_chats') {
    at = await syncGroupChats(ctx, installation, at, job);
  }
  if (at.wouldLose === null) {
    at = await countLosses(ctx, at);
  }
  return mustAsk(at) ? at : markLosses(ctx, at, job);
}

/** Ends the run, or has it wait for an answer. */
function finish(ctx: FullSyncContext, installation: Installation, run: SyncRunRow): Effect {
  return async (db) => {
    const asks = mustAsk(run);
    await writeStep(db, run, async () => ({
      status: asks ? 'asking' : 'done',
      finishedAt: ctx.now(),
      skipped: await countSkipped(db, run),
    }));
    await startFirstIndex(ctx.queue, db, installation.corpId);
    if (asks) {
      await tellAdminsOfQuestion(ctx, db, installation, run);
    } else {
      await startFirstStatistics(ctx.queue, db, installation.corpId);
    }
  };
}
