import { loadConfig } from '../../src/config/config.ts';
import { openDatabase } from '../../src/db/data-source.ts';
import { migrations, tables } from '../../src/tables.ts';
import type { ServerEnvironment } from '../lib/guanxi.ts';

/** How far a sync is. */
export interface Progress {
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly relations: number;
  readonly failure: string | null;
}

/** Looks at a server's newest sync from beside it. */
export async function watchSync(
  env: ServerEnvironment,
): Promise<{ read(): Promise<Progress>; close(): Promise<void> }> {
  const database = await openDatabase(loadConfig(env).secrets.database, tables, migrations);
  return {
    async read() {
      const [run]: { status: Progress['status']; failure: string | null }[] = await database.read.query(
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
    },
    close: () => database.close(),
  };
}
