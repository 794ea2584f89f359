import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/data-source.ts';

/** How far a server's newest full sync is. */
export interface SyncProgress {
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly relations: number;
  readonly failure: string | null;
}

const lookEveryMs = 250;
const syncWithinMs = 120_000;

/** Waits until a server's first full sync is over, looking from beside it. @throws when it failed or takes too long */
export async function untilSynced(database: Database): Promise<void> {
  const deadline = Date.now() + syncWithinMs;
  await untilSync(database, ({ status }) => {
    if (Date.now() > deadline) {
      throw new Error(`The first full sync did not end within ${syncWithinMs} ms`);
    }
    return status === 'done';
  });
}

/** Looks until a sync is as far as is wanted. @throws when it failed */
export async function untilSync(
  database: Database,
  isFarEnough: (progress: SyncProgress) => boolean,
): Promise<void> {
  for (;;) {
    const progress = await readProgress(database);
    if (isFarEnough(progress)) {
      return;
    }
    if (progress.status === 'failed') {
      throw new Error(`The full sync failed: ${progress.failure}`);
    }
    await sleep(lookEveryMs);
  }
}

async function readProgress(database: Database): Promise<SyncProgress> {
  const [run]: { status: SyncProgress['status']; failure: string | null }[] = await database.read.query(
    'SELECT status, failure FROM sync_run ORDER BY id DESC LIMIT 1',
  );
  const [last]: { id: number | string | null }[] = await database.read.query(
    'SELECT MAX(id) AS id FROM follow_relation',
  );
  return {
    status: run?.status ?? 'waiting',
    relations: Number(last?.id ?? 0),
    failure: run?.failure ?? null,
  };
}
