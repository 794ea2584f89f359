import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { countIn, rowsIn } from '../../test/rows.ts';
import { type Database, openDatabase } from '../db/data-source.ts';
import { migrations, tables } from '../tables.ts';
import { type AnyJobDefinition, defineJob, GiveUp, type JobRun, lanes, RetryAt } from './job.ts';
import { assertDistinctNames, createQueue } from './queue.ts';
import { createWorker } from './worker.ts';

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
  await database.transaction((db) => db.query('DELETE FROM job'));
  nowMs = Date.UTC(2026, 10, 20, 4);
});

const now = () => new Date(nowMs);
const logged: string[] = [];
const log = {
  warn: (_fields: object, message: string) => void logged.push(message),
  error: (_fields: object, message: string) => void logged.push(message),
};

type Run = (payload: { n: number }, run: JobRun) => Promise<unknown>;

/** A job whose effect writes nothing but a note into another job's row, so that it can be counted. */
function jobThat(run: Run, options: Partial<AnyJobDefinition<null>> = {}): AnyJobDefinition<null> {
  return defineJob<null, { n: number }>({
    name: 'work',
    lane: lanes.event,
    payload: z.object({ n: z.number() }),
    maxAttempts: 3,
    run: async (_ctx, payload, job) => {
      await run(payload, job);
      return undefined;
    },
    ...options,
  });
}

function workerOf(jobs: AnyJobDefinition<null>[], concurrency = 4) {
  return createWorker<null>({
    database,
    jobs,
    context: () => null,
    now,
    log,
    concurrency,
    random: () => 0.5,
  });
}

const queue = createQueue({ now, wake: () => undefined });
function ask(key: string, options: { lane?: 0 | 1 | 2 | 3; n?: number; runAt?: Date; name?: string } = {}) {
  return database.transaction((db) =>
    queue.enqueue(
      db,
      { name: options.name ?? 'work', lane: options.lane ?? lanes.event },
      {
        ...{ corpId: 1, key, payload: { n: options.n ?? 1 } },
        ...(options.runAt === undefined ? {} : { runAt: options.runAt }),
      },
    ),
  );
}

/** A promise to be kept by hand. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const jobRows = () => rowsIn({ database }, 'job');

describe('asking', () => {
  test('for the same work twice is one job', async () => {
    await ask('a');
    await ask('a', { n: 2 });
    const seen: number[] = [];
    await workerOf([jobThat(async ({ n }) => seen.push(n))]).drain();
    expect(seen).toEqual([2]);
    expect(await jobRows()).toEqual([]);
  });

  test('for the same work of two corps is two jobs', async () => {
    await ask('a');
    await database.transaction((db) =>
      queue.enqueue(db, { name: 'work', lane: 2 }, { corpId: 2, key: 'a', payload: { n: 1 } }),
    );
    expect(await jobRows()).toHaveLength(2);
  });

  test('inside a transaction that fails asks for nothing', async () => {
    const failing = database.transaction(async (db) => {
      await queue.enqueue(db, { name: 'work', lane: 2 }, { corpId: 1, key: 'a', payload: { n: 1 } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await jobRows()).toEqual([]);
  });

  test('while it runs makes it run once more', async () => {
    const seen: number[] = [];
    await ask('a', { n: 1 });
    const job = jobThat(async ({ n }) => {
      seen.push(n);
      if (n === 1) {
        await ask('a', { n: 2 });
        await ask('a', { n: 3 });
      }
    });
    await workerOf([job]).drain();
    expect(seen).toEqual([1, 3]);
    expect(await jobRows()).toEqual([]);
  });

  test('for later waits until then, and asking for sooner brings it forward', async () => {
    let runs = 0;
    const worker = workerOf([
      jobThat(async () => {
        runs += 1;
      }),
    ]);
    await ask('a', { runAt: new Date(nowMs + 60_000) });
    await worker.drain();
    expect(runs).toBe(0);
    await ask('a', { runAt: new Date(nowMs + 1000) });
    nowMs += 1000;
    await worker.drain();
    expect(runs).toBe(1);
  });
});

describe('failing', () => {
  test('is tried again later and later, and set aside after the last try', async () => {
    const attempts: number[] = [];
    const worker = workerOf([
      jobThat(async (_payload, run) => {
        attempts.push(run.attempt);
        throw new Error('broken');
      }),
    ]);
    await ask('a');
    await worker.drain();
    await worker.drain();
    expect(attempts).toEqual([1]);
    nowMs += 2000;
    await worker.drain();
    nowMs += 2000;
    await worker.drain();
    expect(attempts).toEqual([1, 2]);
    nowMs += 2000;
    await worker.drain();
    expect(attempts).toEqual([1, 2, 3]);
    expect(await jobRows()).toMatchObject([{ status: 'dead', attempts: 3, last_error: 'Error: broken' }]);
    nowMs += 3_600_000;
    await worker.drain();
    expect(attempts).toHaveLength(3);
  });

  test('a dead job lives again when it is asked for, with all its tries', async () => {
    let isBroken = true;
    let runs = 0;
    const worker = workerOf([
      jobThat(async () => {
        runs += 1;
        if (isBroken) {
          throw new GiveUp(new Error('no use'));
        }
      }),
    ]);
    await ask('a');
    await worker.drain();
    expect(await jobRows()).toMatchObject([{ status: 'dead' }]);
    isBroken = false;
    await ask('a');
    expect(await jobRows()).toMatchObject([{ status: 'ready', attempts: 0 }]);
    await worker.drain();
    expect([runs, await jobRows()]).toEqual([2, []]);
  });

  test('a try that says when to come back does not count', async () => {
    const attempts: number[] = [];
    const worker = workerOf([
      jobThat(async (_payload, run) => {
        attempts.push(run.attempt);
        throw new RetryAt(new Date(nowMs + 60_000), new Error('limited'));
      }),
    ]);
    await ask('a');
    for (let time = 0; time < 5; time += 1) {
      await worker.drain();
      nowMs += 60_000;
    }
    expect(attempts).toEqual([1, 1, 1, 1, 1]);
    expect(await jobRows()).toMatchObject([{ status: 'ready', attempts: 0 }]);
  });

  test('an effect that fails leaves nothing behind, and the job is tried again', async () => {
    let isBroken = true;
    const job = jobThat(async () => undefined, {
      run: async () => async (db) => {
        await db.query("UPDATE job SET last_error = 'effect' WHERE job_key = 'note'");
        if (isBroken) {
          throw new Error('half way');
        }
      },
    });
    const worker = workerOf([job]);
    await ask('note', { runAt: new Date(nowMs + 1e9) });
    await ask('a');
    await worker.drain();
    expect(await countIn({ database }, 'job', "last_error = 'effect'")).toBe(0);
    isBroken = false;
    nowMs += 2000;
    await worker.drain();
    expect(await countIn({ database }, 'job', "last_error = 'effect'")).toBe(1);
    expect(await countIn({ database }, 'job', "job_key = 'a'")).toBe(0);
  });

  test('what the last try leaves is written together with its end', async () => {
    const job = jobThat(async () => Promise.reject(new GiveUp(new Error('no'))), {
      onDead: () => async (db) => {
        await db.query("UPDATE job SET last_error = 'told' WHERE job_key = 'note'");
      },
    });
    await ask('note', { runAt: new Date(nowMs + 1e9) });
    await ask('a');
    await workerOf([job]).drain();
    expect(await countIn({ database }, 'job', "last_error = 'told'")).toBe(1);
    expect(await countIn({ database }, 'job', "status = 'dead'")).toBe(1);
  });

  test('a payload that does not fit its job is set aside, not tried for ever', async () => {
    const job = jobThat(async () => undefined, { maxAttempts: 2, onDead: () => async () => undefined });
    const worker = workerOf([job]);
    await database.transaction((db) =>
      queue.enqueue(db, { name: 'work', lane: 2 }, { corpId: 1, key: 'a', payload: { wrong: true } }),
    );
    for (let time = 0; time < 6; time += 1) {
      await worker.drain();
      nowMs += 120_000;
    }
    expect(await jobRows()).toMatchObject([{ status: 'dead' }]);
  });

  test('work nobody knows is set aside', async () => {
    await ask('a', { name: 'of-another-version' });
    await workerOf([]).drain();
    expect(await jobRows()).toMatchObject([{ status: 'dead' }]);
  });

  test('work asked for again during the last try is not set aside with it', async () => {
    const seen: number[] = [];
    const job = jobThat(
      async ({ n }) => {
        seen.push(n);
        if (n === 1) {
          await ask('a', { n: 2 });
          throw new Error('the last try');
        }
      },
      { maxAttempts: 1 },
    );
    const worker = workerOf([job]);
    await ask('a', { n: 1 });
    await worker.drain();
    nowMs += 3000;
    await worker.drain();
    expect(seen).toEqual([1, 2]);
    expect(await jobRows()).toEqual([]);
  });
});

describe('several workers', () => {
  test('share the work and do each job once', async () => {
    const seen: string[] = [];
    const job = jobThat(async (_payload, run) => void seen.push(run.key));
    const keys = Array.from({ length: 40 }, (_, index) => `job-${index}`);
    for (const key of keys) {
      await ask(key);
    }
    await Promise.all([workerOf([job]).drain(), workerOf([job]).drain()]);
    expect(seen.toSorted()).toEqual(keys.toSorted());
  });

  test('the work of a dead one is taken over after its lease, and what it still writes is thrown away', async () => {
    const slow = gate();
    const effects: string[] = [];
    const jobOf = (name: string, wait: Promise<void>) =>
      jobThat(async () => undefined, {
        run: async () => {
          await wait;
          return async (db) => {
            await db.query("UPDATE job SET last_error = ? WHERE job_key = 'note'", [name]);
            effects.push(name);
          };
        },
      });
    await ask('note', { runAt: new Date(nowMs + 1e9) });
    await ask('a');
    const first = workerOf([jobOf('first', slow.opened)]);
    const draining = first.drain();
    await expect
      .poll(async () => (await jobRows()).find((row) => row.job_key === 'a')?.claimed_by)
      .toBeTruthy();

    const second = workerOf([jobOf('second', Promise.resolve())]);
    await second.drain();
    expect(effects).toEqual([]);
    nowMs += 60_001;
    await second.drain();
    expect(effects).toEqual(['second']);

    slow.open();
    await draining;
    expect(effects).toEqual(['second']);
    expect(await countIn({ database }, 'job', "last_error = 'second'")).toBe(1);
    expect(logged).toContain('lease lost, work thrown away');
  });

  test('one that lost its lease does not bring a failure into the new one’s job', async () => {
    const slow = gate();
    await ask('a');
    const first = workerOf([
      jobThat(async () => {
        await slow.opened;
        throw new Error('late failure');
      }),
    ]);
    const draining = first.drain();
    await expect.poll(async () => (await jobRows())[0]?.claimed_by).toBeTruthy();
    nowMs += 60_001;
    const held = gate();
    const second = workerOf([jobThat(async () => held.opened)]);
    const drainingSecond = second.drain();
    await expect.poll(async () => (await jobRows())[0]?.lease_epoch).toBe(2);
    slow.open();
    await draining;
    expect(await jobRows()).toMatchObject([{ status: 'ready', last_error: null, attempts: 2 }]);
    held.open();
    await drainingSecond;
    expect(await jobRows()).toEqual([]);
  });
});

describe('lanes', () => {
  test('the most urgent work goes first', async () => {
    const seen: string[] = [];
    await ask('bulk', { lane: 3 });
    await ask('event', { lane: 2 });
    await ask('interactive', { lane: 1 });
    await ask('welcome', { lane: 0 });
    await workerOf([jobThat(async (_payload, run) => void seen.push(run.key))], 1).drain();
    expect(seen).toEqual(['welcome', 'interactive', 'event', 'bulk']);
  });

  test('a person does not wait behind bulk work that fills the worker', async () => {
    const slow = gate();
    const seen: string[] = [];
    const job = jobThat(async (_payload, run) => {
      if (run.key.startsWith('bulk')) {
        await slow.opened;
      }
      seen.push(run.key);
    });
    for (let index = 0; index < 6; index += 1) {
      await ask(`bulk-${index}`, { lane: 3 });
    }
    const worker = workerOf([job], 4);
    const draining = worker.drain();
    await expect.poll(() => countIn({ database }, 'job', 'claimed_by IS NOT NULL')).toBe(3);
    await ask('tap', { lane: 1 });
    const second = worker.drain();
    await expect.poll(() => seen).toEqual(['tap']);
    slow.open();
    await Promise.all([draining, second]);
    expect(seen).toHaveLength(7);
  });
});

test('a stop gives unfinished work back at once, without counting the try', async () => {
  const job = jobThat(
    (_payload, run) =>
      new Promise((_resolve, reject) => {
        run.signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  );
  const worker = workerOf([job]);
  await ask('a');
  worker.start();
  await expect.poll(async () => (await jobRows())[0]?.claimed_by).toBeTruthy();
  await worker.stop();
  expect(await jobRows()).toMatchObject([{ status: 'ready', claimed_by: null, attempts: 0 }]);
  await ask('b');
  worker.wake();
  let runs = 0;
  const other = jobThat(async () => {
    runs += 1;
  });
  await workerOf([other]).drain();
  expect(runs).toBe(2);
});

test('two jobs of one name are refused at the start', () => {
  const job = jobThat(async () => undefined);
  expect(() => assertDistinctNames([job, job])).toThrow('work');
});
