import type { Database } from '../../src/db/data-source.ts';
import { placeholders, rowsPerStatement } from '../../src/db/dialect.ts';
import type { Table } from '../../src/db/table.ts';
import { tables } from '../../src/tables.ts';
import { openTables, type ServerEnvironment } from '../lib/guanxi.ts';

/** What a full sync writes of each relation; what customers are found by is written after it, by a job. */
const filled = ['customer', 'follow_relation', 'relation_tag', 'timeline_entry'];
const rowsRead = 5_000;

/** How long the same rows take without any thought: statements of many rows into the same tables, empty at first. */
export interface BulkLoad {
  readonly rows: number;
  readonly ms: number;
}

/**
 * Copies what a sync has written into another database; only the writing counts.
 *
 * @param from - settings of the server that has synced
 * @param to - the same with an empty database
 */
export async function bulkLoad(from: ServerEnvironment, to: ServerEnvironment): Promise<BulkLoad> {
  const [source, target] = [await openTables(from), await openTables(to)];
  await target.migrate();
  const load = { rows: 0, ms: 0 };
  for (const table of tables.filter(({ name }) => filled.includes(name))) {
    await copy(table, source, target, load);
  }
  await source.close();
  await target.close();
  return load;
}

async function copy(
  { name }: Table,
  source: Database,
  target: Database,
  load: { rows: number; ms: number },
): Promise<void> {
  for (let after = 0; ; ) {
    const rows: Record<string, unknown>[] = await source.read.query(
      `SELECT * FROM ${name} WHERE id > ? ORDER BY id LIMIT ${rowsRead}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) {
      return;
    }
    after = Number(last.id);
    const startedAt = performance.now();
    for (let start = 0; start < rows.length; start += rowsPerStatement) {
      await insert(target, name, rows.slice(start, start + rowsPerStatement));
    }
    load.ms += performance.now() - startedAt;
    load.rows += rows.length;
  }
}

async function insert(
  target: Database,
  name: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  await target.transaction((db) =>
    db.query(
      `INSERT INTO ${name} (${columns.join(', ')}) VALUES ${placeholders(rows.length, columns.length)}`,
      rows.flatMap((one) => columns.map((column) => one[column])),
    ),
  );
}
