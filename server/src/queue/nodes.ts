import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { DAY, SECOND } from '@guanxi/shared/time';
import { bulkUpsert } from '../db/bulk.ts';
import { type Database, type Db, dialectOf } from '../db/data-source.ts';
import { toSql } from '../db/dialect.ts';
import { serverProcessTable } from './tables.ts';

/** Who else works on the same tables. */
export interface Nodes {
  /** Says that this process lives, and sees who else does. To be repeated every few seconds. */
  look(): Promise<void>;
  /** This process's part of what all of them may call together, above 0 and at most 1. */
  share(): number;
  /** Leaves its part to the others. */
  leave(): Promise<void>;
}

/** Who said nothing for this long is dead; three looks may be missed. */
const silentMs = 20 * SECOND;
/** A process without the worker role calls for people only, and needs little. */
const shareWithoutWork = 0.1;

/**
 * The platform's limits are for a company, however many processes call: workers share them evenly. Nobody leads; each
 * counts by itself, so that for some seconds after one came or went the parts may not add up.
 */
export function createNodes(options: { database: Database; isWorker: boolean; now: () => Date }): Nodes {
  const { database, isWorker, now } = options;
  const processKey = `${hostname().slice(0, 24)}:${process.pid}:${randomUUID().slice(0, 8)}`;
  let workers = 1;
  return {
    async look() {
      // A SQLite file belongs to one process.
      if (database.dialect === 'mysql') {
        await database.transaction((db) => announce(db, { processKey, isWorker, seenAt: now() }));
        workers = Math.max(1, await countWorkers(database.read, new Date(now().getTime() - silentMs)));
      }
    },
    share: () => (isWorker ? 1 / workers : shareWithoutWork),
    async leave() {
      if (database.dialect === 'mysql') {
        await database.transaction((db) =>
          db.query('DELETE FROM server_process WHERE process_key = ?', [processKey]),
        );
      }
    },
  };
}

async function announce(db: Db, row: { processKey: string; isWorker: boolean; seenAt: Date }): Promise<void> {
  await bulkUpsert(db, serverProcessTable, [row], { unique: ['processKey'], update: ['isWorker', 'seenAt'] });
  const longAgo = new Date(row.seenAt.getTime() - DAY);
  await db.query('DELETE FROM server_process WHERE seen_at < ?', [toSql(dialectOf(db), longAgo)]);
}

async function countWorkers(db: Db, since: Date): Promise<number> {
  const [row]: { total: number | string }[] = await db.query(
    'SELECT COUNT(*) AS total FROM server_process WHERE is_worker = 1 AND seen_at > ?',
    [toSql(dialectOf(db), since)],
  );
  return Number(row?.total ?? 0);
}
