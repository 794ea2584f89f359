import { type Db, dialectOf } from './data-source.ts';
import { incoming, onConflict, placeholders, rowsPerStatement, toSql } from './dialect.ts';
import { columnName, type Table } from './table.ts';

/**
 * Inserts rows, or updates the ones a unique key finds, in multi-row statements. Rows go in the
 * order of their keys, so that two writers cannot wait for each other.
 *
 * @param rows - without the id, which the database gives
 * @param options.unique - the properties of the unique key
 * @param options.update - the properties to overwrite in a row that is there; none keeps it as it is
 */
export async function bulkUpsert<Row>(
  db: Db,
  table: Table<Row>,
  rows: readonly Omit<Row, 'id'>[],
  options: { unique: readonly (keyof Row & string)[]; update: readonly (keyof Row & string)[] },
): Promise<void> {
  const dialect = dialectOf(db);
  const properties = Object.keys(table.columns).filter((property) => property !== 'id');
  const columns = properties.map(columnName);
  const keyColumns = options.unique.map(columnName);
  const updates = options.update.map((property) => columnName(property));
  // An update to itself keeps the row and, unlike IGNORE, does not swallow other errors.
  const assignments = (updates.length > 0 ? updates : keyColumns.slice(0, 1)).map(
    (column) => `${column} = ${updates.length > 0 ? incoming(dialect, column) : `${table.name}.${column}`}`,
  );
  const sorted = sortedByKey(rows, options.unique);
  for (let start = 0; start < sorted.length; start += rowsPerStatement) {
    const chunk = sorted.slice(start, start + rowsPerStatement);
    await db.query(
      `INSERT INTO ${table.name} (${columns.join(', ')}) VALUES ${placeholders(chunk.length, columns.length)}
       ${onConflict(dialect, keyColumns)} ${assignments.join(', ')}`,
      chunk.flatMap((row) =>
        properties.map((property) => toSql(dialect, (row as Record<string, unknown>)[property])),
      ),
    );
  }
}

function sortedByKey<Row>(rows: readonly Row[], unique: readonly string[]): Row[] {
  const keyOf = (row: Row) =>
    unique.map((property) => String((row as Record<string, unknown>)[property])).join('\u0000');
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ row }) => row);
}

/** Rows one statement deletes at most: their conditions are joined one by one, and SQLite bounds that depth. */
const deletesPerStatement = 200;

/**
 * Deletes the rows that have these keys, in their order, in statements of many rows.
 *
 * @param keys - the values of the columns that name a row; each has the same properties
 */
export async function bulkDelete<Row, Key extends keyof Row & string>(
  db: Db,
  table: Table<Row>,
  keys: readonly Pick<Row, Key>[],
  columns: readonly Key[],
): Promise<void> {
  const dialect = dialectOf(db);
  const one = `(${columns.map((property) => `${columnName(property)} = ?`).join(' AND ')})`;
  const sorted = sortedByKey(keys, columns);
  for (let start = 0; start < sorted.length; start += deletesPerStatement) {
    const chunk = sorted.slice(start, start + deletesPerStatement);
    await db.query(
      `DELETE FROM ${table.name} WHERE ${chunk.map(() => one).join(' OR ')}`,
      chunk.flatMap((key) => columns.map((property) => toSql(dialect, key[property]))),
    );
  }
}
