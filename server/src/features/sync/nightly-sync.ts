import { z } from 'zod';
import { defineJob } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Budget } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { nightlySyncKind } from './nightly-sync-kind.ts';
import { syncRunsRepo } from './repository.ts';
import { isNightlyDue } from './rules.ts';
import { enqueueFullSync } from './start-sync.ts';

/** What the job needs of the server. */
export interface NightlySyncContext {
  readonly installations: Pick<Installations, 'has' | 'of'>;
  readonly budget: Pick<Budget, 'state'>;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * Asks for the full sync of the night, which repairs what callbacks missed. A run under way is left alone: asking
 * now would make it begin again when it ends. While the installation's access is ended nothing could be read.
 */
export const nightlySyncJob = defineJob<NightlySyncContext, object>({
  ...nightlySyncKind,
  payload: z.object({}),
  maxAttempts: 3,
  async run(ctx, _payload, job) {
    if (!ctx.installations.has(job.corpId) || hasEnded(ctx, job.corpId)) {
      return undefined;
    }
    return async (db) => {
      const latest = await syncRunsRepo(db, job.corpId).holdLatest();
      if (isNightlyDue(latest, ctx.now())) {
        await enqueueFullSync(ctx, db, job.corpId, 'nightly');
      }
    };
  },
});

function hasEnded(ctx: NightlySyncContext, corpId: number): boolean {
  const { budgetKey } = ctx.installations.of(corpId).client.access;
  return ctx.budget.state().circuits.some(({ corp }) => corp === budgetKey);
}
