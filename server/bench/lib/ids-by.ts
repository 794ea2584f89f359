import type { Db } from '../../src/db/data-source.ts';

/** Ids of rows by another column, within a range of it. With several rows of a key each has an entry of its own. */
export async function idsBy(
  db: Db,
  table: string,
  column: string,
  range: { corpId: number; from?: string | number; to?: string | number },
): Promise<Map<string, number>> {
  const isWhole = range.from === undefined;
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT id, ${column} AS name FROM ${table} WHERE corp_id = ? ${isWhole ? '' : `AND ${column} BETWEEN ? AND ?`} ORDER BY id`,
    isWhole ? [range.corpId] : [range.corpId, range.from, range.to],
  );
  const ids = new Map<string, number>();
  for (const row of rows) {
    const name = String(row.name);
    ids.set(ids.has(name) ? `${name} ${ids.size}` : name, Number(row.id));
  }
  return ids;
}
