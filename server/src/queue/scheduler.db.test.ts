import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../test/app.ts';
import { rowsIn } from '../../test/rows.ts';
import type { AppContext } from '../context.ts';

const hour = 3600;
let app: TestApp;
let other: AppContext;

beforeEach(async () => {
  app = await startTestApp();
  other = await app.startSecondNode();
  await app.fullSync();
  await app.ctx.scheduler.look();
  await app.settle();
});

afterEach(async () => {
  await other.database.close();
  await app.stop();
});

/** All at once where the database takes several writers; in one process SQLite would wait for itself. */
async function lookAll(...nodes: AppContext[]): Promise<void> {
  const looks = nodes.map((node) => () => node.scheduler.look());
  if (app.ctx.database.dialect === 'mysql') {
    await Promise.all(looks.map((look) => look()));
    return;
  }
  for (const look of looks) {
    await look();
  }
}

const waiting = () => rowsIn(app.ctx, 'job', "name = 'read-statistics'");

test('a slot runs once, whoever looks and however often', async () => {
  app.advance(24 * hour);
  await lookAll(app.ctx, other, other);
  expect(await waiting()).toMatchObject([{ wanted: 1 }]);
  await app.settle();
  expect(await waiting()).toEqual([]);
  await lookAll(app.ctx, other);
  expect(await waiting()).toEqual([]);
});

test('a node that begins later does not run again what ran', async () => {
  app.advance(24 * hour);
  await app.ctx.scheduler.look();
  await app.settle();
  const third = await app.startSecondNode();
  await third.scheduler.look();
  expect(await waiting()).toEqual([]);
  await third.database.close();
});

test('after nights without any node the newest slot is made up for, once', async () => {
  app.advance(5 * 24 * hour);
  await other.scheduler.look();
  await app.ctx.scheduler.look();
  expect(await waiting()).toMatchObject([{ wanted: 1 }]);
});

test('nothing runs before the next slot begins', async () => {
  app.advance(24 * hour);
  await app.ctx.scheduler.look();
  await app.settle();
  app.advance(60);
  await other.scheduler.look();
  expect(await waiting()).toEqual([]);
});

test('a company that left is not looked after', async () => {
  const [installation] = app.ctx.installations.all();
  app.ctx.installations.remove(installation?.corpId ?? 0);
  app.advance(24 * hour);
  await app.ctx.scheduler.look();
  expect(await waiting()).toEqual([]);
});
