import type { SyncAsker } from '@guanxi/shared/sync';
import type { Database, Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { fullSyncJob } from './full-sync.ts';
import { syncRunsRepo } from './repository.ts';
import type { SyncRunRow } from './table.ts';

/** The newest full sync of a corp. */
export function findLatestRun(db: Db, corpId: number): Promise<SyncRunRow | null> {
  return syncRunsRepo(db, corpId).findLatest();
}

/** Asks for a full sync; while one waits or runs this asks for nothing more. */
export async function startFullSync(
  ctx: { readonly database: Database; readonly queue: Queue },
  corpId: number,
  askedBy: SyncAsker,
): Promise<void> {
  await ctx.database.transaction((db) => enqueueFullSync(ctx, db, corpId, askedBy));
  ctx.queue.wake();
}

/** The same inside a transaction that makes it necessary. */
export function enqueueFullSync(
  ctx: { readonly queue: Queue },
  db: Db,
  corpId: number,
  askedBy: SyncAsker,
): Promise<void> {
  return ctx.queue.enqueue(db, fullSyncJob, { corpId, key: 'corp', payload: { askedBy } });
}

/**
 * Asks for the first full sync of a corp that never had one. A run that was cut off has its job, which is taken over
 * by itself; asking again would make everything be read a second time afterwards.
 */
export async function startFirstSync(
  ctx: { readonly database: Database; readonly queue: Queue },
  corpId: number,
): Promise<void> {
  if ((await findLatestRun(ctx.database.read, corpId)) === null) {
    await startFullSync(ctx, corpId, 'install');
  }
}
