import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { sqliteFile } from '../lib/database.ts';

/** The floor: twenty rows read by a range of an index, over one connection. */
export interface Floor {
  /** @param number - any; it decides which rows */
  read(number: number): Promise<void>;
  close(): Promise<void>;
}

const rows = 20;
const statement = `SELECT * FROM follow_relation WHERE corp_id = ? AND member_id = ?
  ORDER BY followed_at DESC, id DESC LIMIT ${rows}`;

/** Opens the connection. */
export async function openFloor(url: string, of: { corpId: number; members: number }): Promise<Floor> {
  const parameters = (number: number) => [of.corpId, 1 + (number % of.members)];
  return url.startsWith('sqlite:') ? openSqliteFloor(url, parameters) : openMariaDbFloor(url, parameters);
}

function check(read: unknown[]): void {
  if (read.length !== rows) {
    throw new Error(`The floor read ${read.length} rows`);
  }
}

async function openMariaDbFloor(url: string, parameters: (number: number) => number[]): Promise<Floor> {
  const connection = await mysql.createConnection(url);
  return {
    async read(number) {
      const [read] = await connection.execute(statement, parameters(number));
      check(read as unknown[]);
    },
    close: () => connection.end(),
  };
}

async function openSqliteFloor(url: string, parameters: (number: number) => number[]): Promise<Floor> {
  const connection = new Sqlite(sqliteFile(url), { readonly: true });
  const prepared = connection.prepare(statement);
  return {
    async read(number) {
      check(prepared.all(...parameters(number)));
    },
    close: async () => void connection.close(),
  };
}
