import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { enqueueFullSync } from '../sync/start-sync.ts';
import { applyAccess } from './apply-access.ts';
import { nextSlot } from './daily-slot-rules.ts';
import { type AccessContext, readAccess } from './read-access.ts';
import { readInstallationKind } from './read-installation-kind.ts';

/** What the job needs of the server. */
export interface ReadInstallationContext extends AccessContext {
  readonly queue: Queue;
}

/**
 * Reads what an installation may do and serves it by that: once a day, after the platform told of a change, and
 * when an administrator asks. A range that changed is followed by a full sync.
 */
export const readInstallationJob = defineJob<ReadInstallationContext, { isDaily?: boolean | undefined }>({
  ...readInstallationKind,
  payload: z.object({ isDaily: z.boolean().optional() }),
  maxAttempts: 8,
  async run(ctx, { isDaily = false }, job) {
    if (!ctx.installations.has(job.corpId)) {
      return undefined;
    }
    const installation = ctx.installations.of(job.corpId);
    const reading = await readAccess(ctx, installation);
    return async (db) => {
      await applyAccess(ctx, db, installation, reading);
      if (reading.isRangeNew) {
        await enqueueFullSync(ctx, db, job.corpId);
      }
      if (isDaily) {
        await planNextDay(ctx, db, job.corpId);
      }
    };
  },
  onDead(ctx, { isDaily = false }, job) {
    return async (db) => {
      if (isDaily) {
        await planNextDay(ctx, db, job.corpId);
      }
    };
  },
});

/** Plans the next daily reading; the same day planned twice is one. */
function planNextDay(
  ctx: { readonly queue: Queue; readonly now: () => Date },
  db: Db,
  corpId: number,
): Promise<void> {
  const { key, runAt } = nextSlot(corpId, ctx.now());
  return ctx.queue.enqueue(db, readInstallationJob, { corpId, key, runAt, payload: { isDaily: true } });
}

/** Reads an installation soon, and from then on daily. */
export async function startReadings(
  ctx: {
    readonly database: Pick<Database, 'transaction'>;
    readonly queue: Queue;
    readonly now: () => Date;
  },
  corpId: number,
): Promise<void> {
  await ctx.database.transaction(async (db) => {
    await ctx.queue.enqueue(db, readInstallationJob, { corpId, key: 'asked', payload: {} });
    await planNextDay(ctx, db, corpId);
  });
  ctx.queue.wake();
}
