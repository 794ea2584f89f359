import { afterEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../src/db/data-source.ts';
import { migrations, tables } from '../src/tables.ts';
import { createEmptyDatabase, isMysqlRun, type TestDatabase } from './database.ts';

let testDatabase: TestDatabase;
let database: Database;

afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

async function open(): Promise<void> {
  testDatabase = await createEmptyDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
}

async function statementsToEqualTables(): Promise<string[]> {
  const log = await database.dataSource.driver.createSchemaBuilder().log();
  return log.upQueries.map((query) => query.query);
}

test('migrations from empty make what the tables say', async () => {
  await open();
  await database.migrate();
  expect(await statementsToEqualTables()).toEqual([]);
});

test('the comparison notices a missing index', async () => {
  await open();
  await database.migrate();
  await database.dataSource.query(
    database.dialect === 'mysql' ? 'DROP INDEX customer_key ON customer' : 'DROP INDEX customer_key',
  );
  expect(await statementsToEqualTables()).not.toEqual([]);
});

test('migrations go down to nothing and up again', async () => {
  await open();
  await database.migrate();
  for (const _ of migrations) {
    await database.dataSource.undoLastMigration({ transaction: 'none' });
  }
  const queryRunner = database.dataSource.createQueryRunner();
  for (const table of tables) {
    expect(await queryRunner.hasTable(table.name), table.name).toBe(false);
  }
  await queryRunner.release();
  await database.migrate();
  expect(await statementsToEqualTables()).toEqual([]);
});

test('a migration that stopped half way runs again', async () => {
  await open();
  await database.migrate();
  await database.dataSource.query('DELETE FROM migration');
  await database.dataSource.query('DROP TABLE job');
  await database.migrate();
  expect(await statementsToEqualTables()).toEqual([]);
});

if (isMysqlRun) {
  test('of processes that start together one migrates, and the others wait for it', async () => {
    await open();
    const others = await Promise.all([1, 2].map(() => openDatabase(testDatabase.config, tables, migrations)));
    await Promise.all([database, ...others].map((one) => one.migrate()));
    await Promise.all(others.map((other) => other.close()));
    expect(await statementsToEqualTables()).toEqual([]);
    const rows: unknown[] = await database.read.query('SELECT name FROM migration');
    expect(rows).toHaveLength(migrations.length);
  });
}
