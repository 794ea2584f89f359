import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { DatabaseConfig } from '../src/db/data-source.ts';

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly config: DatabaseConfig;
  /** As `DATABASE_URL` wants it. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Whether this run is on MySQL or MariaDB; otherwise it is on SQLite. */
export const isMysqlRun = process.env.TEST_DATABASE === 'mysql';

/**
 * Makes a database with every table, as the migrations leave it, on the engine of this run: SQLite, or MySQL/MariaDB
 * when TEST_DATABASE is `mysql`, at TEST_DATABASE_URL. It is a copy of TEST_TEMPLATE, which migrated once for all files.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  const template = process.env.TEST_TEMPLATE ?? '';
  if (database.config.dialect === 'sqlite') {
    copyFileSync(template, database.config.file);
  } else {
    await copyTables(database.config.url, template);
  }
  return database;
}

/** The same without any table. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return isMysqlRun ? createMysqlDatabase(process.env.TEST_DATABASE_URL ?? '') : createSqliteDatabase();
}

/** An empty SQLite database in a folder of its own. */
export async function createSqliteDatabase(): Promise<TestDatabase & { readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-test-'));
  const file = join(folder, 'test.sqlite');
  return {
    file,
    config: { dialect: 'sqlite', file },
    url: `sqlite:${file}`,
    async drop() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database on a MySQL or MariaDB server whose user may create some. */
export async function createMysqlDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `guanxi_test_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const connection = await mysql.createConnection(serverUrl);
    await connection.query(statement);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    config: { dialect: 'mysql', url: url.href, poolSize: 8 },
    url: url.href,
    drop: () => run(`DROP DATABASE ${name}`),
  };
}

/** Copies the tables of another database on the server, and the list of the migrations that made them. */
async function copyTables(url: string, template: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url, multipleStatements: true });
  const [rows] = await connection.query<mysql.RowDataPacket[][]>({
    sql: `SHOW TABLES FROM ${template}`,
    rowsAsArray: true,
  });
  const copies = rows.map(([table]) => `CREATE TABLE ${table} LIKE ${template}.${table}`);
  await connection.query([...copies, `INSERT INTO migration SELECT * FROM ${template}.migration`].join(';'));
  await connection.end();
}
