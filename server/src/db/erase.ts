import type { Db } from './data-source.ts';

/** The tables of this database whose rows belong to a corp. */
export function corpTablesOf(db: Db): string[] {
  return db.dataSource.entityMetadatas
    .filter((metadata) => metadata.findColumnWithPropertyName('corpId') !== undefined)
    .map((metadata) => metadata.tableName);
}

/** Deletes a corp's rows from these tables. */
export async function eraseRows(db: Db, tables: readonly string[], corpId: number): Promise<void> {
  for (const table of tables) {
    await db.query(`DELETE FROM ${table} WHERE corp_id = ?`, [corpId]);
  }
}
