import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import type { Database } from '../../db/data-source.ts';
import { syncRunsRepo } from './repository.ts';
import { RunTakenOver } from './run-checkpoint.ts';
import { type RunInHand, takeInHand } from './run-in-hand.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});

afterEach(() => app.stop());

async function begin(database: Pick<Database, 'transaction'> = app.ctx.database): Promise<RunInHand> {
  const run = await app.ctx.database.transaction((db) =>
    syncRunsRepo(db, app.ctx.installations.all()[0]?.corpId ?? 0).start({
      ...{ startedAt: app.ctx.now(), askedBy: 'admin', expected: null },
    }),
  );
  return takeInHand({ database }, run);
}

const addTen = (run: RunInHand) =>
  run.store(
    async () => 10,
    async (_db, at, ten) => ({ relations: at.relations + ten }),
  );
const stored = async () => (await rowsIn(app.ctx, 'sync_run'))[0];

test('steps that are written at the same time all count, with what was changed in between', async () => {
  const run = await begin();
  await Promise.all([
    addTen(run),
    addTen(run),
    run.change(async () => ({ openGroups: [{ userIds: ['ZhangSan'], cursor: null }] })),
    addTen(run),
  ]);
  expect(run.at()).toMatchObject({ relations: 30, checkpoint: 3 });
  await run.store(
    async () => undefined,
    async (_db, { openGroups }) => ({ openGroups }),
  );
  expect(await stored()).toMatchObject({ relations: 30, open_groups: expect.stringContaining('ZhangSan') });
});

test.each(['write', 'moveOn'])(
  'a step that fails in %s leaves the run where it was, and the next one goes on',
  async (where) => {
    const run = await begin();
    const fail = (at: string) => async () => {
      if (at === where) {
        throw new Error('full disk');
      }
      return {};
    };
    await expect(run.store(fail('write'), fail('moveOn'))).rejects.toThrow('full disk');
    await addTen(run);
    expect(await stored()).toMatchObject({ relations: 10, checkpoint: 1 });
  },
);

test('a step the database undid is written again, counts once, and holds up nobody', async () => {
  const { database } = app.ctx;
  const undone = new Error('deadlock');
  const run = await begin({
    async transaction(work) {
      const first = database.transaction(async (db) => {
        await work(db);
        throw undone;
      });
      await expect(first).rejects.toBe(undone);
      return database.transaction(work);
    },
  });
  await addTen(run);
  await addTen(run);
  expect(await stored()).toMatchObject({ relations: 20, checkpoint: 2 });
});

test('a run somebody else moved on is given up', async () => {
  const run = await begin();
  await app.ctx.database.transaction((db) =>
    syncRunsRepo(db, run.at().corpId).update(run.at().id, { checkpoint: 7 }),
  );
  await expect(addTen(run)).rejects.toThrow(RunTakenOver);
  expect(await stored()).toMatchObject({ relations: 0, checkpoint: 7 });
});
