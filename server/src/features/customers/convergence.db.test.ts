import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { eventXml, post, sealPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let rep: Browser;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  await app.settle();
  // Some tests let days pass; sessions end after hours.
  rep = await app.signIn('ZhangSan');
});

const adds = (
  options: { userId?: string; name?: string; skipVerify?: boolean; externalUserId?: string } = {},
) =>
  app.sim.act.customerAdds(app.corp.corpId, {
    userId: options.userId ?? 'ZhangSan',
    ...(options.externalUserId === undefined
      ? { customer: { name: options.name ?? '欧阳娜娜' } }
      : { externalUserId: options.externalUserId }),
    skipVerify: options.skipVerify,
  });
const pairOf = (added: { externalUserId: string }) => ({
  userId: 'ZhangSan',
  externalUserId: added.externalUserId,
});
const kindsOf = async (externalUserId: string) =>
  (await rep.card(externalUserId)).timeline.items.map((entry) => entry.kind);
const statusOf = async (externalUserId: string) => (await rep.card(externalUserId)).relation?.status;
/** How the relation of the rep to a customer is stored; undefined when it is not. */
const storedStatus = async (externalUserId: string) => {
  const [customer] = await rowsIn(app.ctx, 'customer', `external_user_id = '${externalUserId}'`);
  const [relation] = await rowsIn(app.ctx, 'follow_relation', `customer_id = ${customer?.id ?? 0}`);
  return relation?.status;
};
/** Lets time pass until every job that waits for its next try has had it. */
const untilQuiet = async () => {
  for (let look = 0; look < 40 && (await countIn(app.ctx, 'job', "status = 'ready'")) > 0; look += 1) {
    app.advance(40);
    await app.settle();
  }
  await app.settle();
};

describe('callbacks that come otherwise than they were caused', () => {
  test('the same callback three times is one entry', async () => {
    const added = adds();
    const plaintext = app.sim.pushes.at(-1)?.plaintext ?? '';
    await app.settle();
    for (let time = 0; time < 2; time += 1) {
      expect(await post(app, app.corp.corpId, sealPush(app.corp, plaintext))).toMatchObject({ status: 200 });
      await app.settle();
    }
    expect(await kindsOf(added.externalUserId)).toEqual(['added']);
  });

  test('doubled by the platform is one entry', async () => {
    app.sim.faults.push.duplicateNext = 1;
    const added = adds();
    await app.settle();
    expect(await kindsOf(added.externalUserId)).toEqual(['added']);
  });

  test('delete before add ends deleted', async () => {
    app.sim.faults.push.reorderNext = 2;
    const added = adds();
    app.advance(3);
    app.sim.act.customerDeletes(app.corp.corpId, pairOf(added));
    await app.settle();
    expect(await statusOf(added.externalUserId)).toBe('deleted_by_customer');
    expect(await kindsOf(added.externalUserId)).toEqual(['deleted_by_customer', 'added']);
  });

  test('delete by the member before add ends deleted', async () => {
    app.sim.faults.push.reorderNext = 2;
    const added = adds();
    app.advance(3);
    app.sim.act.memberDeletes(app.corp.corpId, pairOf(added));
    await app.settle();
    await untilQuiet();
    expect(await storedStatus(added.externalUserId)).toBe('deleted_by_member');
  });

  test('add and delete by the member within one second, in the wrong order, end deleted', async () => {
    app.sim.faults.push.reorderNext = 2;
    const added = adds();
    app.sim.act.memberDeletes(app.corp.corpId, pairOf(added));
    await app.settle();
    await untilQuiet();
    expect(await storedStatus(added.externalUserId)).toBe('deleted_by_member');
  });

  test('two edits within one second, the first one handled already, end with the later one', async () => {
    const added = adds();
    await app.settle();
    app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark: '先' });
    const [first] = app.sim.pushes.slice(-1);
    await app.settle();
    app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark: '后' });
    await app.sim.drain();
    // The later one tells nothing the earlier one did not tell.
    await post(app, app.corp.corpId, sealPush(app.corp, first?.plaintext ?? ''));
    await app.settle();
    expect((await rep.card(added.externalUserId)).customer.remark).toBe('后');
  });

  test('a lost add is made up for by the next edit', async () => {
    app.sim.faults.push.dropNext = 1;
    const added = adds({ name: '没听说过' });
    app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark: '老客户' });
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.customer).toMatchObject({ name: '没听说过', displayName: '老客户' });
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added']);
  });

  test('many edits of one customer are one reading of the newest state', async () => {
    const added = adds();
    await app.settle();
    const isRead = (request: { path: string }) => request.path.endsWith('/externalcontact/get');
    const before = app.sim.requests.filter(isRead).length;
    for (const remark of ['一', '二', '三']) {
      app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark });
      app.advance(1);
    }
    await app.settle();
    expect(app.sim.requests.filter(isRead)).toHaveLength(before + 1);
    expect((await rep.card(added.externalUserId)).customer.remark).toBe('三');
  });

  test('two customers added in the same second both exist', async () => {
    const [one, two] = [adds({ name: '甲' }), adds({ name: '乙' })];
    await app.settle();
    expect((await rep.card(one.externalUserId)).customer.name).toBe('甲');
    expect((await rep.card(two.externalUserId)).customer.name).toBe('乙');
  });

  test('one customer added by two members in the same second has both', async () => {
    const one = adds({ name: '丙' });
    adds({ userId: 'SunHao', externalUserId: one.externalUserId });
    await app.settle();
    const card = await rep.card(one.externalUserId);
    expect(card.others.map((other) => other.member.userId)).toEqual(['SunHao']);
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added', 'added']);
  });
});

describe('endings and returns', () => {
  test('a customer who comes back is back, and the timeline says so', async () => {
    const added = adds();
    await app.settle();
    app.advance(60);
    app.sim.act.customerDeletes(app.corp.corpId, pairOf(added));
    await app.settle();
    app.advance(60);
    adds({ externalUserId: added.externalUserId });
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.relation).toMatchObject({ status: 'active', endedAt: null });
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added', 'deleted_by_customer', 'added']);
    expect(card.timeline.items.map((entry) => 'isReturn' in entry && entry.isReturn)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('leaving and coming back handled in one go is still a return', async () => {
    const added = adds();
    await app.settle();
    app.advance(60);
    app.sim.faults.push.hold = true;
    app.sim.act.customerDeletes(app.corp.corpId, pairOf(added));
    app.advance(60);
    adds({ externalUserId: added.externalUserId });
    app.sim.release();
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.relation?.status).toBe('active');
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added', 'deleted_by_customer', 'added']);
    expect(card.timeline.items[0]).toMatchObject({ isReturn: true });
  });

  test('a return whose callback was lost is found by the next reading', async () => {
    const added = adds();
    app.advance(60);
    app.sim.act.customerDeletes(app.corp.corpId, pairOf(added));
    await app.settle();
    app.advance(60);
    app.sim.faults.push.dropNext = 1;
    adds({ externalUserId: added.externalUserId });
    app.advance(3600);
    const card = await rep.card(added.externalUserId);
    expect(card.relation?.status).toBe('active');
    expect(card.timeline.items[0]).toMatchObject({ kind: 'added', isReturn: true });
  });

  test.each([
    ['the customer', 'deleted_by_customer', { kind: 'customer' }],
    ['the member', 'deleted_by_member', { kind: 'member', name: '张三' }],
    ['a transfer', 'transferred', { kind: 'platform' }],
  ])('ended by %s is %s', async (by, status, actor) => {
    const added = adds();
    await app.settle();
    app.advance(120);
    const pair = pairOf(added);
    if (by === 'the customer') {
      app.sim.act.customerDeletes(app.corp.corpId, pair);
    } else {
      app.sim.act.memberDeletes(app.corp.corpId, { ...pair, byTransfer: by === 'a transfer' });
    }
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.relation).toMatchObject({ status });
    expect(card.relation?.endedAt).not.toBeNull();
    const kind = status === 'transferred' ? 'transferred_away' : status;
    expect(card.timeline.items[0]).toMatchObject({ kind, actor });
  });

  test('a half-add becomes active when the member confirms', async () => {
    const added = adds({ name: '半个客户', skipVerify: true });
    await app.settle();
    expect(await storedStatus(added.externalUserId)).toBe('half');
    app.advance(30);
    app.sim.act.memberConfirms(app.corp.corpId, pairOf(added));
    await app.settle();
    const card = await rep.card(added.externalUserId);
    expect(card.customer.name).toBe('半个客户');
    expect(card.relation?.status).toBe('active');
    expect(card.timeline.items.map((entry) => entry.kind)).toEqual(['added', 'half_added']);
  });

  test('a remark changed by the member is told once, with both texts', async () => {
    const added = adds({ name: '改名' });
    await app.settle();
    app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark: '改名·采购' });
    await app.settle();
    const [newest] = (await rep.card(added.externalUserId)).timeline.items;
    expect(newest).toMatchObject({ kind: 'remark_changed', from: '改名', to: '改名·采购' });
  });
});

describe('a platform that fails while a callback is handled', () => {
  test.each([
    ['is busy', { kind: 'errcode', errcode: -1 }, 9],
    ['refuses concurrency', { kind: 'errcode', errcode: 45033 }, 9],
    // Each time the pause is longer: 1, 5, 15 minutes.
    ['limits the calls', { kind: 'errcode', errcode: 45009 }, 3],
    ['cuts the connection', { kind: 'cut' }, 9],
    ['answers 502', { kind: 'http', status: 502 }, 9],
  ] as const)('%s: the customer is there in the end', async (_name, fault, times) => {
    app.sim.faults.add({ path: 'externalcontact/get', ...fault }, times);
    const added = adds();
    await app.settle();
    expect(await countIn(app.ctx, 'job', "status = 'ready'")).toBe(1);
    expect(await countIn(app.ctx, 'inbox_event', 'handled_at IS NULL')).toBe(1);
    await untilQuiet();
    expect(await countIn(app.ctx, 'job')).toBe(0);
    expect(await kindsOf(added.externalUserId)).toEqual(['added']);
  });

  test('a customer the list shows late is read again until it is there', async () => {
    const early = adds();
    await app.settle();
    app.sim.act.memberDeletes(app.corp.corpId, pairOf(early));
    await app.settle();
    // The next reading answers what the last one answered: nobody.
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'stale' }, 3);
    app.advance(120);
    adds({ externalUserId: early.externalUserId });
    await app.settle();
    app.sim.faults.clear();
    await untilQuiet();
    expect(await statusOf(early.externalUserId)).toBe('active');
  });

  test('an event that never succeeds is set aside and lives again with the next one', async () => {
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'http', status: 500 });
    const added = adds();
    await app.settle();
    for (let look = 0; look < 20 && (await countIn(app.ctx, 'job', "status = 'dead'")) === 0; look += 1) {
      app.advance(3600);
      await app.settle();
    }
    expect(await rowsIn(app.ctx, 'job')).toMatchObject([{ status: 'dead', attempts: 12 }]);
    expect(app.log.lines.filter((line) => line.includes('job given up'))).toHaveLength(1);
    // Others are not held up.
    app.sim.faults.clear();
    rep = await app.signIn('ZhangSan');
    const other = adds({ name: '别人' });
    await app.settle();
    expect(await statusOf(other.externalUserId)).toBe('active');
    app.sim.act.memberEditsRemark(app.corp.corpId, { ...pairOf(added), remark: '又来' });
    await app.settle();
    expect(await countIn(app.ctx, 'job')).toBe(0);
    expect(await countIn(app.ctx, 'inbox_event', 'handled_at IS NULL')).toBe(0);
    expect((await rep.card(added.externalUserId)).customer.remark).toBe('又来');
  });

  test('a token revoked early is fetched again once, by many readings together', async () => {
    const isFetch = (request: { path: string }) => request.path.endsWith('/gettoken');
    const before = app.sim.requests.filter(isFetch).length;
    await fetch(`${app.sim.url}/sim/api/admin/app`, {
      method: 'POST',
      body: JSON.stringify({ revoke_tokens: true }),
    });
    const added = ['甲', '乙', '丙', '丁'].map((name) => adds({ name }));
    await app.settle();
    expect(app.sim.requests.filter(isFetch)).toHaveLength(before + 1);
    for (const { externalUserId } of added) {
      expect(await statusOf(externalUserId)).toBe('active');
    }
  });
});

test('an event of a member outside the table makes a row for them', async () => {
  const added = adds({ userId: 'LiSi', name: '李思的客户' });
  await app.settle();
  const colleague = await app.signIn('LiSi');
  expect((await colleague.card(added.externalUserId)).relation?.member.name).toBe('李思');
});

test('an add told by a callback alone, whom nobody ever sees, leaves no relation behind', async () => {
  const before = await countIn(app.ctx, 'follow_relation');
  const plaintext = eventXml(app.corp, {
    ...{ CreateTime: Math.floor(app.sim.clock.now() / 1000), Event: 'change_external_contact' },
    ...{ ChangeType: 'add_external_contact', UserID: 'ZhangSan', ExternalUserID: 'wmGhost' },
  });
  await post(app, app.corp.corpId, sealPush(app.corp, plaintext));
  await app.settle();
  await untilQuiet();
  expect(await countIn(app.ctx, 'job')).toBe(0);
  expect(await countIn(app.ctx, 'follow_relation')).toBe(before);
});
