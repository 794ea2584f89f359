import type { SyncRun } from '@guanxi/shared/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo' });
});

afterAll(() => app.stop());

async function latest(): Promise<SyncRun> {
  admin = await app.signIn('ZhouQiming');
  return (await admin.api<{ run: SyncRun }>('GET', '/sync-runs/latest')).body.run;
}

describe('the report of a full sync', () => {
  test('of the first one counts everything as new', async () => {
    await app.fullSync();
    const relations = await countIn(app.ctx, 'follow_relation');
    const customers = await countIn(app.ctx, 'customer');
    expect(await latest()).toMatchObject({
      ...{ status: 'done', askedBy: 'admin', stage: null, secondsLeft: null, skipped: [] },
      ...{ customers, newCustomers: customers, relations, added: relations, changed: 0, lost: 0 },
      members: { added: await countIn(app.ctx, 'member'), gone: 0 },
      tags: { added: await countIn(app.ctx, 'tag', 'is_deleted = 0'), changed: 0, removed: 0 },
      unseen: { relations: 0, of: 0 },
    });
    expect(customers).toBeLessThan(relations);
  });

  test('of one that finds nothing new counts nothing but what it read', async () => {
    const { customers, relations } = await latest();
    await app.fullSync();
    expect(await latest()).toMatchObject({
      ...{ customers, newCustomers: 0, relations, added: 0, changed: 0, lost: 0 },
      ...{ members: { added: 0, gone: 0 }, tags: { added: 0, changed: 0, removed: 0 } },
      unseen: { relations: 0, of: relations },
    });
  });

  test('tells what changed, of relations, customers, members and tags', async () => {
    const { corpId } = app.corp;
    const before = await latest();
    const [first, second, third] = app.sim.world.corp(corpId).relations.ofMember('ZhangSan');
    if (first === undefined || second === undefined || third === undefined) {
      throw new Error('The demo company has too few customers');
    }
    const pair = ({ externalUserId }: { externalUserId: string }) => ({ userId: 'ZhangSan', externalUserId });
    app.advance(600);
    app.sim.faults.push.dropNext = 20;
    app.sim.act.memberEditsRemark(corpId, { ...pair(first), remark: '改过的备注' });
    app.sim.act.memberDeletes(corpId, pair(second));
    app.sim.act.customerAdds(corpId, { userId: 'HeJing', customer: { name: '新客户' } });
    app.sim.act.customerAdds(corpId, { userId: 'HeJing', externalUserId: third.externalUserId });
    app.sim.act.memberJoins(corpId, { userId: 'XinRen', name: '新人', departments: [2], hasFeature: true });
    app.sim.act.memberLeaves(corpId, { userId: 'LinJianye' });
    app.sim.act.adminCreatesTag(corpId, { groupName: '来源', tags: [{ name: '展会' }, { name: '官网' }] });
    await app.sim.drain();
    app.sim.faults.push.dropNext = 0;
    await app.fullSync();
    expect(await latest()).toMatchObject({
      ...{ status: 'done', newCustomers: 1, added: 2, changed: 1, lost: 1 },
      relations: before.relations + 1,
      members: { added: 1, gone: 1 },
      tags: { added: 2, changed: 0, removed: 0 },
      unseen: { relations: 1, of: before.relations },
    });
  });

  test('counts somebody who came back as added', async () => {
    const [lost] = await rowsIn(app.ctx, 'follow_relation', "status = 'lost'");
    const [customer] = await rowsIn(app.ctx, 'customer', `id = ${lost?.customer_id}`);
    app.sim.faults.push.dropNext = 1;
    app.advance(600);
    const externalUserId = String(customer?.external_user_id);
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    await app.fullSync();
    expect(await latest()).toMatchObject({ newCustomers: 0, added: 1, changed: 0, lost: 0 });
  });
});

describe('the list of full syncs', () => {
  type Page = { items: SyncRun[]; nextCursor: string | null };

  test('gives them newest first, page by page', async () => {
    const total = await countIn(app.ctx, 'sync_run');
    const ids: number[] = [];
    let query = '';
    do {
      const { body } = await admin.api<Page>('GET', `/sync-runs?limit=2${query}`);
      ids.push(...body.items.map((run) => run.id));
      query = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (query !== '');
    expect(ids).toHaveLength(total);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  });

  test('is for admins', async () => {
    expect(await (await app.signIn('WangMin')).api('GET', '/sync-runs')).toMatchObject({ status: 403 });
  });
});
