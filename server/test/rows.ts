import type { AppContext } from '../src/context.ts';

/** Rows of a table as the database has them. `where` is SQL without values from outside. */
export async function rowsIn(
  ctx: Pick<AppContext, 'database'>,
  table: string,
  where = '1 = 1',
): Promise<Record<string, unknown>[]> {
  return ctx.database.read.query(`SELECT * FROM ${table} WHERE ${where} ORDER BY id`);
}

/** How many rows of a table there are. */
export async function countIn(
  ctx: Pick<AppContext, 'database'>,
  table: string,
  where?: string,
): Promise<number> {
  return (await rowsIn(ctx, table, where)).length;
}
