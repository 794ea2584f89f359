import { DAY } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob, lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from './installation.ts';
import { corpsRepo } from './repository.ts';
import type { CorpRow } from './table.ts';

/** How long the data of a company that left is kept, in case it comes back. */
export const graceMs = 30 * DAY;

/** What cancelling needs of the server. */
export interface CancelContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly now: () => Date;
}

/**
 * Stops every call for a company that took its authorisation back, forgets its permanent code, and
 * plans the erasure of its data.
 */
export async function cancelCorp(ctx: CancelContext, db: Db, corpId: number): Promise<void> {
  ctx.installations.remove(corpId);
  const now = ctx.now();
  await corpsRepo(db).update(corpId, { status: 'cancelled', sealedCode: null, cancelledAt: now });
  await ctx.queue.enqueue(db, eraseCorpJob, {
    corpId,
    key: 'corp',
    payload: {},
    runAt: new Date(now.getTime() + graceMs),
  });
}

/** Erases everything of a company when the grace period is over, unless it came back. */
export const eraseCorpJob = defineJob<CancelContext, object>({
  name: 'erase-corp',
  lane: lanes.bulk,
  payload: z.object({}),
  maxAttempts: 10,
  async run(ctx, _payload, job) {
    return async (db) => {
      const row = await corpsRepo(db).findById(job.corpId);
      const isOver = row?.cancelledAt != null && ctx.now().getTime() - row.cancelledAt.getTime() >= graceMs;
      if (row?.status === 'cancelled' && isOver) {
        await eraseWithKin(db, row);
      }
    };
  },
});

/** An upgrade of ids leaves a second row: of the installation as it was before, or of the one that never came. */
async function eraseWithKin(db: Db, row: CorpRow): Promise<void> {
  const repo = corpsRepo(db);
  const before = await repo.findUpgradedInto(row);
  const next = row.replacedBy === null ? null : await repo.findById(row.replacedBy);
  for (const { id } of [...before, ...(next?.status === 'upgrading' ? [next] : []), row]) {
    await repo.erase(id);
  }
}
