import type { CustomerListItem } from '@guanxi/shared/customers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;
let rep: Browser;

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  rep = await app.signIn('ZhangSan');
});

const adds = (name: string, options: { userId?: string; externalUserId?: string; company?: string } = {}) =>
  app.sim.act.customerAdds(app.corp.corpId, {
    userId: options.userId ?? 'ZhangSan',
    ...(options.externalUserId === undefined
      ? {
          customer: {
            name,
            ...(options.company === undefined ? {} : { type: 2 as const, corpName: options.company }),
          },
        }
      : { externalUserId: options.externalUserId }),
  });
const cardOf = (browser: Browser, externalUserId: string) =>
  browser.api('GET', `/customer-card?externalUserId=${externalUserId}`);

describe('the card', () => {
  test('of a customer whose callback never came is read on the spot', async () => {
    app.sim.faults.push.dropNext = 1;
    const added = adds('没有回调');
    const card = await rep.card(added.externalUserId);
    expect(card.customer.name).toBe('没有回调');
    expect(card.isStale).toBe(false);
    expect(card.can).toEqual({ writeFollowUp: true, changeTags: true, editProfile: true });
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added']);
  });

  test('of a customer a colleague has already is read on the spot when my own callback never came', async () => {
    const added = adds('两个人的客户', { userId: 'SunHao' });
    await app.settle();
    app.advance(11);
    app.sim.faults.push.dropNext = 1;
    adds('', { externalUserId: added.externalUserId });
    const card = await rep.card(added.externalUserId);
    expect(card.relation?.status).toBe('active');
    expect(card.others.map((other) => other.member.name)).toEqual(['孙浩']);
  });

  test('of somebody the platform shows to nobody is 404', async () => {
    const { status, body } = await cardOf(rep, 'wmNobody');
    expect([status, body]).toMatchObject([404, { error: { code: 'customer.no_relation' } }]);
    expect(await countIn(app.ctx, 'customer', "external_user_id = 'wmNobody'")).toBe(0);
  });

  test('of a known customer is shown as known while the platform is away', async () => {
    const added = adds('断网');
    await app.settle();
    app.advance(3600);
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'http', status: 503 });
    const card = await rep.card(added.externalUserId);
    expect(card).toMatchObject({ isStale: true, customer: { name: '断网' } });
    app.sim.faults.clear();
    const again = await rep.card(added.externalUserId);
    expect(again.isStale).toBe(false);
    expect(again.syncedAt > card.syncedAt).toBe(true);
  });

  test.each([
    ['is away', { kind: 'http', status: 503 }, 502, 'wecom.unavailable'],
    ['limits the calls', { kind: 'errcode', errcode: 45009 }, 503, 'wecom.limited'],
    ['misses the licence', { kind: 'errcode', errcode: 701008 }, 403, 'wecom.licence_missing'],
    ['misses the permission', { kind: 'errcode', errcode: 48002 }, 403, 'wecom.not_permitted'],
    ['finds the secret wrong', { kind: 'errcode', errcode: 40001 }, 502, 'wecom.misconfigured'],
    ['has the app disabled', { kind: 'errcode', errcode: 50003 }, 502, 'wecom.access_ended'],
  ] as const)('of an unknown customer while the platform %s says so', async (_name, fault, status, code) => {
    app.sim.faults.push.dropNext = 1;
    const added = adds('未知');
    app.sim.faults.add({ path: 'externalcontact/get', ...fault });
    const answer = await cardOf(rep, added.externalUserId);
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }]);
    app.advance(16 * 60);
  });

  test.each([
    ['limits the calls', 45009, 503, 'wecom.limited'],
    ['misses the permission', 48002, 403, 'wecom.not_permitted'],
    ['has the app disabled', 50003, 502, 'wecom.access_ended'],
  ])(
    'of anybody, after the platform %s, says so without asking again',
    async (_name, errcode, status, code) => {
      const known = adds('老客户');
      await app.settle();
      app.sim.faults.add({ path: 'externalcontact/get', kind: 'errcode', errcode }, 1);
      await cardOf(rep, 'wmFirst');
      const calls = app.sim.requests.length;
      const answer = await cardOf(rep, 'wmSecond');
      expect([answer.status, answer.body]).toMatchObject([status, { error: { code, errcode } }]);
      expect(app.sim.requests.length).toBe(calls);
      expect((await rep.card(known.externalUserId)).customer.name).toBe('老客户');
      app.advance(16 * 60);
      expect((await rep.card(known.externalUserId)).isStale).toBe(false);
    },
  );

  test('shows the remark before the name, and the company', async () => {
    const added = adds('李雷', { company: '海川电器' });
    app.sim.act.memberEditsRemark(app.corp.corpId, {
      ...{ userId: 'ZhangSan', externalUserId: added.externalUserId, remark: '李雷·采购' },
      ...{ description: '要发票', remarkMobiles: ['13800138777'] },
    });
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.customer).toMatchObject({
      ...{ displayName: '李雷·采购', name: '李雷', type: 'wecom', company: '海川电器' },
      ...{ remark: '李雷·采购', description: '要发票' },
    });
    expect(JSON.stringify(card)).not.toContain('13800138777');
  });

  test.each([
    ['its rep', 'SunHao', 200],
    ['the manager of the department', 'WangMin', 200],
    ['the admin', 'ZhouQiming', 200],
    ['a colleague', 'ZhangSan', 404],
    ['the manager of another department', 'ChenGuodong', 404],
  ])('is for %s: %s %i', async (_name, userId, status) => {
    const added = adds(`孙浩的客户 ${userId}`, { userId: 'SunHao' });
    await app.settle();
    const browser = await app.signIn(userId);
    const answer = await cardOf(browser, added.externalUserId);
    expect(answer.status).toBe(status);
    if (status === 404) {
      expect(answer.body).toMatchObject({ error: { code: 'customer.no_relation' } });
      expect(JSON.stringify(answer.body)).not.toContain('孙浩');
    } else if (userId !== 'SunHao') {
      expect(answer.body).toMatchObject({ relation: null, can: { changeTags: false } });
    }
  });

  test('follows a member who moves to another department', async () => {
    const added = adds('搬家', { userId: 'HeJing' });
    await app.settle();
    const manager = await app.signIn('ChenGuodong');
    expect((await cardOf(manager, added.externalUserId)).status).toBe(404);
    app.sim.act.memberMoves(app.corp.corpId, { userId: 'HeJing', departments: [3] });
    await app.settle();
    app.advance(11);
    expect((await cardOf(manager, added.externalUserId)).status).toBe(200);
  });

  test('follows a department that moves below another one', async () => {
    const added = adds('华南的客户', { userId: 'LiSi' });
    await app.settle();
    const manager = await app.signIn('WangMin');
    expect((await cardOf(manager, added.externalUserId)).status).toBe(404);
    app.sim.act.departmentMoves(app.corp.corpId, { id: 3, parentid: 2 });
    await app.settle();
    app.advance(11);
    expect((await cardOf(manager, added.externalUserId)).status).toBe(200);
  });

  test.each(['', 'x'.repeat(65)])('asked for with a wrong id is refused: %j', async (externalUserId) => {
    expect((await cardOf(rep, externalUserId)).status).toBe(400);
  });
});

describe('the list', () => {
  type List = { items: CustomerListItem[]; nextCursor: string | null };
  const list = async (query: string, browser = rep) =>
    (await browser.api<List>('GET', `/customers?${query}`)).body;
  const names = (page: List) => page.items.map((item) => item.displayName);

  beforeAll(async () => {
    app.sim.faults.push.dropNext = 255;
    for (let index = 0; index < 250; index += 1) {
      adds(`客户${String(index).padStart(3, '0')}`, { userId: 'LiuFang' });
      // Some share a second, as they do in life.
      if (index % 3 === 0) {
        app.advance(1);
      }
    }
    await app.fullSync();
    rep = await app.signIn('LiuFang');
  });

  test('is paged without gaps and without repeats, newest first', async () => {
    rep = await app.signIn('LiuFang');
    const seen: CustomerListItem[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null && pages < 50) {
      const page: List = await list(`limit=20${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(20);
      seen.push(...page.items);
      cursor = page.nextCursor;
      pages += 1;
    }
    expect([pages, seen.length, new Set(seen.map((item) => item.id)).size]).toEqual([13, 250, 250]);
    const times = seen.map((item) => item.addedAt);
    expect(times).toEqual(times.toSorted().reverse());
  });

  test('is the same while somebody is added between two pages', async () => {
    rep = await app.signIn('LiuFang');
    const first = await list('limit=10');
    app.advance(5);
    adds('新来的', { userId: 'LiuFang' });
    await app.settle();
    const second = await list(`limit=10&cursor=${first.nextCursor}`);
    expect(names(second)).not.toContain('新来的');
    expect(new Set([...names(first), ...names(second)]).size).toBe(20);
  });

  test("holds nobody else's customers", async () => {
    const other = await app.signIn('ZhaoLei');
    expect(await list('', other)).toEqual({ items: [], nextCursor: null });
  });

  test.each(['cursor=x', 'cursor=MS4', 'limit=0', 'limit=101', 'limit=x'])('refuses %s', async (query) => {
    const { status, body } = await rep.api('GET', `/customers?${query}`);
    expect([status, body]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });
});
