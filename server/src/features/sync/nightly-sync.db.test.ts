import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';
import type { AppContext } from '../../context.ts';

const hour = 3600;
let app: TestApp;
let other: AppContext;

beforeEach(async () => {
  app = await startTestApp({ seed: 'demo' });
  other = await app.startSecondNode();
});

afterEach(async () => {
  await other.database.close();
  await app.stop();
});

/** Every node looks at the clock, and what is due is done. */
async function aNight(hours = 24): Promise<void> {
  app.advance(hours * hour);
  await app.ctx.scheduler.look();
  await other.scheduler.look();
  await app.settle();
}

const runs = async () =>
  (await rowsIn(app.ctx, 'sync_run')).map((row) => `${String(row.asked_by)} ${String(row.status)}`);

test('each night one full sync repairs what callbacks missed, however many nodes look', async () => {
  await app.fullSync();
  await aNight();
  await aNight();
  expect(await runs()).toEqual(['admin done', 'nightly done', 'nightly done']);
  const [pair] = app.sim.world.corp(app.corp.corpId).relations.ofMember('ZhangSan');
  app.sim.faults.push.dropNext = 1;
  app.sim.act.memberEditsRemark(app.corp.corpId, {
    ...{ userId: 'ZhangSan', externalUserId: pair?.externalUserId ?? '', remark: '夜里补上的' },
  });
  await app.settle();
  expect(await tablesOf(app)).not.toEqual(worldOf(app));
  await aNight();
  expect(await tablesOf(app)).toEqual(worldOf(app));
  expect(await runs()).toHaveLength(4);
});

test('the first sync is left alone: not asked for twice, and not again when it has just ended', async () => {
  await aNight();
  expect(await runs()).toEqual([]);
  await app.fullSync();
  await aNight(0);
  expect(await runs()).toEqual(['admin done']);
});

test('a run under way at night goes on by itself, and no other follows it', async () => {
  await app.fullSync();
  await aNight(0);
  app.sim.faults.add({ path: 'batch/get_by_user', kind: 'errcode', errcode: 45009 });
  app.advance(24 * hour);
  await app.fullSync();
  expect(await runs()).toEqual(['admin done', 'admin running']);
  app.sim.faults.clear();
  app.sim.faults.add({ path: 'batch/get_by_user', kind: 'slow', ms: 500 });
  app.advance(12 * hour);
  app.sim.requests.splice(0);
  const goingOn = app.settle();
  // The night begins while the platform is being read.
  await expect.poll(() => app.sim.requests.some(({ path }) => path.endsWith('get_corp_tag_list'))).toBe(true);
  app.advance(12 * hour);
  await app.ctx.scheduler.look();
  await app.ctx.worker.drain();
  await goingOn;
  await app.settle();
  expect(await runs()).toEqual(['admin done', 'admin done']);
});

test('a night after a failure tries again', async () => {
  app.sim.faults.add({ path: 'batch/get_by_user', kind: 'errcode', errcode: 48002 });
  await app.fullSync();
  app.sim.faults.clear();
  await aNight();
  expect(await runs()).toEqual(['admin failed', 'nightly done']);
});

test('while the access of the installation is ended nothing is asked for', async () => {
  await app.fullSync();
  app.sim.faults.add({ path: 'externalcontact/get', kind: 'errcode', errcode: 48004 });
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '新客户' } });
  await app.settle();
  expect(app.ctx.budget.state().circuits).toHaveLength(1);
  await aNight();
  expect(await runs()).toEqual(['admin done']);
  app.sim.faults.clear();
  app.ctx.installations.tryAgain(app.ctx.installations.all()[0]?.corpId ?? 0);
  await aNight();
  expect(await runs()).toEqual(['admin done', 'nightly done']);
});

test('a company that left is not read any more', async () => {
  await app.fullSync();
  const corpId = app.ctx.installations.all()[0]?.corpId ?? 0;
  for (const node of [app.ctx, other]) {
    node.installations.remove(corpId);
  }
  await aNight();
  expect(await runs()).toEqual(['admin done']);
});
