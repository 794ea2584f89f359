import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { sqliteFile } from '../lib/database.ts';

/** The floor: four rows read by their primary keys, one after another, over one connection. */
export interface Floor {
  /** @param number - any; it decides which rows */
  read(number: number): Promise<void>;
  close(): Promise<void>;
}

const tables = ['customer', 'follow_relation', 'timeline_entry', 'relation_tag'];
const statementOf = (table: string) => `SELECT * FROM ${table} WHERE id = ?`;

/** Opens the connection. */
export async function openFloor(url: string, customers: number): Promise<Floor> {
  return url.startsWith('sqlite:') ? openSqliteFloor(url, customers) : openMariaDbFloor(url, customers);
}

async function openMariaDbFloor(url: string, customers: number): Promise<Floor> {
  const connection = await mysql.createConnection(url);
  return {
    async read(number) {
      for (const table of tables) {
        await connection.execute(statementOf(table), [1 + (number % customers)]);
      }
    },
    close: () => connection.end(),
  };
}

async function openSqliteFloor(url: string, customers: number): Promise<Floor> {
  const connection = new Sqlite(sqliteFile(url), { readonly: true });
  const statements = tables.map((table) => connection.prepare(statementOf(table)));
  return {
    async read(number) {
      for (const statement of statements) {
        statement.get(1 + (number % customers));
      }
    },
    close: async () => void connection.close(),
  };
}
