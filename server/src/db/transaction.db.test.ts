import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { migrations, tables } from '../tables.ts';
import { type Database, openDatabase } from './data-source.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** How many transactions are open at the same time when so many are asked for at once. */
async function mostOpen(count: number): Promise<number> {
  let open = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: count }, () =>
      database.transaction(async (db) => {
        open += 1;
        most = Math.max(most, open);
        await db.query('SELECT 1');
        open -= 1;
      }),
    ),
  );
  return most;
}

/** A setting in transactions that are all open at the same time, each on a connection of its own. */
async function settingOfMany(count: number, names: readonly string[]): Promise<string[]> {
  let open = 0;
  let allOpen = () => {};
  const barrier = new Promise<void>((resolve) => {
    allOpen = resolve;
  });
  return Promise.all(
    Array.from({ length: count }, () =>
      database.transaction(async (db) => {
        open += 1;
        if (open === count) {
          allOpen();
        }
        await barrier;
        const rows: { Value: string }[] = await db.query(
          `SHOW SESSION VARIABLES WHERE Variable_name IN (${names.map((name) => `'${name}'`).join(', ')})`,
        );
        return rows[0]?.Value ?? '';
      }),
    ),
  );
}

test('transactions side by side neither join each other nor lock what is not there', async () => {
  if (database.dialect === 'sqlite') {
    // A second one would join the first on the shared connection.
    expect(await mostOpen(5)).toBe(1);
  } else {
    // MariaDB and MySQL name it differently.
    const isolation = ['tx_isolation', 'transaction_isolation'];
    expect(await settingOfMany(8, isolation)).toEqual(Array(8).fill('READ-COMMITTED'));
    // Without it a list of more than 200 values may read the whole table.
    const dives = ['eq_range_index_dive_limit'];
    expect(await settingOfMany(8, dives)).toEqual(Array(8).fill('10000'));
  }
});

test('while a transaction goes on for long, everything else in the process has its turn', async () => {
  let turns = 0;
  const beside = setInterval(() => {
    turns += 1;
  }, 1);
  await database.transaction(async (db) => {
    const end = performance.now() + 100;
    while (performance.now() < end) {
      await db.query('SELECT 1');
    }
  });
  clearInterval(beside);
  expect(turns).toBeGreaterThanOrEqual(3);
});
