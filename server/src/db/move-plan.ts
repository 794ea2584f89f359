import type { Table } from './table.ts';

/** What an id of the platform names. Which id it is depends on the app that sees it. */
export type PlatformIdKind = 'member' | 'person' | 'tag' | 'tag_group' | 'chat';

/** What a lookup asks for: `someone` is a member or a person, where nothing says which. */
export type AskedKind = PlatformIdKind | 'someone';

/** What rows and platform ids are called where a row goes. Unknown ones keep their name. */
export interface Translation {
  /** The number of a row of this table: another one where it was merged into a row that was there. */
  row(table: string, id: number): number;
  id(kind: AskedKind, id: string): string;
}

/** Whose app goes on with the rows: another one, or the same under other ids. */
export type GoneOnBy = 'another_app' | 'same_app';

/** What a write was that the same app has not sent when its rows got other ids: whoever wants it tries again. */
export const pushInterrupted = {
  state: 'failed',
  errcode: null,
  failure: 'interrupted by the upgrade of ids',
} as const;

/** The kind of a column's id; a function where another column of the row says it. */
type KindOf<Row> = AskedKind | ((row: Row) => AskedKind);

/** How the rows of a table go with their company to another installation, which sees other ids. */
export interface MovePlan<Row> {
  /** Columns that hold the number of a row of another table. */
  readonly rows?: { readonly [Property in keyof Row]?: string };
  /** Columns that hold an id of the platform, or a list of them. */
  readonly ids?: { readonly [Property in keyof Row]?: KindOf<Row> };
  /** What else is called otherwise there, such as inside JSON. */
  readonly change?: (row: Row, to: Translation) => Partial<Row>;
  /** Tables whose rows `change` asks for. */
  readonly after?: readonly string[];
  /**
   * What is otherwise over there: work that was under way has ended, and what belonged to the app is nothing that
   * another one could use.
   */
  readonly arrive?: (row: Row, by: GoneOnBy) => Partial<Row>;
  /** Which rows over there tell the same, beside those with the same unique key. */
  readonly same?: {
    readonly by: readonly (keyof Row & string)[];
    readonly isSame: (there: Row, here: Row) => boolean;
  };
  /** What the row that is there takes over from the same one that comes; nothing without it. */
  readonly merge?: (there: Row, here: Row) => Partial<Row>;
}

/** `stays`: the other installation has its own, or nobody needs it there. */
export type Moves<Row> = 'stays' | MovePlan<Row>;

/** The tables whose rows move, each behind those its rows name. */
export function inMoveOrder(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<Table>();
  const visit = (table: Table) => {
    if (table.moves === undefined || table.moves === 'stays' || ordered.has(table)) {
      return;
    }
    for (const name of namedBy(table)) {
      const named = byName.get(name);
      if (named !== undefined && named !== table) {
        visit(named);
      }
    }
    ordered.add(table);
  };
  tables.forEach(visit);
  return [...ordered];
}

function namedBy({ moves }: Table): string[] {
  if (moves === undefined || moves === 'stays') {
    return [];
  }
  return [...(Object.values(moves.rows ?? {}) as string[]), ...(moves.after ?? [])];
}

/** A row as it is where it goes. */
export function translateRow<Row extends object>(plan: MovePlan<Row>, row: Row, to: Translation): Row {
  const next = { ...row } as Record<string, unknown>;
  for (const [property, table] of Object.entries(plan.rows ?? {})) {
    const value = next[property];
    if (typeof value === 'number') {
      next[property] = to.row(table as string, value);
    }
  }
  for (const [property, kind] of Object.entries(plan.ids ?? {}) as [string, KindOf<Row>][]) {
    const named = typeof kind === 'function' ? kind(row) : kind;
    next[property] = translateIds(next[property], (id) => to.id(named, id));
  }
  return { ...(next as Row), ...plan.change?.(next as Row, to) };
}

function translateIds(value: unknown, translate: (id: string) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => translateIds(one, translate));
  }
  return typeof value === 'string' && value !== '' ? translate(value) : value;
}

/** JSON with the numbers under some keys called otherwise, however deep they stand. */
export function renumberKeys(value: unknown, keys: RegExp, renumber: (id: number) => number): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => renumberKeys(one, keys, renumber));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      keys.test(key) && typeof inner === 'number' ? renumber(inner) : renumberKeys(inner, keys, renumber),
    ]),
  );
}

/** What some rows ask of a translation. */
export interface Asked {
  readonly rows: Map<string, Set<number>>;
  readonly ids: Map<AskedKind, Set<string>>;
}

/** Everything these rows would ask of a translation. */
export function askedBy<Row extends object>(plan: MovePlan<Row>, rows: readonly Row[]): Asked {
  const asked: Asked = { rows: new Map(), ids: new Map() };
  const note = <Key, Value>(map: Map<Key, Set<Value>>, key: Key, value: Value): Value => {
    map.set(key, (map.get(key) ?? new Set<Value>()).add(value));
    return value;
  };
  const recorder: Translation = {
    row: (table, id) => note(asked.rows, table, id),
    id: (kind, id) => note(asked.ids, kind, id),
  };
  for (const row of rows) {
    translateRow(plan, row, recorder);
  }
  return asked;
}
