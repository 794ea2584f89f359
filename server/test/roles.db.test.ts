import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { startWecomSim, type WecomSim } from '../../scripts/wecom-sim/index.ts';
import { type Database, openDatabase } from '../src/db/data-source.ts';
import { migrations, tables } from '../src/tables.ts';
import { createTestDatabase, isMysqlRun, type TestDatabase } from './database.ts';
import { countIn } from './rows.ts';
import { end, patience, serverEnv, startProcess } from './server-process.ts';

let testDatabase: TestDatabase;
let database: Database;
let sim: WecomSim;
const processes: ChildProcess[] = [];

afterEach(async () => {
  await Promise.all(processes.splice(0).map((child) => end(child)));
  await database.close();
  await sim.stop();
  await testDatabase.drop();
});

/** A way to start processes of some roles on one database; returns the address of each. */
async function setUp(): Promise<(roles: string) => Promise<string>> {
  sim = await startWecomSim({ seed: 'empty', callbackRetryDelayMs: 10, callbackVerifyTimeoutMs: 10_000 });
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
  return async (roles) => {
    const [corp] = sim.corps;
    const env = await serverEnv({ simUrl: sim.url, corp, databaseUrl: testDatabase.url });
    processes.push(await startProcess({ ...env, ROLES: roles }));
    return `http://127.0.0.1:${env.PORT}`;
  };
}

const statusOf = async (url: string, init?: RequestInit) =>
  (await fetch(url, { redirect: 'manual', ...init })).status;

if (!isMysqlRun) {
  test('a SQLite file belongs to one process, so that parted roles are refused', async () => {
    const start = await setUp();
    await expect(start('web')).rejects.toThrow('ROLES must be left out with SQLite');
  });
} else {
  test('three processes on one database do what their roles say, and nothing else', async () => {
    const start = await setUp();
    const web = await start('web');
    const corpId = sim.corps[0]?.corpId ?? '';
    await sim.setCallback(corpId, `${web}/wecom/callback/${corpId}`);
    sim.act.customerAdds(corpId, { userId: 'ZhangSan', customer: { name: '第一位' } });
    await sim.drain();
    // The web role keeps what it takes in, and handles and begins nothing.
    expect(await countIn({ database }, 'inbox_event', 'handled_at IS NULL')).toBe(1);
    expect(await countIn({ database }, 'job', 'claimed_by IS NOT NULL')).toBe(0);
    expect(await countIn({ database }, 'scheduled_slot')).toBe(0);

    const worker = await start('worker');
    await expect.poll(() => countIn({ database }, 'inbox_event', 'handled_at IS NULL'), patience).toBe(0);
    await expect.poll(() => countIn({ database }, 'follow_relation', "status = 'active'"), patience).toBe(1);
    expect(await countIn({ database }, 'sync_run')).toBe(0);
    expect(await statusOf(`${worker}/healthz`)).toBe(200);
    expect(await statusOf(`${worker}/sidebar`)).toBe(404);
    expect(await statusOf(`${worker}/api/session`)).toBe(404);
    expect(await statusOf(`${worker}/wecom/callback/${corpId}`, { method: 'POST', body: '<xml/>' })).toBe(
      404,
    );

    await start('scheduler');
    await expect.poll(() => countIn({ database }, 'sync_run', "status = 'done'"), patience).toBe(1);
    expect(await countIn({ database }, 'scheduled_slot')).toBeGreaterThan(0);
  }, 60_000);
}
