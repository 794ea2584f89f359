import type { SyncRun } from '@guanxi/shared/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';

async function latestRun(app: TestApp): Promise<SyncRun | null> {
  const rep = await app.signIn('ZhouQiming');
  return (await rep.api<{ run: SyncRun | null }>('GET', '/sync-runs/latest')).body.run;
}

const pairsOf = (app: TestApp, userId: string) =>
  [...app.sim.world.corp(app.corp.corpId).relations.ofMember(userId)].map(({ externalUserId }) => ({
    userId,
    externalUserId,
  }));

describe('the demo company', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ seed: 'demo' });
  });
  afterAll(() => app.stop());

  test('has no run before the first', async () => {
    expect(await latestRun(app)).toBeNull();
  });

  test('is in our tables, relation by relation and tag by tag', async () => {
    await app.fullSync();
    expect(await tablesOf(app)).toEqual(worldOf(app));
    expect((await tablesOf(app)).length).toBeGreaterThan(300);
    const run = await latestRun(app);
    expect(run).toMatchObject({ status: 'done', lost: 0, failure: null, membersDone: run?.membersTotal });
    expect(run?.relations).toBe((await tablesOf(app)).length);
  });

  test('a second run finds nothing to do and writes nothing into any timeline', async () => {
    const entries = await countIn(app.ctx, 'timeline_entry');
    await app.fullSync();
    expect(await countIn(app.ctx, 'timeline_entry')).toBe(entries);
    expect(await tablesOf(app)).toEqual(worldOf(app));
  });

  test('what callbacks missed is made up for', async () => {
    const { corpId } = app.corp;
    app.sim.faults.push.dropNext = 4;
    const [first, second, third] = pairsOf(app, 'ZhangSan');
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error('The demo company has too few customers');
    }
    app.advance(600);
    app.sim.act.memberEditsRemark(corpId, { ...first, remark: '新备注' });
    app.sim.act.memberDeletes(corpId, second);
    app.sim.act.customerAdds(corpId, { userId: 'HeJing', customer: { name: '第一个客户' } });
    app.sim.act.memberEditsTags(corpId, { ...third, removeTagIds: [], personalTags: ['老乡'] });
    await app.settle();
    expect(await tablesOf(app)).not.toEqual(worldOf(app));
    await app.fullSync();
    expect(await tablesOf(app)).toEqual(worldOf(app));
    expect(await latestRun(app)).toMatchObject({ status: 'done', lost: 1 });
    const lost = await rowsIn(app.ctx, 'timeline_entry', "kind = 'relation_lost'");
    expect(lost).toHaveLength(1);
    await app.fullSync();
    expect(await countIn(app.ctx, 'timeline_entry', "kind = 'relation_lost'")).toBe(1);
  });

  test('an ending a callback told keeps its reason', async () => {
    const [pair] = pairsOf(app, 'SunHao');
    if (pair === undefined) {
      throw new Error('SunHao has no customer');
    }
    app.advance(120);
    app.sim.act.memberDeletes(app.corp.corpId, { ...pair, byTransfer: true });
    await app.settle();
    app.advance(600);
    await app.fullSync();
    expect(await countIn(app.ctx, 'follow_relation', "status = 'transferred'")).toBe(1);
    expect(await tablesOf(app)).toEqual(worldOf(app));
  });

  test('somebody who came back is no longer lost', async () => {
    const [lost] = await rowsIn(app.ctx, 'follow_relation', "status = 'lost'");
    const [customer] = await rowsIn(app.ctx, 'customer', `id = ${lost?.customer_id}`);
    app.sim.faults.push.dropNext = 1;
    app.advance(600);
    app.sim.act.customerAdds(app.corp.corpId, {
      userId: 'ZhangSan',
      externalUserId: String(customer?.external_user_id),
    });
    await app.fullSync();
    expect(await countIn(app.ctx, 'follow_relation', "status = 'lost'")).toBe(0);
    expect(await tablesOf(app)).toEqual(worldOf(app));
  });

  test.each([
    ['answers an error', { kind: 'errcode', errcode: 48002 }],
    ['answers that there is no customer', { kind: 'errcode', errcode: 40003 }],
    ['answers 500', { kind: 'http', status: 500 }],
    ['cuts the connection', { kind: 'cut' }],
  ] as const)('a listing that %s loses nobody', async (_name, fault) => {
    const before = await tablesOf(app);
    app.sim.faults.add({ path: 'batch/get_by_user', ...fault });
    await app.fullSync();
    for (let look = 0; look < 10; look += 1) {
      app.advance(3600);
      await app.settle();
    }
    expect(await tablesOf(app)).toEqual(before);
    expect(await latestRun(app)).toMatchObject({ status: 'failed', lost: 0 });
    app.sim.faults.clear();
    await app.fullSync();
    expect(await latestRun(app)).toMatchObject({ status: 'done', failure: null, lost: 0 });
  });

  test('a limit is waited out', async () => {
    app.sim.faults.add({ path: 'batch/get_by_user', kind: 'errcode', errcode: 45009 });
    await app.fullSync();
    expect(await latestRun(app)).toMatchObject({ status: 'running' });
    // Three times in a row: a minute, five, fifteen.
    for (const minutes of [1, 5, 15]) {
      if (minutes === 15) {
        app.sim.faults.clear();
      }
      const pages = () => app.sim.requests.filter(({ path }) => path.endsWith('batch/get_by_user')).length;
      const before = pages();
      app.advance(minutes * 60 - 5);
      await app.settle();
      expect(pages()).toBe(before);
      app.advance(6);
      await app.settle();
      expect(pages()).toBeGreaterThan(before);
    }
    expect(await latestRun(app)).toMatchObject({ status: 'done' });
  });

  test('a run that would lose a large share stops and asks, and has changed nothing', async () => {
    const { corpId } = app.corp;
    const before = await tablesOf(app);
    const doomed = ['ZhangSan', 'SunHao', 'LiSi', 'HuangXiaotong'].flatMap((userId) => pairsOf(app, userId));
    app.sim.faults.push.dropNext = doomed.length;
    app.advance(600);
    for (const pair of doomed) {
      app.sim.act.memberDeletes(corpId, pair);
    }
    await app.fullSync();
    expect(await latestRun(app)).toMatchObject({
      ...{ status: 'asking', lost: 0, failure: null },
      unseen: { relations: doomed.length, of: before.length },
    });
    expect(await tablesOf(app)).toEqual(before);
  });
});

describe('a run that was cut off', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ seed: 450 });
  });
  afterAll(() => app.stop());

  const pages = () => app.sim.requests.filter(({ path }) => path.endsWith('batch/get_by_user')).length;

  test('goes on where it was, without reading again what it had', async () => {
    const original = app.sim.faults.take;
    let asked = 0;
    app.sim.faults.take = (path, corpId) => {
      asked += path.endsWith('batch/get_by_user') ? 1 : 0;
      return path.endsWith('batch/get_by_user') && asked > 2
        ? [{ path, kind: 'http', status: 500 }]
        : original(path, corpId);
    };
    await app.fullSync();
    app.sim.faults.take = original;
    const [checkpoint] = await rowsIn(app.ctx, 'sync_run');
    const halfway = await countIn(app.ctx, 'follow_relation');
    expect(checkpoint).toMatchObject({ status: 'running', relations: halfway });
    expect(halfway).toBe(200);
    const open = JSON.parse(String(checkpoint?.open_groups)) as { cursor: string | null }[];
    expect(open.filter(({ cursor }) => cursor !== null)).toHaveLength(2);

    const before = pages();
    app.advance(60);
    await app.settle();
    const afterwards = pages() - before;
    expect(await latestRun(app)).toMatchObject({
      status: 'done',
      relations: 450,
      added: 450,
      newCustomers: 450,
    });
    expect(await tablesOf(app)).toEqual(worldOf(app));
    expect(await countIn(app.ctx, 'sync_run')).toBe(1);
    await app.fullSync();
    const whole = pages() - before - afterwards;
    expect(afterwards).toBe(whole - 2);
  });

  test('begins a group again when the platform forgot the cursor', async () => {
    const before = pages();
    await app.fullSync();
    const whole = pages() - before;
    const original = app.sim.faults.take;
    let asked = 0;
    app.sim.faults.take = (path, corpId) => {
      asked += path.endsWith('batch/get_by_user') ? 1 : 0;
      // The first pages of the three groups need no cursor.
      return path.endsWith('batch/get_by_user') && asked === 4
        ? [{ path, kind: 'errcode', errcode: 50_100 }]
        : original(path, corpId);
    };
    await app.fullSync();
    app.sim.faults.take = original;
    expect(await latestRun(app)).toMatchObject({ status: 'done', relations: 450, lost: 0, added: 0 });
    expect(await tablesOf(app)).toEqual(worldOf(app));
    expect(asked).toBe(whole + 2);
  });

  test('does not ask for who left meanwhile, and begins their group again without them', async () => {
    const original = app.sim.faults.take;
    let pages = 0;
    app.sim.faults.take = (path, corpId) => {
      pages += path.endsWith('batch/get_by_user') ? 1 : 0;
      return path.endsWith('batch/get_by_user') && pages >= 3 && pages < 7
        ? [{ path, kind: 'cut' }]
        : original(path, corpId);
    };
    await app.fullSync();
    app.sim.faults.take = original;
    app.sim.faults.push.dropNext = 1;
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
    app.advance(60);
    await app.settle();
    const lost = await countIn(app.ctx, 'follow_relation', "status = 'lost'");
    const run = await latestRun(app);
    expect(run).toMatchObject({ status: 'done', lost, skipped: [], membersDone: run?.membersTotal });
    expect(lost).toBe(0);
    expect(await countIn(app.ctx, 'member_sync', "outcome = 'waiting'")).toBe(0);
  });
});
