import type { SyncRun } from '@guanxi/shared/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';

const page = 'batch/get_by_user';
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp();
});

afterEach(() => app.stop());

const adds = (userId: string, name: string, externalUserId?: string) =>
  app.sim.act.customerAdds(app.corp.corpId, {
    userId,
    ...(externalUserId === undefined ? { customer: { name } } : { externalUserId }),
  });
/** Nobody tells what the platform does. */
async function silently(act: () => void): Promise<void> {
  app.sim.faults.push.dropNext = 10;
  act();
  await app.sim.drain();
  app.sim.faults.push.dropNext = 0;
}
const latest = async () => {
  const admin = await app.signIn('ZhouQiming');
  return (await admin.api<{ run: SyncRun }>('GET', '/sync-runs/latest')).body.run;
};
const relations = async () =>
  Object.fromEntries(
    (
      await app.ctx.database.read.query<{ user_id: string; name: string; status: string }[]>(
        `SELECT m.user_id, c.name, r.status FROM follow_relation r JOIN member m ON m.id = r.member_id
         JOIN customer c ON c.id = r.customer_id`,
      )
    ).map((row) => [`${row.user_id} ${row.name}`, row.status]),
  );

describe('what a full sync loses', () => {
  test('is a relation and not a customer: a colleague who still has them keeps them', async () => {
    const { externalUserId } = adds('ZhangSan', '甲');
    adds('SunHao', '甲', externalUserId);
    await app.settle();
    app.advance(600);
    await silently(() => app.sim.act.memberDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId }));
    await app.fullSync();
    expect(await relations()).toEqual({ 'ZhangSan 甲': 'lost', 'SunHao 甲': 'active' });
    expect(await latest()).toMatchObject({ lost: 1, unseen: { relations: 1, of: 2 } });
  });

  test('stays as it was lost: later runs touch neither its time nor what a callback told of others', async () => {
    const [silent, told] = [adds('ZhangSan', '甲'), adds('ZhangSan', '乙')];
    await app.settle();
    app.advance(600);
    const of = ({ externalUserId }: { externalUserId: string }) => ({ userId: 'ZhangSan', externalUserId });
    app.sim.act.memberDeletes(app.corp.corpId, of(told));
    await app.settle();
    await silently(() => app.sim.act.memberDeletes(app.corp.corpId, of(silent)));
    app.advance(600);
    await app.fullSync();
    const ended = await rowsIn(app.ctx, 'follow_relation');
    expect(await relations()).toEqual({ 'ZhangSan 甲': 'lost', 'ZhangSan 乙': 'deleted_by_member' });
    for (let run = 0; run < 2; run += 1) {
      app.advance(24 * 3600);
      await app.fullSync();
    }
    expect(await rowsIn(app.ctx, 'follow_relation')).toEqual(ended);
    expect(await latest()).toMatchObject({ status: 'done', lost: 0, unseen: { relations: 0 } });
  });

  test('is nothing of a half-add, which is never listed', async () => {
    app.sim.act.customerAdds(app.corp.corpId, {
      userId: 'ZhangSan',
      customer: { name: '甲' },
      skipVerify: true,
    });
    await app.settle();
    app.advance(600);
    const before = await rowsIn(app.ctx, 'follow_relation');
    expect(before).toMatchObject([{ status: 'half' }]);
    await app.fullSync();
    expect(await rowsIn(app.ctx, 'follow_relation')).toEqual(before);
  });

  test('is nothing of a member the platform refuses, while the others are judged', async () => {
    const [first, second] = [adds('SunHao', '甲'), adds('ZhangSan', '乙')];
    await app.settle();
    await app.fullSync();
    app.advance(600);
    await silently(() => {
      app.sim.act.memberDeletes(app.corp.corpId, { userId: 'SunHao', externalUserId: first.externalUserId });
      app.sim.act.memberDeletes(app.corp.corpId, {
        userId: 'ZhangSan',
        externalUserId: second.externalUserId,
      });
    });
    const { take } = app.sim.faults;
    let isFirst = true;
    app.sim.faults.take = (path, corpId) => {
      if (path.endsWith(page) && isFirst) {
        isFirst = false;
        app.sim.faults.push.dropNext = 10;
        app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
      }
      return take(path, corpId);
    };
    await app.fullSync();
    expect(await relations()).toEqual({ 'SunHao 甲': 'active', 'ZhangSan 乙': 'lost' });
    expect(await latest()).toMatchObject({
      ...{ status: 'done', lost: 1, skipped: [{ reason: 'refused', members: 1, relations: 1 }] },
    });
  });

  test('is nothing when "no follow relation" is answered for somebody who has some here', async () => {
    const { externalUserId } = adds('ZhangSan', '甲');
    await app.settle();
    app.advance(600);
    await silently(() => app.sim.act.memberDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId }));
    app.sim.faults.switches.batchEmptyIs84061 = true;
    await app.fullSync();
    expect(await relations()).toEqual({ 'ZhangSan 甲': 'active' });
    expect(await latest()).toMatchObject({
      ...{ status: 'done', lost: 0, skipped: [{ reason: 'refused', members: 1, relations: 1 }] },
    });
  });

  test('is nothing when nobody may have customers any more', async () => {
    adds('ZhangSan', '甲');
    await app.settle();
    app.advance(600);
    for (const member of app.sim.world.corp(app.corp.corpId).members.values()) {
      Object.assign(member, { hasFeature: false });
    }
    await app.fullSync();
    expect(await relations()).toEqual({ 'ZhangSan 甲': 'active' });
    expect(await latest()).toMatchObject({ status: 'done', membersTotal: 0, lost: 0 });
  });
});

describe('a listing', () => {
  test('of a company without customers is complete, whichever way the platform says so', async () => {
    app.sim.faults.switches.batchEmptyIs84061 = true;
    await app.fullSync();
    const run = await latest();
    expect(run).toMatchObject({ status: 'done', relations: 0, skipped: [], membersDone: run.membersTotal });
  });

  test('that begins with an empty page is read to its end', async () => {
    const added = ['甲', '乙', '丙'].map((name) => adds('ZhangSan', name));
    app.sim.faults.switches.batchBeginsEmpty = true;
    await app.fullSync();
    expect(await latest()).toMatchObject({ status: 'done', relations: added.length });
    expect(await tablesOf(app)).toEqual(worldOf(app));
    app.advance(600);
    await app.fullSync();
    expect(await countIn(app.ctx, 'follow_relation', "status = 'lost'")).toBe(0);
  });

  test('that takes long is waited for', async () => {
    adds('ZhangSan', '甲');
    app.sim.faults.add({ path: page, kind: 'slow', ms: 2500 }, 1);
    await app.fullSync();
    expect(await latest()).toMatchObject({ status: 'done', relations: 1 });
  });
});
