import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { rowsIn } from '../../test/rows.ts';
import { type Database, type Db, openDatabase } from '../db/data-source.ts';
import { migrations, tables } from '../tables.ts';
import { createCommitter } from './committer.ts';
import { together } from './effects.ts';
import { lanes, RetryAt } from './job.ts';
import { type ClaimedJob, claimJobs, enqueueJobs, LeaseLost } from './job-store.ts';

let testDatabase: TestDatabase;
let database: Database;
let commits: number;
/** The parts of each call that wrote. */
let calls: string[][];

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
  await database.transaction((db) => db.query('DELETE FROM job'));
  await database.transaction((db) => db.query('DELETE FROM scheduled_slot'));
  commits = 0;
  calls = [];
});

const counted = (): Database => ({
  ...database,
  transaction: (work) => {
    commits += 1;
    return database.transaction(work);
  },
});
const open = () => createCommitter({ database: counted(), now });

/** Leaves a row for each part, so that it shows what became durable. */
async function mark(db: Db, parts: readonly string[]): Promise<void> {
  calls.push([...parts]);
  for (const part of parts) {
    if (part.startsWith('bad')) {
      throw new Error(`${part} cannot be written`);
    }
    if (part.startsWith('later')) {
      throw new RetryAt(now(), new Error('not yet'));
    }
    await db.query('INSERT INTO scheduled_slot (corp_id, name, slot) VALUES (1, ?, ?)', [part, part]);
  }
}

const request = (key: string) => ({
  ...{ corpId: 1, name: 'work', key, lane: lanes.event, payload: {}, runAt: now() },
});

/** Jobs in a worker's hands, by their keys. */
async function claimed(...keys: string[]): Promise<ClaimedJob[]> {
  await database.transaction((db) => enqueueJobs(db, keys.map(request), now()));
  const options = { owner: 'me', now: now(), limit: 100, lanes: [lanes.event], leaseMs: 20_000 };
  const jobs = await database.transaction((db) => claimJobs(db, options));
  return keys.map((key) => jobs.find((job) => job.key === key) as ClaimedJob);
}

const written = async () => (await rowsIn({ database }, 'scheduled_slot')).map((row) => row.name).sort();
const left = async () => (await rowsIn({ database }, 'job')).map((row) => row.job_key).sort();
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

test('jobs that end together are written in one transaction, by one call', async () => {
  const jobs = await claimed(...keysOf(20));
  const committer = open();
  await Promise.all(jobs.map((job) => committer.commit(job, together(mark, job.key))));
  expect({ commits, calls: calls.length }).toEqual({ commits: 1, calls: 1 });
  expect(await written()).toEqual(keysOf(20).sort());
  expect(await left()).toEqual([]);
});

test('a plain effect is written alone', async () => {
  const [one, other] = await claimed('one', 'other');
  const committer = open();
  await Promise.all([
    committer.commit(one as ClaimedJob, (db) => mark(db, ['one'])),
    committer.commit(other as ClaimedJob, undefined),
  ]);
  expect(commits).toBe(2);
  expect(await written()).toEqual(['one']);
  expect(await left()).toEqual([]);
});

test('what cannot be written fails alone', async () => {
  const jobs = await claimed('a', 'bad', 'c', 'later', 'e');
  const committer = open();
  const outcomes = await Promise.allSettled(
    jobs.map((job) => committer.commit(job, together(mark, job.key))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(outcomes[1]).toMatchObject({ reason: { message: 'bad cannot be written' } });
  expect((outcomes[3] as PromiseRejectedResult).reason).toBeInstanceOf(RetryAt);
  expect(await written()).toEqual(['a', 'c', 'e']);
  expect(await left()).toEqual(['bad', 'later']);
});

test('a job that another worker took over writes nothing, the others of its group do', async () => {
  const jobs = await claimed('a', 'taken', 'c');
  await database.transaction((db) =>
    db.query("UPDATE job SET lease_epoch = lease_epoch + 1 WHERE job_key = 'taken'"),
  );
  const committer = open();
  const outcomes = await Promise.allSettled(
    jobs.map((job) => committer.commit(job, together(mark, job.key))),
  );
  expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(LeaseLost);
  expect(await written()).toEqual(['a', 'c']);
  expect(await left()).toEqual(['taken']);
});

test('a job that was asked for while it ran is due again, the others of its group are over', async () => {
  const jobs = await claimed('a', 'again', 'c');
  await database.transaction((db) => enqueueJobs(db, [request('again')], now()));
  const committer = open();
  await Promise.all(jobs.map((job) => committer.commit(job, together(mark, job.key))));
  expect(await written()).toEqual(['a', 'again', 'c']);
  expect(await rowsIn({ database }, 'job')).toMatchObject([
    { job_key: 'again', claimed_by: null, attempts: 0 },
  ]);
});

test('asking for work and finishing it at the same time wait for each other, and neither fails', async () => {
  const keys = keysOf(30);
  const jobs = await claimed(...keys);
  const committer = open();
  const [half, rest] = [jobs.slice(0, 15), jobs.slice(15)];
  await Promise.all([
    ...half.map((job) => committer.commit(job, together(mark, job.key))),
    database.transaction((db) => enqueueJobs(db, keys.toReversed().map(request), now())),
    ...rest.map((job) => committer.commit(job, together(mark, job.key))),
  ]);
  expect(await written()).toEqual(keys.toSorted());
});
