import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countIn, rowsIn } from '../../test/rows.ts';
import { type Database, openDatabase } from '../db/data-source.ts';
import { instantFromSql } from '../db/dialect.ts';
import { createKeyring } from '../db/keyring.ts';
import { migrations, tables } from '../tables.ts';
import { createInbox } from './inbox.ts';
import { bringForward } from './inbox-events.ts';
import { type Lane, lanes } from './job.ts';

let testDatabase: TestDatabase;
let database: Database;
let commits: number;
let fails: boolean;

const keyring = createKeyring([{ keyId: 'k1', key: randomBytes(32) }]);
const now = () => new Date(Date.UTC(2026, 10, 20, 4));

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(async () => {
  commits = 0;
  fails = false;
  await database.transaction((db) => db.query('DELETE FROM job'));
  await database.transaction((db) => db.query('DELETE FROM inbox_event'));
});

/** The database with its commits counted, and refusing when a test says so. */
const counted = (): Database => ({
  ...database,
  async transaction(work) {
    commits += 1;
    return database.transaction(async (db) => {
      const result = await work(db);
      if (fails) {
        throw new Error('disk full');
      }
      return result;
    });
  },
});
const open = (onStored: () => void = () => undefined) =>
  createInbox({ database: counted(), keyring, now, onStored });
const event = (text: string, subject = text, lane: Lane = lanes.event) => ({
  ...{ corpId: 1, subject, lane, plaintext: text },
  digest: createHash('sha256').update(text).digest(),
});
const many = (count: number) => Array.from({ length: count }, (_, index) => event(`event-${index}`));

test('64 events at once share a few commits', async () => {
  const inbox = open();
  await Promise.all(many(64).map((each) => inbox.receive(each)));
  expect(await countIn({ database }, 'inbox_event')).toBe(64);
  expect(await countIn({ database }, 'job')).toBe(64);
  expect(commits).toBeLessThanOrEqual(2);
});

test('an event alone waits for nobody', async () => {
  await open().receive(event('alone'));
  expect(commits).toBe(1);
});

test('it is durable before it is answered', async () => {
  await open().receive(event('one'));
  expect(await countIn({ database }, 'inbox_event')).toBe(1);
});

test('a database that refuses refuses all of them, and keeps none', async () => {
  const inbox = open();
  fails = true;
  const results = await Promise.allSettled(many(64).map((each) => inbox.receive(each)));
  expect(results.every((result) => result.status === 'rejected')).toBe(true);
  expect(await countIn({ database }, 'inbox_event')).toBe(0);
  expect(await countIn({ database }, 'job')).toBe(0);
  fails = false;
  await Promise.all(many(64).map((each) => inbox.receive(each)));
  expect(await countIn({ database }, 'inbox_event')).toBe(64);
});

test('the worker is woken after a commit, and not after a refusal', async () => {
  let woken = 0;
  const inbox = open(() => {
    woken += 1;
  });
  fails = true;
  await expect(inbox.receive(event('a'))).rejects.toThrow('disk full');
  expect(woken).toBe(0);
  fails = false;
  await inbox.receive(event('a'));
  expect(woken).toBe(1);
});

test('the same event in one commit and in two is kept once', async () => {
  const inbox = open();
  await Promise.all([inbox.receive(event('a')), inbox.receive(event('a'))]);
  await inbox.receive(event('a'));
  expect(await countIn({ database }, 'inbox_event')).toBe(1);
});

test('events of one subject are one job, in the most urgent lane of them', async () => {
  const inbox = open();
  await Promise.all([
    inbox.receive(event('edit', 'contact:a')),
    inbox.receive(event('add', 'contact:a', lanes.welcome)),
    inbox.receive(event('edit again', 'contact:a')),
  ]);
  expect(await rowsIn({ database }, 'job')).toMatchObject([{ job_key: 'contact:a', lane: lanes.welcome }]);
});

test('draining waits for what is under way', async () => {
  const inbox = open();
  const received = Promise.all(many(10).map((each) => inbox.receive(each)));
  await inbox.drain();
  expect(await countIn({ database }, 'inbox_event')).toBe(10);
  await received;
});

test('while the database hangs, events are refused in time, and the sender may send them again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    let goOn = () => {};
    const hanging = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow: Database = {
      ...database,
      async transaction(work) {
        await hanging;
        return database.transaction(work);
      },
    };
    const inbox = createInbox({ database: slow, keyring, now, onStored: () => undefined });
    const answers = Promise.allSettled(many(3).map((one) => inbox.receive(one)));
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await answers).map((one) => one.status === 'rejected' && one.reason.name)).toEqual(
      Array(3).fill('InboxOverloaded'),
    );
    expect(inbox.depth()).toBe(0);
    goOn();
    await Promise.all(many(3).map((one) => inbox.receive(one)));
    expect(await countIn({ database }, 'inbox_event')).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

test('more events than can be durable in time are refused at once', async () => {
  const never: Database = { ...database, transaction: () => new Promise(() => undefined) };
  const inbox = createInbox({ database: never, keyring, now, onStored: () => undefined });
  const one = event('the same');
  for (let count = 0; count < 5_000; count += 1) {
    inbox.receive(one).catch(() => undefined);
  }
  await expect(inbox.receive(one)).rejects.toThrow('Too many events wait');
});

test('what is urgent is a job of its own, and the event waits for it a little', async () => {
  const urgent = { name: 'hurry', lane: lanes.welcome, key: 'k', payload: { digest: 'd' } };
  await open().receive({ ...event('a'), urgent });
  const jobs = await rowsIn({ database }, 'job');
  const inSeconds = (row: Record<string, unknown> | undefined) =>
    (instantFromSql(row?.run_at).getTime() - now().getTime()) / 1000;
  const named = (name: string) => jobs.find((job) => job.name === name);
  expect([named('hurry')?.lane, inSeconds(named('hurry'))]).toEqual([lanes.welcome, 0]);
  expect([named('inbox')?.lane, inSeconds(named('inbox'))]).toEqual([lanes.event, 2]);
  await database.transaction((db) => bringForward(db, { corpId: 1, subject: 'a' }, now()));
  const [inbox] = await rowsIn({ database }, 'job', "name = 'inbox'");
  expect(inSeconds(inbox)).toBe(0);
});

test('an event that needs no hurry holds nothing back beside one that does', async () => {
  const urgent = { name: 'hurry', lane: lanes.welcome, key: 'k', payload: {} };
  const inbox = open();
  await Promise.all([inbox.receive({ ...event('a', 's'), urgent }), inbox.receive(event('b', 's'))]);
  const [job] = await rowsIn({ database }, 'job', "name = 'inbox'");
  expect(instantFromSql(job?.run_at)).toEqual(now());
});
