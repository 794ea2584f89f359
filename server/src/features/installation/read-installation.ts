import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { possibleFormerApps } from '../id-conversion/find-former-app.ts';
import { enqueueFindFormerApp } from '../id-conversion/id-conversion-kinds.ts';
import { enqueueFullSync } from '../sync/start-sync.ts';
import { applyAccess } from './apply-access.ts';
import { type AccessContext, readAccess } from './read-access.ts';
import { enqueueReading, readInstallationKind } from './read-installation-kind.ts';

/** What the job needs of the server. */
export interface ReadInstallationContext extends AccessContext {
  readonly queue: Queue;
}

/**
 * Reads what an installation may do and serves it by that: once a day, after the platform told of a change, and
 * when an administrator asks. A range that changed is followed by a full sync.
 */
export const readInstallationJob = defineJob<ReadInstallationContext, object>({
  ...readInstallationKind,
  payload: z.object({}),
  maxAttempts: 8,
  async run(ctx, _payload, job) {
    if (!ctx.installations.has(job.corpId)) {
      return undefined;
    }
    const installation = ctx.installations.of(job.corpId);
    const reading = await readAccess(ctx, installation);
    return async (db) => {
      await applyAccess(ctx, db, installation, reading);
      if (reading.isRangeNew) {
        await enqueueFullSync(ctx, db, job.corpId, 'change');
      }
      if (possibleFormerApps(ctx.installations, job.corpId).length > 0) {
        await enqueueFindFormerApp(ctx, db, job.corpId);
      }
    };
  },
});

/** Reads an installation soon; it is read every night besides. */
export async function startReading(
  ctx: { readonly database: Pick<Database, 'transaction'>; readonly queue: Queue },
  corpId: number,
): Promise<void> {
  await ctx.database.transaction((db) => enqueueReading(ctx, db, corpId));
  ctx.queue.wake();
}
