import type { Handover, HandoverCandidate, HandoverItem } from '@guanxi/shared/handovers';
import type { Member } from '@guanxi/shared/members';
import type { TimelinePage } from '@guanxi/shared/timeline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

const hour = 3600;
const api = 'externalcontact/transfer_customer';

let app: TestApp;
let admin: Browser;
let memberIds: Map<string, number>;
let customers: { externalUserId: string; customerId: number }[];

/** 张三 has three customers, whom the tests hand over. */
beforeEach(async () => {
  app = await startTestApp();
  const added = ['甲', '乙', '丙'].map((name) =>
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name } }),
  );
  app.advance(hour);
  await app.fullSync();
  await app.settle();
  admin = await app.signIn('ZhouQiming');
  const rows = await rowsIn(app.ctx, 'customer');
  customers = added.map(({ externalUserId }) => ({
    externalUserId,
    customerId: Number(rows.find((row) => row.external_user_id === externalUserId)?.id),
  }));
  const members = await rowsIn(app.ctx, 'member');
  memberIds = new Map(members.map((row) => [String(row.user_id), Number(row.id)]));
});

afterEach(() => app.stop());

const idOf = (userId: string) => memberIds.get(userId) ?? 0;
let requests = 0;

function ask(browser: Browser, parts: Record<string, unknown> = {}) {
  requests += 1;
  return browser.api<Handover & { error?: { code: string } }>('POST', '/handovers', {
    fromMemberId: idOf('ZhangSan'),
    toMemberId: idOf('LiSi'),
    customers: { all: true },
    requestKey: `request-${requests}`,
    ...parts,
  });
}

async function handOver(parts: Record<string, unknown> = {}): Promise<Handover> {
  const { status, body } = await ask(admin, parts);
  expect([status, body.error]).toEqual([200, undefined]);
  await app.settle();
  return body;
}

const read = async (id: number) => (await admin.api<Handover>('GET', `/handovers/${id}`)).body;
const itemsOf = async (id: number, query = '') =>
  (await admin.api<{ items: HandoverItem[] }>('GET', `/handovers/${id}/items?limit=100${query}`)).body.items;

async function kindsOf(externalUserId: string, userId = 'LiSi'): Promise<string[]> {
  const card = await (await app.signIn(userId)).card(externalUserId);
  return card.timeline.items.map((entry) => entry.kind);
}

function callsOf(path: string): number {
  return app.sim.requests.filter((request) => request.path.endsWith(path)).length;
}

/** Moves time on in steps, as jobs and the platform live through it. */
async function wait(hours: number): Promise<void> {
  for (let passed = 0; passed < hours; passed += 1) {
    app.advance(hour);
    await app.settle();
  }
  // A session lasts half a day.
  admin = await app.signIn('ZhouQiming');
}

describe('in service', () => {
  test('waits for the customers, and is done after a day by itself', async () => {
    const handover = await handOver({ message: '您好，以后由李思为您服务' });
    expect(handover).toMatchObject({
      ...{ kind: 'in_service', from: { name: '张三' }, to: { name: '李思' }, by: { name: '周启明' } },
    });
    expect((await read(handover.id)).customers).toMatchObject({ pending: 0, waiting: 3, done: 0 });
    const [item] = await itemsOf(handover.id);
    expect(Date.parse(item?.dueAt ?? '') - app.sim.clock.now()).toBeGreaterThan(23 * hour * 1000);
    await wait(25);
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 0, done: 3 });
    expect(
      await countIn(app.ctx, 'follow_relation', `member_id = ${idOf('LiSi')} AND status = 'active'`),
    ).toBe(3);
    expect(await countIn(app.ctx, 'follow_relation', "status = 'transferred'")).toBe(3);
    expect(callsOf(api)).toBe(1);
  });

  test('is told in the timeline: who asked, whom to, and how it ended', async () => {
    await handOver();
    app.sim.act.customerAnswersTransfer(app.corp.corpId, {
      externalUserId: customers[0]?.externalUserId ?? '',
      answer: 'accept',
    });
    await app.settle();
    const rep = await app.signIn('LiSi');
    const { timeline } = await rep.card(customers[0]?.externalUserId ?? '');
    expect(timeline.items.find((entry) => entry.kind === 'handover_started')).toMatchObject({
      ...{ actor: { name: '周启明' }, member: { name: '张三' }, to: { name: '李思' } },
    });
    expect(timeline.items.find((entry) => entry.kind === 'handover_ended')).toMatchObject({
      ...{ member: { name: '张三' }, to: { name: '李思' }, outcome: 'done' },
    });
  });

  test('leaves what was written, for who takes over', async () => {
    const [first] = customers;
    const giver = await app.signIn('ZhangSan');
    await giver.api('POST', `/customers/${first?.customerId}/follow-ups`, {
      ...{ method: 'phone', text: '客户想要五轴', requestKey: 'follow-up-1' },
    });
    const taker = await app.signIn('LiSi');
    const path = `/customers/${first?.customerId}/timeline?only=follow_ups`;
    expect((await taker.api('GET', path)).status).toBe(404);
    await handOver();
    app.sim.act.customerAnswersTransfer(app.corp.corpId, {
      ...{ externalUserId: first?.externalUserId ?? '', answer: 'accept' },
    });
    await app.settle();
    const { body } = await taker.api<TimelinePage>('GET', path);
    expect(body.items).toMatchObject([{ followUp: { text: '客户想要五轴', author: { name: '张三' } } }]);
  });

  test.each([
    ['refuse', 'refused', 'refused_by_customer'],
    ['limit', 'failed', 'limit_reached'],
    ['accept', 'done', null],
  ] as const)('when a customer answers %s, it is %s at once', async (answer, state, reason) => {
    const handover = await handOver();
    const { externalUserId } = customers[1] ?? { externalUserId: '' };
    app.sim.act.customerAnswersTransfer(app.corp.corpId, { externalUserId, answer });
    await app.settle();
    const item = (await itemsOf(handover.id)).find((one) => one.externalUserId === externalUserId);
    expect(item).toMatchObject({ state, reason });
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 2, [state]: 1 });
    const reader = state === 'done' ? 'LiSi' : 'ZhangSan';
    expect(await kindsOf(externalUserId, reader)).toContain('handover_ended');
  });

  test('an answer whose callback was lost is found by looking', async () => {
    const handover = await handOver();
    app.sim.faults.push.dropNext = 10;
    for (const [index, answer] of (['accept', 'refuse', 'limit'] as const).entries()) {
      app.sim.act.customerAnswersTransfer(app.corp.corpId, {
        ...{ externalUserId: customers[index]?.externalUserId ?? '', answer },
      });
    }
    await app.settle();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    await wait(1);
    expect((await read(handover.id)).customers).toMatchObject({ done: 1, refused: 1, failed: 1 });
    expect(await countIn(app.ctx, 'follow_relation', "status = 'transferred'")).toBe(1);
    expect(await countIn(app.ctx, 'timeline_entry', "kind = 'handover_ended'")).toBe(3);
    await wait(30);
    expect(await countIn(app.ctx, 'timeline_entry', "kind = 'handover_ended'")).toBe(3);
    expect(await countIn(app.ctx, 'job', "name = 'read-handover-results'")).toBe(0);
  });

  test('only whom was chosen', async () => {
    const handover = await handOver({ customers: { customerIds: [customers[0]?.customerId, 999_999] } });
    expect(await itemsOf(handover.id)).toMatchObject([{ externalUserId: customers[0]?.externalUserId }]);
    const found = await handOver({ customers: { all: true, search: 'bing' } });
    expect(await itemsOf(found.id)).toMatchObject([{ name: '丙' }]);
  });

  test('leaves out whom another handover has under way, and says so to who chooses', async () => {
    await handOver({ customers: { customerIds: [customers[0]?.customerId] } });
    const { body } = await admin.api<{ items: HandoverCandidate[] }>(
      'GET',
      `/members/${idOf('ZhangSan')}/handover-candidates`,
    );
    expect(body.items.filter((one) => one.blocked !== null)).toMatchObject([
      { customerId: customers[0]?.customerId, blocked: 'running' },
    ]);
    const second = await handOver();
    expect((await itemsOf(second.id)).map((item) => item.name).toSorted()).toEqual(['丙', '乙']);
    expect((await ask(admin)).body.error?.code).toBe('handover.no_customers');
  });

  test('the same request twice is one handover', async () => {
    const first = await handOver({ requestKey: 'the-same-key' });
    const second = await handOver({ requestKey: 'the-same-key' });
    expect(second.id).toBe(first.id);
    expect(await countIn(app.ctx, 'handover')).toBe(1);
    expect(callsOf(api)).toBe(1);
  });

  test('what the platform refuses for one customer is said of that one', async () => {
    const { externalUserId } = customers[2] ?? { externalUserId: '' };
    app.sim.faults.push.dropNext = 1;
    app.sim.act.memberDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    const handover = await handOver();
    expect(await itemsOf(handover.id, '&state=failed')).toMatchObject([
      { externalUserId, reason: 'no_relation', errcode: 84_061, canRetry: false },
    ]);
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 2, failed: 1 });
  });

  test('what the platform refuses as a whole fails each, and may be tried again', async () => {
    const fault = app.sim.faults.add({ path: api, kind: 'errcode', errcode: 40_143 });
    const handover = await handOver();
    expect(await read(handover.id)).toMatchObject({ customers: { failed: 3 }, retryable: 3 });
    app.sim.faults.remove(fault);
    await admin.api('POST', `/handovers/${handover.id}/retry`, {});
    await app.settle();
    expect(await read(handover.id)).toMatchObject({ customers: { waiting: 3, failed: 0 }, retryable: 0 });
    const again = await admin.api<{ error: { code: string } }>('POST', `/handovers/${handover.id}/retry`, {});
    expect(again.body.error.code).toBe('handover.nothing_to_retry');
  });
});

describe('a call without an answer', () => {
  test('that arrived hands nobody over twice', async () => {
    app.sim.faults.add({ path: api, kind: 'lost' }, 1);
    const handover = await handOver();
    expect((await read(handover.id)).customers).toMatchObject({ pending: 3 });
    app.advance(60);
    await app.settle();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    expect(callsOf(api)).toBe(1);
    expect(app.sim.world.corp(app.corp.corpId).transfers).toHaveLength(3);
  });

  test('that never arrived is made again', async () => {
    app.sim.faults.add({ path: api, kind: 'cut' }, 1);
    const handover = await handOver();
    expect((await read(handover.id)).customers).toMatchObject({ pending: 3 });
    app.advance(60);
    await app.settle();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    expect(callsOf(api)).toBe(2);
  });

  test('for too long ends as failed; a retry still looks before it asks', async () => {
    app.sim.faults.add({ path: api, kind: 'lost' }, 1);
    const away = app.sim.faults.add({ path: 'externalcontact/transfer_result', kind: 'http', status: 502 });
    const handover = await handOver();
    await wait(12);
    expect(await itemsOf(handover.id)).toMatchObject([
      ...Array.from({ length: 3 }, () => ({ state: 'failed', reason: 'unreachable', canRetry: true })),
    ]);
    app.sim.faults.remove(away);
    await admin.api('POST', `/handovers/${handover.id}/retry`, {});
    await app.settle();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    expect(callsOf(api)).toBe(1);
  });

  test('a limit is waited out and asked again', async () => {
    app.sim.faults.add({ path: api, kind: 'errcode', errcode: 45_009 }, 1);
    const handover = await handOver();
    app.advance(90);
    await app.settle();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    expect(app.sim.world.corp(app.corp.corpId).transfers).toHaveLength(3);
  });
});

describe('after leaving', () => {
  beforeEach(async () => {
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'ZhangSan' });
    await app.settle();
  });

  const unassigned = async (browser: Browser) =>
    (
      await browser.api<{ members: { member: Member; customers: number }[]; readAt: string | null }>(
        'GET',
        '/unassigned-customers',
      )
    ).body;

  test('who left is listed with the customers that wait', async () => {
    const { members, readAt } = await unassigned(admin);
    expect(members).toMatchObject([{ member: { name: '张三' }, customers: 3 }]);
    expect(readAt).not.toBeNull();
    const manager = await app.signIn('ChenGuodong');
    expect((await unassigned(manager)).members).toEqual([]);
    expect((await unassigned(await app.signIn('WangMin'))).members).toHaveLength(1);
  });

  test('customers can be searched, chosen and handed over', async () => {
    const { body } = await admin.api<{ items: HandoverCandidate[] }>(
      'GET',
      `/members/${idOf('ZhangSan')}/handover-candidates?search=jia`,
    );
    expect(body.items.map((one) => one.displayName)).toEqual(['甲']);
    const handover = await handOver({ message: '没有人会读到' });
    expect(handover).toMatchObject({ kind: 'resigned', message: null });
    expect((await unassigned(admin)).members).toEqual([]);
    await wait(25);
    expect((await read(handover.id)).customers).toMatchObject({ done: 3 });
    expect(callsOf('externalcontact/resigned/transfer_customer')).toBe(1);
  });

  test('a list that could not be read to its end changes nothing', async () => {
    app.sim.faults.add({ path: 'get_unassigned_list', kind: 'http', status: 500 });
    await admin.api('POST', '/unassigned-customers/refresh', {});
    await app.settle();
    expect((await unassigned(admin)).members).toMatchObject([{ customers: 3 }]);
  });

  test('who was handed over elsewhere waits no more after the next reading', async () => {
    const corp = app.sim.world.corp(app.corp.corpId);
    corp.relations.remove('ZhangSan', customers[0]?.externalUserId ?? '');
    await admin.api('POST', '/unassigned-customers/refresh', {});
    app.advance(1);
    await app.settle();
    expect((await unassigned(admin)).members).toMatchObject([{ customers: 2 }]);
  });

  test('customers nobody of ours ever knew can be handed over by their id', async () => {
    const corp = app.sim.world.corp(app.corp.corpId);
    await app.ctx.database.transaction(async (db) => {
      await db.query('DELETE FROM follow_relation');
      await db.query('DELETE FROM customer');
      await db.query('DELETE FROM unassigned_customer');
    });
    await admin.api('POST', '/unassigned-customers/refresh', {});
    await app.settle();
    const handover = await handOver();
    expect((await read(handover.id)).customers).toMatchObject({ waiting: 3 });
    expect(corp.transfers).toHaveLength(3);
  });
});

describe('group chats', () => {
  test.each(['in service', 'after leaving'])('go along %s, each with its end', async (when) => {
    const { corpId } = app.corp;
    const chats = ['设备交流群', '售后群'].map((name) =>
      app.sim.act.memberCreatesGroup(corpId, {
        owner: 'ZhangSan',
        name,
        members: ['WangMin', customers[0]?.externalUserId ?? ''],
      }),
    );
    if (when === 'after leaving') {
      app.sim.act.memberLeaves(corpId, { userId: 'ZhangSan' });
    }
    await app.settle();
    const handover = await handOver({ withGroupChats: true, customers: { customerIds: [] } });
    const items = await itemsOf(handover.id);
    expect(items.map(({ kind, name, state }) => `${kind} ${name} ${state}`).toSorted()).toEqual(
      ['设备交流群', '售后群'].map((name) => `chat ${name} done`).toSorted(),
    );
    const owners = chats.map(({ chatId }) => app.sim.world.corp(corpId).groups.get(chatId)?.owner);
    expect(owners).toEqual(['LiSi', 'LiSi']);
    expect((await read(handover.id)).chats).toMatchObject({ done: 2 });
  });
});

describe('who may', () => {
  test.each([
    ['a manager, below them', 'WangMin', 'ZhangSan', 'SunHao', 200, undefined],
    ['a manager, to somebody outside', 'WangMin', 'ZhangSan', 'LiSi', 404, 'member.not_found'],
    ['a manager, from somebody outside', 'ChenGuodong', 'ZhangSan', 'LiSi', 404, 'member.not_found'],
    ['a rep, their own', 'ZhangSan', 'ZhangSan', 'LiSi', 403, 'access.manager_only'],
    ['to oneself', 'ZhouQiming', 'ZhangSan', 'ZhangSan', 400, 'handover.same_member'],
    [
      'to one without customer contact',
      'ZhouQiming',
      'ZhangSan',
      'LinJianye',
      409,
      'handover.cannot_take_over',
    ],
  ])('%s', async (_name, actor, from, to, status, code) => {
    const browser = await app.signIn(actor);
    const answer = await ask(browser, { fromMemberId: idOf(from), toMemberId: idOf(to) });
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
    expect(await countIn(app.ctx, 'handover')).toBe(status === 200 ? 1 : 0);
  });

  test('a manager sees the handovers below them, and no others', async () => {
    await handOver();
    const below = await handOver({ toMemberId: idOf('SunHao'), withGroupChats: true });
    const list = async (userId: string) =>
      (await (await app.signIn(userId)).api<{ items: Handover[] }>('GET', '/handovers')).body.items;
    expect((await list('WangMin')).map((one) => one.id)).toEqual([below.id]);
    expect(await list('ChenGuodong')).toEqual([]);
    expect(await list('ZhouQiming')).toHaveLength(2);
  });
});
