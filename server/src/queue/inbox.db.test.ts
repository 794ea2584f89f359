import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countIn, rowsIn } from '../../test/rows.ts';
import { type Database, openDatabase } from '../db/data-source.ts';
import { createKeyring } from '../db/keyring.ts';
import { migrations, tables } from '../tables.ts';
import { createInbox } from './inbox.ts';
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
  await database.migrate();
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
