import type { CustomerCard } from '@guanxi/shared/customers';
import type { Profile, ProfileEdit } from '@guanxi/shared/profile';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let rep: Browser;
let pair: { userId: string; externalUserId: string };
let customerId: number;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  // Past every pause that the test before may have caused.
  app.advance(3_700);
  serial += 1;
  const { externalUserId } = app.sim.act.customerAdds(app.corp.corpId, {
    userId: 'ZhangSan',
    customer: { name: `客户${serial}` },
  });
  pair = { userId: 'ZhangSan', externalUserId };
  await app.settle();
  rep = await app.signIn('ZhangSan');
  customerId = (await rep.card(externalUserId)).customer.id;
});

type Answer = { profile: Profile };
const edit = (change: ProfileEdit, browser = rep) =>
  browser.api<Answer>('PATCH', `/customers/${customerId}/profile`, change);
const act = (what: 'retry' | 'undo', fields: string[]) =>
  rep.api<Answer>('POST', `/customers/${customerId}/profile/${what}`, { fields });
const reveal = (ref: string, browser = rep) =>
  browser.api<{ number: string }>('POST', `/customers/${customerId}/mobiles/reveal`, { ref });
const profile = async () => (await rep.api<Answer>('GET', `/customers/${customerId}/profile`)).body.profile;
const card = (browser = rep): Promise<CustomerCard> => browser.card(pair.externalUserId);
/** What the platform has on the relation. */
const there = () => app.sim.world.corp(app.corp.corpId).relations.get(pair.userId, pair.externalUserId);
const wecomEdit = (
  change: Parameters<typeof app.sim.act.memberEditsRemark>[1] extends infer E ? Partial<E> : never,
) => app.sim.act.memberEditsRemark(app.corp.corpId, { ...pair, ...change });
/** What the timeline tells of the profile, in short; entries of one instant have no order. */
const told = async () => (await entries()).toSorted();
const entries = async () =>
  (await card()).timeline.items.flatMap((entry) => {
    switch (entry.kind) {
      case 'remark_changed':
      case 'description_changed':
      case 'company_changed':
        return [`${entry.kind}: ${entry.from} > ${entry.to}`];
      case 'mobiles_changed':
        return [`${entry.kind}: +${entry.added} -${entry.removed}`];
      default:
        return [];
    }
  });
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { error?: { code: string } }).error?.code,
];
const fails = (errcode: number, times?: number) =>
  app.sim.faults.add({ path: 'externalcontact/remark', kind: 'errcode', errcode }, times);
const untilGivenUp = async () => {
  for (let look = 0; look < 8; look += 1) {
    await app.settle();
    app.advance(120);
  }
};
const callsOf = (path: string) => app.sim.requests.filter((request) => request.path.endsWith(path)).length;

describe('an edit', () => {
  test('is shown at once as on its way, then is at the platform', async () => {
    const { status, body } = await edit({ remark: '欧阳总', description: '怕冷\n爱喝茶', company: '港通' });
    expect(status).toBe(200);
    expect(body.profile.remark).toEqual({
      value: '欧阳总',
      saved: `客户${serial}`,
      state: 'pending',
      failure: null,
    });
    expect((await card()).customer).toMatchObject({
      displayName: '欧阳总',
      company: '港通',
      description: '怕冷\n爱喝茶',
    });
    expect(there()).toMatchObject({ remark: `客户${serial}`, description: '' });
    await app.settle();
    expect(there()).toMatchObject({
      remark: '欧阳总',
      description: '怕冷\n爱喝茶',
      remarkCorpName: '港通',
    });
    expect(await profile()).toMatchObject({
      remark: { value: '欧阳总', saved: '欧阳总', state: 'synced' },
      company: { value: '港通', state: 'synced' },
    });
    expect(await told()).toEqual([
      'company_changed:  > 港通',
      'description_changed:  > 怕冷\n爱喝茶',
      `remark_changed: 客户${serial} > 欧阳总`,
    ]);
  });

  test('of several fields, and several edits of one, travel in one call', async () => {
    const before = callsOf('externalcontact/remark');
    await edit({ remark: '一' });
    await edit({ description: '二' });
    await edit({ remark: '三' });
    await app.settle();
    expect(callsOf('externalcontact/remark')).toBe(before + 1);
    expect(there()).toMatchObject({ remark: '三', description: '二' });
    expect(await told()).toEqual(['description_changed:  > 二', `remark_changed: 客户${serial} > 三`]);
  });

  test('while another is at the platform follows it', async () => {
    app.sim.faults.add({ path: 'externalcontact/remark', kind: 'slow', ms: 300 }, 1);
    await edit({ remark: '先' });
    const sending = app.settle();
    await expect.poll(() => countIn(app.ctx, 'job', 'claimed_by IS NOT NULL')).toBe(1);
    await edit({ remark: `客户${serial}` });
    await sending;
    await app.settle();
    expect([there()?.remark, (await profile()).remark.state]).toEqual([`客户${serial}`, 'synced']);
  });

  test('that changes nothing tells the platform nothing', async () => {
    const calls = app.sim.requests.length;
    const { body } = await edit({ remark: ` 客户${serial} ` });
    await app.settle();
    expect([body.profile.remark.state, app.sim.requests.length]).toEqual(['synced', calls]);
  });

  test('that empties a field clears it', async () => {
    await edit({ description: '旧', company: '旧', mobiles: [{ number: '13800138001' }] });
    await app.settle();
    await edit({ description: '', company: '', mobiles: [] });
    await app.settle();
    expect(there()).toMatchObject({ description: '', remarkCorpName: '', remarkMobiles: [] });
    expect((await card()).customer).toMatchObject({ description: null, company: null });
    expect(await told()).toContain('mobiles_changed: + -8001');
  });

  test('is found by search afterwards', async () => {
    await app.fullSync();
    await edit({ remark: '欧阳娜娜', company: `港通${serial}` });
    await app.settle();
    const { body } = await rep.api<{ items: { remark: string }[] }>('POST', '/customer-search', {
      search: `港通${serial}`,
    });
    expect(body.items.map((item) => item.remark)).toEqual(['欧阳娜娜']);
  });
});

describe('phones', () => {
  const first = '13812345678';
  const second = '+8613987654321';

  test('are masked on the card, sealed in the database and whole at the platform', async () => {
    const { body } = await edit({ mobiles: [{ number: '138 1234-5678' }, { number: second }] });
    expect(body.profile.mobiles.value.map((mobile) => mobile.masked)).toEqual(['138****5678', '861****4321']);
    await app.settle();
    expect(there()?.remarkMobiles).toEqual([first, second]);
    expect(JSON.stringify(await card())).not.toContain(first);
    const rows = JSON.stringify([
      ...(await rowsIn(app.ctx, 'profile_change')),
      ...(await rowsIn(app.ctx, 'timeline_entry')),
      ...(await rowsIn(app.ctx, 'job')),
    ]);
    expect([rows.includes(first), rows.includes('5678')]).toEqual([false, true]);
    expect(await told()).toEqual(['mobiles_changed: +5678,4321 -']);
  });

  test('are kept, added and taken away by name, without being read', async () => {
    await edit({ mobiles: [{ number: first }, { number: second }] });
    await app.settle();
    const { value } = (await profile()).mobiles;
    await edit({ mobiles: [{ ref: value[1]?.ref ?? '' }, { number: '13700000003' }] });
    await app.settle();
    expect(there()?.remarkMobiles).toEqual([second, '13700000003']);
    await edit({ mobiles: [...value.map(({ ref }) => ({ ref }))] });
    await app.settle();
    expect(there()?.remarkMobiles).toEqual([first, second]);
    expect(await countIn(app.ctx, 'audit_entry')).toBe(0);
  });

  test('are read one by one, and each reading is written down', async () => {
    await edit({ mobiles: [{ number: first }] });
    const [mobile] = (await profile()).mobiles.value;
    expect((await reveal(mobile?.ref ?? '')).body).toEqual({ number: first });
    await app.settle();
    await reveal(mobile?.ref ?? '');
    const [entry, ...more] = await rowsIn(app.ctx, 'audit_entry');
    const [relation] = await rowsIn(app.ctx, 'follow_relation', `customer_id = ${customerId}`);
    expect(more.length).toBe(1);
    expect(entry).toMatchObject({ action: 'mobile.read', subject: `relation:${relation?.id}` });
    expect(JSON.stringify([entry, ...more])).not.toContain(first);
  });

  test('that are gone, made up, or of another customer are not read', async () => {
    await edit({ mobiles: [{ number: first }] });
    await app.settle();
    const ref = (await profile()).mobiles.value[0]?.ref ?? '';
    const other = app.sim.act.customerAdds(app.corp.corpId, {
      userId: 'ZhangSan',
      customer: { name: '别人' },
    });
    await app.settle();
    const otherId = (await rep.card(other.externalUserId)).customer.id;
    const elsewhere = await rep.api('POST', `/customers/${otherId}/mobiles/reveal`, { ref });
    expect(codeOf(elsewhere)).toEqual([404, 'customer.not_found']);
    expect(codeOf(await rep.api('PATCH', `/customers/${otherId}/profile`, { mobiles: [{ ref }] }))).toEqual([
      404,
      'profile.mobile_unknown',
    ]);
    expect(codeOf(await reveal('AAAA'))).toEqual([404, 'profile.mobile_unknown']);
    const before = await countIn(app.ctx, 'audit_entry');
    await edit({ mobiles: [] });
    await app.settle();
    expect(codeOf(await reveal(ref))).toEqual([404, 'profile.mobile_unknown']);
    expect(await countIn(app.ctx, 'audit_entry')).toBe(before);
  });

  test('of a rep are read by the manager above, and by nobody beside', async () => {
    await edit({ mobiles: [{ number: first }] });
    await app.settle();
    const manager = await app.signIn('WangMin');
    const seen = await card(manager);
    expect(seen.profile).toBeNull();
    expect(seen.colleagueMobiles).toMatchObject([
      { member: { userId: 'ZhangSan' }, mobiles: [{ masked: '138****5678' }] },
    ]);
    const ref = seen.colleagueMobiles[0]?.mobiles[0]?.ref ?? '';
    expect((await reveal(ref, manager)).body).toEqual({ number: first });
    app.sim.act.customerAdds(app.corp.corpId, {
      userId: 'SunHao',
      externalUserId: pair.externalUserId,
    });
    await app.settle();
    const colleague = await app.signIn('SunHao');
    expect((await card(colleague)).colleagueMobiles).toEqual([]);
    expect(codeOf(await reveal(ref, colleague))).toEqual([404, 'customer.not_found']);
  });

  test('written here stay where the install mode shows none', async () => {
    const [installation] = app.ctx.installations.all();
    if (installation === undefined) {
      throw new Error('Nothing is installed');
    }
    const { client } = installation;
    const blind = { ...client.access.capabilities, seesMobiles: false };
    const blinded = (seeing: typeof client): typeof client => ({
      ...seeing,
      access: { ...seeing.access, capabilities: blind },
      with: (work) => blinded(seeing.with(work)),
    });
    app.ctx.installations.put({ ...installation, client: blinded(client) });
    await edit({ mobiles: [{ number: first }] });
    await app.settle();
    const relation = there();
    if (relation !== undefined) {
      app.sim.world.corp(app.corp.corpId).relations.put({ ...relation, remarkMobiles: [] });
    }
    wecomEdit({ description: '新' });
    await app.settle();
    app.ctx.installations.put(installation);
    expect(await profile()).toMatchObject({
      description: { value: '新' },
      mobiles: { value: [{ masked: '138****5678' }], state: 'synced' },
    });
    expect(await told()).toEqual(['description_changed:  > 新', 'mobiles_changed: +5678 -']);
  });
});

describe('a platform that refuses', () => {
  test.each([
    [84061, 'relation_gone'],
    [40096, 'relation_gone'],
    [48002, 'not_permitted'],
    [701008, 'licence_missing'],
    [60020, 'misconfigured'],
    [40058, 'too_long'],
    [40035, 'rejected'],
  ])('with %i at once is told as %s', async (errcode, reason) => {
    fails(errcode);
    await edit({ remark: '新' });
    await app.settle();
    expect((await profile()).remark).toEqual({
      value: '新',
      saved: `客户${serial}`,
      state: 'failed',
      failure: { reason, errcode, attempts: 1 },
    });
    expect((await card()).customer.displayName).toBe(`客户${serial}`);
  });

  test.each([
    [-1, 'limited'],
    [45033, 'limited'],
  ])('with %i for long is given up, and a retry brings it there', async (errcode, reason) => {
    fails(errcode);
    await edit({ remark: '新' });
    await untilGivenUp();
    expect((await profile()).remark).toMatchObject({
      state: 'failed',
      failure: { reason, errcode, attempts: 4 },
    });
    app.sim.faults.clear();
    expect((await act('retry', ['remark'])).body.profile.remark).toMatchObject({
      state: 'pending',
      failure: null,
    });
    await app.settle();
    expect([there()?.remark, (await profile()).remark.state]).toEqual(['新', 'synced']);
  });

  test('and is away is given up without a code', async () => {
    app.sim.faults.add({ path: 'externalcontact/*', kind: 'http', status: 502 });
    await edit({ remark: '新' });
    await untilGivenUp();
    expect((await profile()).remark).toMatchObject({
      state: 'failed',
      failure: { reason: 'unreachable', errcode: null },
    });
  });

  test('only for a while is tried until it takes it, without counting', async () => {
    // Each limit that is met makes the next pause longer: a minute, five, a quarter of an hour.
    fails(45009, 3);
    await edit({ remark: '新' });
    for (let pause = 0; pause < 4; pause += 1) {
      await app.settle();
      app.advance(20 * 60);
    }
    await app.settle();
    expect([there()?.remark, (await profile()).remark.state]).toEqual(['新', 'synced']);
  });

  test('can be given up: the field is as it was', async () => {
    fails(40035);
    await edit({ remark: '新', description: '另一个' });
    await app.settle();
    const { body } = await act('undo', ['remark']);
    expect(body.profile.remark).toMatchObject({ value: `客户${serial}`, state: 'synced' });
    expect(body.profile.description.state).toBe('failed');
  });

  test('without an answer, but took it, counts as done and is told once', async () => {
    app.sim.faults.add({ path: 'externalcontact/remark', kind: 'lost' });
    await edit({ remark: '到了' });
    await app.settle();
    expect((await profile()).remark).toMatchObject({ value: '到了', state: 'synced' });
    expect(await told()).toEqual([`remark_changed: 客户${serial} > 到了`]);
  });

  test('after the relation ended says so', async () => {
    await edit({ remark: '新' });
    app.sim.act.memberDeletes(app.corp.corpId, pair);
    await app.settle();
    expect((await profile()).remark).toMatchObject({
      state: 'failed',
      failure: { reason: 'relation_gone', errcode: 84061 },
    });
    expect(codeOf(await edit({ remark: '再' }))).toEqual([409, 'profile.no_relation']);
    expect(codeOf(await act('retry', ['remark']))).toEqual([409, 'profile.no_relation']);
    expect((await act('undo', ['remark'])).body.profile.remark.state).toBe('synced');
    expect((await card()).can.editProfile).toBe(false);
  });

  test.each(['retry', 'undo'] as const)('%s needs something that failed', async (what) => {
    expect(codeOf(await act(what, ['remark']))).toEqual([404, 'profile.no_change']);
    await edit({ remark: '新' });
    expect(codeOf(await act(what, ['remark']))).toEqual([404, 'profile.no_change']);
  });
});

describe('the last writer wins, field by field', () => {
  test('WeCom before our push: ours stays, and what it overwrote is told', async () => {
    await edit({ remark: '我们的' });
    app.sim.faults.push.dropNext = 1;
    wecomEdit({ remark: '他们的', description: '只有他们写' });
    await app.settle();
    expect(there()).toMatchObject({ remark: '我们的', description: '只有他们写' });
    expect((await profile()).remark).toMatchObject({ value: '我们的', state: 'synced' });
    expect(await told()).toEqual(['remark_changed: 他们的 > 我们的']);
  });

  test('WeCom while ours waits for the platform: ours is sent when it can be', async () => {
    fails(45009, 1);
    await edit({ remark: '我们的' });
    await app.settle();
    wecomEdit({ remark: '他们的' });
    await app.settle();
    expect((await profile()).remark).toEqual({
      value: '我们的',
      saved: '他们的',
      state: 'pending',
      failure: null,
    });
    app.advance(120);
    await app.settle();
    expect(there()?.remark).toBe('我们的');
    expect(await entries()).toEqual([
      'remark_changed: 他们的 > 我们的',
      `remark_changed: 客户${serial} > 他们的`,
    ]);
  });

  test('WeCom after our push: theirs stays', async () => {
    await edit({ remark: '我们的', mobiles: [{ number: '13812345678' }] });
    await app.settle();
    app.advance(1);
    wecomEdit({ remark: '他们的', remarkMobiles: ['13900000009'] });
    await app.settle();
    expect(there()?.remark).toBe('他们的');
    expect(await profile()).toMatchObject({
      remark: { value: '他们的', state: 'synced' },
      mobiles: { value: [{ masked: '139****0009' }], state: 'synced' },
    });
    expect(await told()).toEqual([
      'mobiles_changed: +0009 -5678',
      'mobiles_changed: +5678 -',
      `remark_changed: 客户${serial} > 我们的`,
      'remark_changed: 我们的 > 他们的',
    ]);
  });

  test('WeCom after ours failed: theirs stays, and nothing failed is shown any more', async () => {
    fails(40035, 1);
    await edit({ remark: '我们的', description: '也没写进' });
    await app.settle();
    wecomEdit({ remark: '他们的' });
    await app.settle();
    expect(await profile()).toMatchObject({
      remark: { value: '他们的', state: 'synced' },
      description: { value: '也没写进', state: 'failed' },
    });
  });

  test('a full sync tells of WeCom edits whose callback was lost, and leaves ours alone', async () => {
    await edit({ remark: '我们的' });
    await app.settle();
    app.advance(1);
    app.sim.faults.push.dropNext = 1;
    wecomEdit({ description: '没有回调' });
    await app.fullSync();
    expect(await profile()).toMatchObject({
      remark: { value: '我们的', state: 'synced' },
      description: { value: '没有回调' },
    });
  });

  test('a reading that began before our write and ends after it changes nothing of it', async () => {
    app.advance(20 * 60);
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'slow', ms: 900 }, 1);
    app.sim.faults.add({ path: 'externalcontact/get', kind: 'stale' }, 1);
    const looking = card();
    await expect.poll(() => app.sim.faults.list()).toEqual([]);
    app.advance(1);
    await edit({ remark: '我们的' });
    await app.settle();
    expect((await profile()).remark.state).toBe('synced');
    await looking;
    expect((await profile()).remark).toMatchObject({ value: '我们的', saved: '我们的', state: 'synced' });
    expect(await told()).toEqual([`remark_changed: 客户${serial} > 我们的`]);
  });

  test('an event about our own write tells nothing twice', async () => {
    app.sim.faults.switches.echoApiWrites = true;
    await edit({ remark: '我们的', mobiles: [{ number: '13812345678' }] });
    await app.settle();
    app.sim.faults.switches.echoApiWrites = false;
    expect(await told()).toEqual(['mobiles_changed: +5678 -', `remark_changed: 客户${serial} > 我们的`]);
  });
});

describe('what cannot be', () => {
  const long = (n: number) => '字'.repeat(n);
  test.each<[string, ProfileEdit, number, string]>([
    ['a remark of 21 characters', { remark: long(21) }, 400, 'profile.remark_too_long'],
    ['a description of 151', { description: long(151) }, 400, 'profile.description_too_long'],
    ['a company of 21', { company: long(21) }, 400, 'profile.company_too_long'],
    [
      'six phones',
      { mobiles: Array.from({ length: 6 }, (_, n) => ({ number: `1380013800${n}` })) },
      400,
      'profile.too_many_mobiles',
    ],
    ['a phone with letters', { mobiles: [{ number: '138abc45678' }] }, 400, 'profile.mobile_malformed'],
    ['an empty phone', { mobiles: [{ number: ' ' }] }, 400, 'profile.mobile_malformed'],
    ['nothing at all', {}, 400, 'request.invalid'],
  ])('%s is refused, and nothing of the request is kept', async (_name, change, status, code) => {
    const withOthers = Object.keys(change).length > 0 ? { remark: '好的', ...change } : change;
    expect(codeOf(await edit(withOthers))).toEqual([status, code]);
    expect((await profile()).remark).toMatchObject({ value: `客户${serial}`, state: 'synced' });
  });

  test('20 characters outside the basic plane are 20 characters', async () => {
    expect((await edit({ remark: '🐟'.repeat(20) })).status).toBe(200);
    await app.settle();
    expect(there()?.remark).toBe('🐟'.repeat(20));
  });

  test('the company of a WeCom user is refused', async () => {
    const { externalUserId } = app.sim.act.customerAdds(app.corp.corpId, {
      userId: 'ZhangSan',
      customer: { name: '陈工', type: 2 },
    });
    await app.settle();
    customerId = (await rep.card(externalUserId)).customer.id;
    expect(codeOf(await edit({ company: '别家' }))).toEqual([409, 'profile.company_fixed']);
    expect((await edit({ remark: '陈工' })).status).toBe(200);
  });

  test("somebody else's relation is not there, even for the manager who sees the customer", async () => {
    const manager = await app.signIn('WangMin');
    expect(codeOf(await edit({ remark: '经理写的' }, manager))).toEqual([404, 'customer.not_found']);
  });
});
