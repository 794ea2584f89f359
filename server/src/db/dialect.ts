/** The two engines Guanxi runs on. MariaDB and MySQL are one dialect here. */
export type Dialect = 'mysql' | 'sqlite';

/** A value a statement may carry. */
export type SqlValue = string | number | boolean | null | Date | Buffer;

/** Rows a multi-row statement carries at most; SQLite allows 32,766 parameters a statement. */
export const rowsPerStatement = 500;

/**
 * A JS value as the driver takes it. better-sqlite3 binds neither dates nor booleans.
 *
 * @param value - what the row holds
 */
export function toSql(dialect: Dialect, value: unknown): SqlValue {
  if (value === undefined || value === null) {
    return null;
  }
  if (value instanceof Date) {
    return dialect === 'mysql' ? value : sqliteInstant(value);
  }
  if (typeof value === 'boolean') {
    return value ? 1 : 0;
  }
  if (typeof value === 'string' || typeof value === 'number' || Buffer.isBuffer(value)) {
    return value;
  }
  return JSON.stringify(value);
}

/** An instant read by a raw statement: a date from MySQL, text in UTC from SQLite. */
export function instantFromSql(value: unknown): Date {
  return value instanceof Date ? value : new Date(`${String(value).replace(' ', 'T')}Z`);
}

/** Like `instantFromSql`, for a column that may be null. */
export function nullableInstantFromSql(value: unknown): Date | null {
  return value === null || value === undefined ? null : instantFromSql(value);
}

function sqliteInstant(value: Date): string {
  return value.toISOString().replace('T', ' ').slice(0, 23);
}

/** The value a multi-row insert wanted to write, inside the update part of an upsert. */
export function incoming(dialect: Dialect, column: string): string {
  return dialect === 'mysql' ? `VALUES(${column})` : `excluded.${column}`;
}

/** The smaller of two expressions. */
export function smaller(dialect: Dialect, a: string, b: string): string {
  return dialect === 'mysql' ? `LEAST(${a}, ${b})` : `MIN(${a}, ${b})`;
}

/** The start of an upsert's update part, after the rows. */
export function onConflict(dialect: Dialect, uniqueColumns: readonly string[]): string {
  return dialect === 'mysql'
    ? 'ON DUPLICATE KEY UPDATE'
    : `ON CONFLICT (${uniqueColumns.join(', ')}) DO UPDATE SET`;
}

/** `(?, ?), (?, ?)` for a multi-row statement. */
export function placeholders(rows: number, columns: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  return Array.from({ length: rows }, () => row).join(', ');
}

/** Skips rows another worker holds; SQLite has one writer, so it needs no lock. */
export function skipLocked(dialect: Dialect): string {
  return dialect === 'mysql' ? 'FOR UPDATE SKIP LOCKED' : '';
}

/** Locks the rows read until the transaction ends. */
export function forUpdate(dialect: Dialect): string {
  return dialect === 'mysql' ? 'FOR UPDATE' : '';
}

/** Lets others read the rows and nobody write them until the transaction ends. */
export function forShare(dialect: Dialect): string {
  return dialect === 'mysql' ? 'LOCK IN SHARE MODE' : '';
}

/** Has a table read by this index; without it the database guesses from statistics that it takes now and then. */
export function byIndex(dialect: Dialect, index: string): string {
  return dialect === 'mysql' ? `FORCE INDEX (${index})` : `INDEXED BY ${index}`;
}

/** The same for the primary key of a table without an id; SQLite has no word for it and takes it by itself. */
export function byPrimaryKey(dialect: Dialect): string {
  return dialect === 'mysql' ? 'FORCE INDEX (PRIMARY)' : '';
}

/** Behind every text that begins with `prefix`, in the order of the columns of `text()`. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}

/** Escapes the wildcards of LIKE; the statement says `ESCAPE '!'`. */
export function escapeLike(value: string): string {
  return value.replace(/[!%_]/g, (character) => `!${character}`);
}
