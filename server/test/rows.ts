import type { AppContext } from '../src/context.ts';

/** Rows of a table as the database has them. `where` is SQL without values from outside. */
export async function rowsIn(
  ctx: Pick<AppContext, 'database'>,
  table: string,
  where = '1 = 1',
): Promise<Record<string, unknown>[]> {
  const { primaryColumns } = ctx.database.dataSource.getMetadata(table);
  const order = primaryColumns.map((column) => column.databaseName).join(', ');
  return ctx.database.read.query(`SELECT * FROM ${table} WHERE ${where} ORDER BY ${order}`);
}

/** How many rows of a table there are. */
export async function countIn(
  ctx: Pick<AppContext, 'database'>,
  table: string,
  where = '1 = 1',
): Promise<number> {
  const [row]: { total: number }[] = await ctx.database.read.query(
    `SELECT COUNT(*) AS total FROM ${table} WHERE ${where}`,
  );
  return Number(row?.total);
}
