import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { startWecomSim, type WecomSim } from '../../scripts/wecom-sim/index.ts';
import { type Database, openDatabase } from '../src/db/data-source.ts';
import { migrations, tables } from '../src/tables.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { countIn, rowsIn } from './rows.ts';
import { end, mainFile, patience, serverEnv, startProcess } from './server-process.ts';

let testDatabase: TestDatabase;
let database: Database;
let sim: WecomSim;
let server: ChildProcess | undefined;

afterEach(async () => {
  server?.kill('SIGKILL');
  await database.close();
  await sim.stop();
  await testDatabase.drop();
});

/** The dead process still holds leases on jobs and tokens, for some seconds; as if they had passed. */
async function endLeases(): Promise<void> {
  await database.transaction(async (db) => {
    await db.query("UPDATE job SET run_at = '2020-01-01 00:00:00.000' WHERE claimed_by IS NOT NULL");
    await db.query('UPDATE platform_token SET locked_by = NULL, locked_until = NULL');
  });
}

async function setUp(seed: 'empty' | number = 'empty'): Promise<Record<string, string>> {
  sim = await startWecomSim({ seed, callbackRetryDelayMs: 10, callbackVerifyTimeoutMs: 10_000 });
  const [corp] = sim.corps;
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
  return serverEnv({ simUrl: sim.url, corp, databaseUrl: testDatabase.url });
}

test('what was acknowledged before a kill -9 is processed exactly once after the restart', async () => {
  const env = await setUp();
  const corpId = env.WECOM_CORP_ID ?? '';
  server = await startProcess(env);
  await expect.poll(() => countIn({ database }, 'sync_run', "status = 'done'"), patience).toBe(1);
  await sim.setCallback(corpId, `${env.PUBLIC_URL}/wecom/callback/${corpId}`);

  // Readings hang, so everything acknowledged is still to be done when the process dies.
  sim.faults.add({ path: 'externalcontact/get', kind: 'slow', ms: 60_000 });
  const added = Array.from({ length: 20 }, (_, index) =>
    sim.act.customerAdds(corpId, { userId: 'ZhangSan', customer: { name: `客户${index}` } }),
  );
  await sim.drain();
  expect(sim.pushes.every((push) => push.outcome === 'delivered' && push.status === 200)).toBe(true);
  await end(server);
  expect(await countIn({ database }, 'inbox_event', 'handled_at IS NULL')).toBe(20);
  expect(await countIn({ database }, 'follow_relation')).toBe(0);

  sim.faults.clear();
  await endLeases();
  server = await startProcess(env);
  await expect.poll(() => countIn({ database }, 'inbox_event', 'handled_at IS NULL'), patience).toBe(0);
  await expect.poll(() => countIn({ database }, 'job'), patience).toBe(0);
  const customers = await rowsIn({ database }, 'customer');
  expect(customers.map((row) => row.external_user_id).toSorted()).toEqual(
    added.map((pair) => pair.externalUserId).toSorted(),
  );
  const entries = await rowsIn({ database }, 'timeline_entry');
  expect(entries.map((row) => row.kind)).toEqual(Array(20).fill('added'));
});

test('kills at any moment lose nothing and do nothing twice', async () => {
  const env = await setUp();
  const corpId = env.WECOM_CORP_ID ?? '';
  server = await startProcess(env);
  await sim.setCallback(corpId, `${env.PUBLIC_URL}/wecom/callback/${corpId}`);
  let acknowledged = 0;
  for (let round = 0; round < 3; round += 1) {
    for (let index = 0; index < 15; index += 1) {
      sim.act.customerAdds(corpId, { userId: 'SunHao', customer: { name: `客户${round}-${index}` } });
    }
    // The work of this round is under way, at a different place each time.
    await expect
      .poll(() => countIn({ database }, 'inbox_event'), { timeout: 15_000, interval: 5 })
      .toBeGreaterThan(acknowledged + round * 5);
    await end(server);
    await sim.drain();
    acknowledged = await countIn({ database }, 'inbox_event');
    await endLeases();
    server = await startProcess(env);
  }
  await expect.poll(() => countIn({ database }, 'job', "status = 'ready'"), patience).toBe(0);
  expect(await countIn({ database }, 'inbox_event', 'handled_at IS NULL')).toBe(0);
  const delivered = sim.pushes.filter((push) => push.status === 200).length;
  expect(acknowledged).toBeGreaterThanOrEqual(delivered);
  const told = (await rowsIn({ database }, 'timeline_entry', "kind = 'added'")).map((row) => row.customer_id);
  expect(new Set(told).size).toBe(told.length);
  expect(told.length).toBeGreaterThanOrEqual(delivered);
}, 60_000);

test('a full sync that is killed at any moment counts and reads everything once', async () => {
  const customers = 2_500;
  const env = await setUp(customers);
  sim.faults.latencyMs = 10;
  const run = async () => (await rowsIn({ database }, 'sync_run', 'id = (SELECT MAX(id) FROM sync_run)'))[0];
  server = await startProcess(env);
  for (const relations of [300, 1_100, 1_900]) {
    await expect
      .poll(async () => Number((await run())?.relations ?? 0), { timeout: 15_000, interval: 3 })
      .toBeGreaterThan(relations);
    await end(server);
    expect((await run())?.status).toBe('running');
    await endLeases();
    server = await startProcess(env);
  }
  await expect.poll(async () => (await run())?.status, patience).toBe('done');
  expect(await run()).toMatchObject({ relations: customers, customers, lost: 0, would_lose: 0 });
  expect(JSON.parse(String((await run())?.tally))).toMatchObject({
    added: customers,
    newCustomers: customers,
    changed: 0,
  });
  expect(await countIn({ database }, 'sync_run')).toBe(1);
  expect(await countIn({ database }, 'follow_relation')).toBe(customers);
}, 60_000);

test('a termination ends the process by itself and in order', async () => {
  const env = await setUp();
  server = await startProcess(env);
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('settings that are wrong end it at once, naming every problem and no value', async () => {
  const env = await setUp();
  const child = spawn(process.execPath, [mainFile], {
    env: { ...env, PORT: 'http', WECOM_SECRET: '', SECRET_KEYS: 'k1:tooShort' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(complaint).toContain('3 problem(s)');
  for (const name of ['PORT', 'WECOM_SECRET', 'SECRET_KEYS']) {
    expect(complaint).toContain(name);
  }
  expect(complaint).not.toContain('tooShort');
  expect(complaint).not.toContain(env.WECOM_TOKEN);
});
