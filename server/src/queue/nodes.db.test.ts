import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, isMysqlRun, type TestDatabase } from '../../test/database.ts';
import { type Database, openDatabase } from '../db/data-source.ts';
import { migrations, tables } from '../tables.ts';
import { createNodes, type Nodes } from './nodes.ts';

let testDatabase: TestDatabase;
let database: Database;
let nowMs: number;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 20, 4);
  await database.transaction((db) => db.query('DELETE FROM server_process'));
});

const node = (isWorker = true) => createNodes({ database, isWorker, now: () => new Date(nowMs) });
/** Twice each, so that the first ones see the last. */
const lookAll = async (nodes: readonly Nodes[]) => {
  for (const one of [...nodes, ...nodes]) {
    await one.look();
  }
};
const shares = (nodes: readonly Nodes[]) => nodes.map((one) => one.share());

test('a process that is alone may call as much as all', async () => {
  const alone = node();
  expect(alone.share()).toBe(1);
  await alone.look();
  expect(alone.share()).toBe(1);
});

if (isMysqlRun) {
  test('workers share evenly; a process without work takes a little', async () => {
    const nodes = [node(), node(), node(false)];
    await lookAll(nodes);
    expect(shares(nodes)).toEqual([0.5, 0.5, 0.1]);
  });

  test('who leaves gives its part back at once', async () => {
    const [first, second] = [node(), node()];
    await lookAll([first, second]);
    await second.leave();
    await first.look();
    expect(first.share()).toBe(1);
  });

  test('who dies gives its part back after twenty seconds', async () => {
    const [first, second] = [node(), node()];
    await lookAll([first, second]);
    nowMs += 19_000;
    await first.look();
    expect(first.share()).toBe(0.5);
    nowMs += 1_001;
    await first.look();
    expect(first.share()).toBe(1);
  });
} else {
  test('a SQLite file belongs to one process, which keeps no list', async () => {
    const nodes = [node(), node()];
    await lookAll(nodes);
    expect(shares(nodes)).toEqual([1, 1]);
  });
}
