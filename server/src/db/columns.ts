import type { EntitySchemaColumnOptions, TableColumnOptions } from 'typeorm';
import type { Dialect } from './dialect.ts';

/** How a column kind is spelled in one dialect. */
type Spelling = Pick<
  TableColumnOptions,
  'type' | 'length' | 'precision' | 'charset' | 'collation' | 'unsigned'
>;

/** What a column holds, seen from the row. */
type Holds = 'number' | 'text' | 'bool' | 'instant' | 'bytes' | 'json';

/** A column without a dialect: what it holds, and whether it may be null. */
export interface ColumnKind<What extends Holds = Holds, Null extends boolean = boolean> {
  readonly holds: What;
  readonly isNullable: Null;
  readonly isId: boolean;
  readonly mysql: Spelling;
  readonly sqlite: Spelling;
}

/** Platform ids and names alike compare byte by byte, so one collation serves every text. */
const binaryText = { charset: 'utf8mb4', collation: 'utf8mb4_bin' };

function kind<What extends Holds>(holds: What, mysql: Spelling, sqlite: Spelling): ColumnKind<What, false> {
  return { holds, mysql, sqlite, isNullable: false, isId: false };
}

/** Number the database gives; the primary key. */
export function id(): ColumnKind<'number', false> {
  return { ...ref(), isId: true };
}

/** Number of another row, or of a corp. */
export function ref(): ColumnKind<'number', false> {
  return kind('number', { type: 'bigint' }, { type: 'integer' });
}

/** Whole number up to 2^31. */
export function int(): ColumnKind<'number', false> {
  return kind('number', { type: 'int' }, { type: 'integer' });
}

/** Text of at most `length` characters, any Unicode, compared byte by byte. */
export function text(length: number): ColumnKind<'text', false> {
  return kind(
    'text',
    { type: 'varchar', length: String(length), ...binaryText },
    { type: 'varchar', length: String(length) },
  );
}

/** Text without a limit worth naming. */
export function longText(): ColumnKind<'text', false> {
  return kind('text', { type: 'mediumtext', ...binaryText }, { type: 'text' });
}

/** A JSON value; text on both engines, so that it reads back the same. */
export function json(): ColumnKind<'json', false> {
  return kind('json', { type: 'mediumtext', ...binaryText }, { type: 'text' });
}

/** An instant in UTC with milliseconds. */
export function instant(): ColumnKind<'instant', false> {
  return kind('instant', { type: 'datetime', precision: 3 }, { type: 'datetime' });
}

/** Yes or no. */
export function bool(): ColumnKind<'bool', false> {
  return kind('bool', { type: 'boolean' }, { type: 'boolean' });
}

/** Bytes of a fixed small length, such as a digest. */
export function digest(length: number): ColumnKind<'bytes', false> {
  return kind('bytes', { type: 'binary', length: String(length) }, { type: 'blob' });
}

/** Bytes of any length, such as something sealed. */
export function bytes(): ColumnKind<'bytes', false> {
  return kind('bytes', { type: 'mediumblob' }, { type: 'blob' });
}

/** The same kind, with null allowed. */
export function nullable<What extends Holds>(column: ColumnKind<What>): ColumnKind<What, true> {
  return { ...column, isNullable: true };
}

type HoldsOf<Value> = Value extends Date
  ? 'instant'
  : Value extends Buffer
    ? 'bytes'
    : Value extends string
      ? 'text'
      : Value extends number
        ? 'number'
        : Value extends boolean
          ? 'bool'
          : 'json';

/**
 * Ties a table's columns to its row type: a missing column, a misspelt one, another type or a
 * nullability that differs does not compile.
 */
export type ColumnsOf<Row> = {
  [K in keyof Row]-?: ColumnKind<HoldsOf<NonNullable<Row[K]>>, null extends Row[K] ? true : false>;
};

const jsonTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
};

/** The column as an `EntitySchema` wants it. */
export function entityColumn(column: ColumnKind, name: string, dialect: Dialect): EntitySchemaColumnOptions {
  const { type, length, ...rest } = column[dialect];
  return {
    name,
    type: type as NonNullable<EntitySchemaColumnOptions['type']>,
    ...(length === undefined ? {} : { length }),
    ...(rest as object),
    nullable: column.isNullable,
    ...(column.isId ? { primary: true, generated: 'increment' as const } : {}),
    ...(column.holds === 'json' ? { transformer: jsonTransformer } : {}),
  };
}

/** The column as a migration's `createTable` wants it. */
export function tableColumn(column: ColumnKind, name: string, dialect: Dialect): TableColumnOptions {
  return {
    name,
    ...column[dialect],
    isNullable: column.isNullable,
    ...(column.isId ? { isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const } : {}),
  };
}
