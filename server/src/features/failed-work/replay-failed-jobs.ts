import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import { reviveDeadJobs } from '../../queue/dead-jobs.ts';
import type { Queue } from '../../queue/queue.ts';

/** What replaying needs of the server. */
export interface ReplayContext {
  readonly database: Pick<Database, 'transaction'>;
  readonly queue: Pick<Queue, 'wake'>;
  readonly now: () => Date;
}

/**
 * Has one job that was given up tried again. Events that waited for it are handled by it.
 *
 * @throws AppError `job.not_failed` when there is no such job, or it was tried again already
 */
export async function replayFailedJob(ctx: ReplayContext, actor: Actor, jobId: number): Promise<void> {
  if ((await revive(ctx, actor, jobId)) === 0) {
    throw new AppError('job.not_failed');
  }
}

/** Has every job of the company that was given up tried again. @returns how many there were */
export function replayAllFailedJobs(ctx: ReplayContext, actor: Actor): Promise<number> {
  return revive(ctx, actor, null);
}

async function revive(ctx: ReplayContext, actor: Actor, jobId: number | null): Promise<number> {
  const count = await ctx.database.transaction((db) => reviveDeadJobs(db, actor.corpId, jobId, ctx.now()));
  ctx.queue.wake();
  return count;
}
