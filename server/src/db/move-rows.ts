import type { ColumnKind } from './columns.ts';
import { type Db, dialectOf } from './data-source.ts';
import { placeholders, type SqlValue, toSql } from './dialect.ts';
import {
  type Asked,
  askedBy,
  type GoneOnBy,
  type MovePlan,
  type Translation,
  translateRow,
} from './move-plan.ts';
import { selectRows } from './select.ts';
import { columnName, type Table } from './table.ts';

/** A row of any company's table. */
type AnyRow = Record<string, unknown> & { id: number; corpId: number };
type AnyTable = Table<AnyRow>;

/** Where rows go, and what they are called there. */
export interface Journey {
  readonly fromCorpId: number;
  /** The same as `fromCorpId` where only names change. */
  readonly toCorpId: number;
  readonly goneOnBy: GoneOnBy;
  translate(asked: Asked): Promise<Translation>;
  /** Told which rows were merged into rows that were there. */
  noteMerged(table: string, pairs: readonly { from: number; into: number }[]): Promise<void>;
}

/** Rows of one corp, page by page. */
export interface RowPage {
  /** The last row of the page before; 0 for the first. */
  readonly afterId: number;
  readonly limit: number;
}

/** What became of a page. */
export interface MovedPage {
  /** Null when there was nothing left. */
  readonly lastId: number | null;
  readonly moved: number;
  readonly merged: number;
}

/** Everything that a page of a corp's rows names. */
export async function readAsked(
  db: Db,
  table: Table,
  corpId: number,
  page: RowPage,
): Promise<{ lastId: number | null; asked: Asked }> {
  const rows = await readPage(db, table as AnyTable, corpId, page);
  return { lastId: rows.at(-1)?.id ?? null, asked: askedBy(planOf(table as AnyTable), rows) };
}

/** How many rows a corp has in each of these tables. */
export async function countRows(
  db: Db,
  names: readonly string[],
  corpId: number,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) {
    const [row]: { total: number }[] = await db.query(
      `SELECT COUNT(*) AS total FROM ${name} WHERE corp_id = ?`,
      [corpId],
    );
    counts.set(name, Number(row?.total ?? 0));
  }
  return counts;
}

/**
 * Moves a page of rows. A row that has its like where it goes is merged into it, and every later row that names it
 * will name the other one. Doing a page again changes nothing.
 */
export async function moveRows(db: Db, anyTable: Table, journey: Journey, page: RowPage): Promise<MovedPage> {
  const table = anyTable as AnyTable;
  const plan = planOf(table);
  const rows = await readPage(db, table, journey.fromCorpId, page);
  const lastId = rows.at(-1)?.id ?? null;
  const to = await journey.translate(askedBy(plan, rows));
  const arriving = rows
    .map((row) => ({ row, next: arrived(plan, row, to, journey) }))
    .filter(({ row, next }) => changedProperties(table, row, next).length > 0);
  const likes = await findLikes(
    db,
    table,
    plan,
    journey.toCorpId,
    arriving.map(({ next }) => next),
  );
  const merged: { from: number; into: number }[] = [];
  const moved: { row: AnyRow; next: AnyRow }[] = [];
  for (const { row, next } of arriving) {
    const there = likes.of(next);
    if (there === undefined) {
      moved.push({ row, next });
      likes.add(next);
    } else {
      merged.push({ from: row.id, into: there.id });
      const changes = plan.merge?.(there, next) ?? {};
      await update(db, table, there.id, there, { ...there, ...changes });
      Object.assign(there, changes);
    }
  }
  await deleteRows(
    db,
    table,
    merged.map(({ from }) => from),
  );
  await journey.noteMerged(table.name, merged);
  await write(db, table, moved, journey);
  return { lastId, moved: moved.length, merged: merged.length };
}

function planOf(table: AnyTable): MovePlan<AnyRow> {
  const { moves } = table;
  if (moves === undefined || moves === 'stays') {
    throw new Error(`Rows of ${table.name} do not move`);
  }
  return moves;
}

function readPage(db: Db, table: AnyTable, corpId: number, page: RowPage): Promise<AnyRow[]> {
  return selectRows(db, table, `WHERE corp_id = ? AND id > ? ORDER BY id LIMIT ${page.limit}`, [
    corpId,
    page.afterId,
  ]);
}

function arrived(plan: MovePlan<AnyRow>, row: AnyRow, to: Translation, journey: Journey): AnyRow {
  const next = { ...translateRow(plan, row, to), corpId: journey.toCorpId };
  return journey.fromCorpId === journey.toCorpId
    ? next
    : { ...next, ...plan.arrive?.(next, journey.goneOnBy) };
}

/** The rows where others go that are the same as those, by each key that could tell. */
interface Likes {
  of(row: AnyRow): AnyRow | undefined;
  add(row: AnyRow): void;
}

async function findLikes(
  db: Db,
  table: AnyTable,
  plan: MovePlan<AnyRow>,
  corpId: number,
  rows: readonly AnyRow[],
): Promise<Likes> {
  const moving = new Set(rows.map((row) => row.id));
  const found: KnownKey[] = uniqueKeys(table).map((by) => ({ by, isSame: () => true, byKey: new Map() }));
  const unique = [...found];
  if (plan.same !== undefined) {
    found.push({ ...plan.same, byKey: new Map() });
  }
  for (const known of found) {
    const there = await readByKey(db, table, corpId, known.by, rows);
    // A row of this page that changes its name in its own corp is no like of another one before it has moved.
    for (const row of there.filter(({ id }) => !moving.has(id))) {
      remember(known, row);
    }
  }
  return {
    // Two rows that come together are two, unless a unique key says otherwise.
    add(row) {
      for (const known of unique) {
        remember(known, row);
      }
    },
    of(row) {
      for (const { by, isSame, byKey } of found) {
        const key = keyOf(row, by);
        const like = key === null ? undefined : byKey.get(key)?.find((there) => isSame(there, row));
        if (like !== undefined) {
          return like;
        }
      }
      return undefined;
    },
  };
}

/** The rows there by one key. */
interface KnownKey {
  readonly by: readonly string[];
  readonly isSame: (there: AnyRow, here: AnyRow) => boolean;
  readonly byKey: Map<string, AnyRow[]>;
}

function remember({ by, byKey }: KnownKey, row: AnyRow): void {
  const key = keyOf(row, by);
  if (key !== null) {
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
}

/** The unique keys inside a corp, without the corp. */
function uniqueKeys(table: AnyTable): string[][] {
  return table.indexes
    .filter((index) => index.isUnique === true)
    .map((index) => index.columns.filter((column) => column !== 'corpId'));
}

/** Keys asked for in one statement. */
const keysAtOnce = 100;

async function readByKey(
  db: Db,
  table: AnyTable,
  corpId: number,
  by: readonly string[],
  rows: readonly AnyRow[],
): Promise<AnyRow[]> {
  const wanted = new Map(rows.map((row) => [keyOf(row, by), row]));
  wanted.delete(null);
  const values = [...wanted.values()];
  const found: AnyRow[] = [];
  for (let start = 0; start < values.length; start += keysAtOnce) {
    const chunk = values.slice(start, start + keysAtOnce);
    const one = `(${by.map((property) => `${columnName(property)} = ?`).join(' AND ')})`;
    const where = `WHERE corp_id = ? AND (${chunk.map(() => one).join(' OR ')})`;
    const parameters = chunk.flatMap((row) => by.map((property) => row[property]));
    found.push(...(await selectRows(db, table, where, [corpId, ...parameters])));
  }
  return found;
}

/** A key as text; null where a part is null, because such a key finds nothing. */
function keyOf(row: AnyRow, by: readonly string[]): string | null {
  const parts = by.map((property) => row[property]);
  return parts.some((part) => part === null || part === undefined) ? null : parts.map(textOf).join('\u0000');
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) {
    return value.toString('hex');
  }
  if (value instanceof Date) {
    return String(value.getTime());
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function changedProperties(table: AnyTable, before: AnyRow, after: AnyRow): string[] {
  const same = (a: unknown, b: unknown) => a === b || (a !== null && b !== null && textOf(a) === textOf(b));
  return Object.keys(table.columns).filter((property) => !same(before[property], after[property]));
}

/** Most rows change nothing but their corp, and go together. */
async function write(
  db: Db,
  table: AnyTable,
  moved: readonly { row: AnyRow; next: AnyRow }[],
  journey: Journey,
): Promise<void> {
  const plain: number[] = [];
  for (const { row, next } of moved) {
    const changed = changedProperties(table, row, next);
    if (changed.length === 1 && changed[0] === 'corpId') {
      plain.push(row.id);
    } else {
      await update(db, table, row.id, row, next);
    }
  }
  if (plain.length > 0) {
    await db.query(`UPDATE ${table.name} SET corp_id = ? WHERE id IN ${placeholders(1, plain.length)}`, [
      journey.toCorpId,
      ...plain,
    ]);
  }
}

async function update(db: Db, table: AnyTable, id: number, before: AnyRow, after: AnyRow): Promise<void> {
  const changed = changedProperties(table, before, after);
  if (changed.length === 0) {
    return;
  }
  const dialect = dialectOf(db);
  const columns = table.columns as Record<string, ColumnKind>;
  const sqlOf = (property: string): SqlValue => {
    const value = after[property];
    const isJson = columns[property]?.holds === 'json' && value !== null;
    return isJson ? JSON.stringify(value) : toSql(dialect, value);
  };
  await db.query(
    `UPDATE ${table.name} SET ${changed.map((property) => `${columnName(property)} = ?`).join(', ')} WHERE id = ?`,
    [...changed.map(sqlOf), id],
  );
}

async function deleteRows(db: Db, table: AnyTable, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) {
    await db.query(`DELETE FROM ${table.name} WHERE id IN ${placeholders(1, ids.length)}`, [...ids]);
  }
}
