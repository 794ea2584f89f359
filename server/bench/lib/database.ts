import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { startMariaDb } from '../../../scripts/testing/mariadb.ts';

export const engineNames = ['mariadb', 'sqlite'] as const;
export type EngineName = (typeof engineNames)[number];

/** A private database engine for one run. */
export interface Engine {
  readonly name: EngineName;
  /** Its process; none where the engine runs inside its caller. */
  readonly pid: number | undefined;
  /** Makes an empty database; the address is as `DATABASE_URL` wants it. */
  create(database: string): Promise<string>;
  /** The single number a statement gives. */
  readNumber(url: string, statement: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts one; it listens on this machine only and leaves nothing behind. */
export function startEngine(name: EngineName): Promise<Engine> {
  return name === 'mariadb' ? startMariaDbEngine() : startSqliteEngine();
}

/** What a production database is given: commits that survive a power cut, and room for its pages. */
const productionSettings = [
  'SET GLOBAL innodb_flush_log_at_trx_commit = 1',
  `SET GLOBAL innodb_buffer_pool_size = ${2 * 1024 ** 3}`,
  `SET GLOBAL innodb_log_file_size = ${512 * 1024 ** 2}`,
];

async function startMariaDbEngine(): Promise<Engine> {
  const mariadb = await startMariaDb();
  const run = async (url: string, statement: string) => {
    const connection = await mysql.createConnection(url);
    const [rows] = await connection.query({ sql: statement, rowsAsArray: true });
    await connection.end();
    return rows as unknown[][];
  };
  for (const statement of productionSettings) {
    await run(mariadb.url, statement);
  }
  return {
    name: 'mariadb',
    pid: mariadb.pid,
    async create(database) {
      await run(mariadb.url, `CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
      const url = new URL(mariadb.url);
      url.pathname = `/${database}`;
      return url.href;
    },
    readNumber: async (url, statement) => Number((await run(url, statement))[0]?.[0]),
    stop: () => mariadb.stop(),
  };
}

async function startSqliteEngine(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-bench-'));
  return {
    name: 'sqlite',
    pid: undefined,
    create: async (database) => `sqlite:${join(folder, `${database}.sqlite`)}`,
    async readNumber(url, statement) {
      const connection = new Sqlite(sqliteFile(url), { readonly: true });
      const value = connection.prepare(statement).pluck().get();
      connection.close();
      return Number(value);
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The file of a `sqlite:` address. */
export function sqliteFile(url: string): string {
  return url.slice('sqlite:'.length);
}
