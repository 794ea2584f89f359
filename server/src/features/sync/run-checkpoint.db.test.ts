import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import { syncRunsRepo } from './repository.ts';
import { RunTakenOver, storeStep } from './run-checkpoint.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});

afterEach(() => app.stop());

const begin = () =>
  app.ctx.database.transaction((db) =>
    syncRunsRepo(db, app.ctx.installations.all()[0]?.corpId ?? 0).start({
      ...{ startedAt: app.ctx.now(), askedBy: 'admin', expected: null },
    }),
  );
const stored = async () => (await rowsIn(app.ctx, 'sync_run'))[0];

test('of two workers that hold the same run only one moves it, and counts', async () => {
  const run = await begin();
  const addTen = (from: typeof run) =>
    storeStep(app.ctx, from, async () => ({ relations: from.relations + 10 }));
  const after = await addTen(run);
  await expect(addTen(run)).rejects.toThrow(RunTakenOver);
  expect(await stored()).toMatchObject({ relations: 10 });
  await addTen(after);
  expect(await stored()).toMatchObject({ relations: 20 });
});

test('a run that ended is moved by nobody', async () => {
  const run = await begin();
  await storeStep(app.ctx, run, async () => ({ status: 'failed' }));
  const [row] = await rowsIn(app.ctx, 'sync_run');
  const late = { ...run, checkpoint: Number(row?.checkpoint) };
  await expect(storeStep(app.ctx, late, async () => ({ relations: 1 }))).rejects.toThrow(RunTakenOver);
  expect(await stored()).toMatchObject({ status: 'failed', relations: 0 });
});
