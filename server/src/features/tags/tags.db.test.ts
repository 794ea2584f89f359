import type { CustomerTag } from '@guanxi/shared/tags';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;
let rep: Browser;
let pair: { userId: string; externalUserId: string };
let customerId: number;
let vip: string;
let warm: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  serial += 1;
  const { corpId } = app.corp;
  const { tagIds } = app.sim.act.adminCreatesTag(corpId, {
    groupName: `级别${serial}`,
    tags: [{ name: 'VIP' }, { name: '意向高' }],
  });
  [vip = '', warm = ''] = tagIds;
  const { externalUserId } = app.sim.act.customerAdds(corpId, {
    userId: 'ZhangSan',
    customer: { name: `客户${serial}` },
  });
  pair = { userId: 'ZhangSan', externalUserId };
  await app.settle();
  rep = await app.signIn('ZhangSan');
  customerId = (await rep.card(externalUserId)).customer.id;
});

type Tags = { tags: CustomerTag[] };
const change = (add: string[], remove: string[] = [], browser = rep) =>
  browser.api<Tags>('POST', `/customers/${customerId}/tags`, { add, remove });
const act = (what: 'retry' | 'undo', tagIds: string[]) =>
  rep.api<Tags>('POST', `/customers/${customerId}/tags/${what}`, { tagIds });
const shown = async () => (await rep.api<Tags>('GET', `/customers/${customerId}/tags`)).body.tags;
const states = async () => (await shown()).map((tag) => [tag.name, tag.state]);
/** The tags the platform has on the relation. */
const there = () =>
  app.sim.world.corp(app.corp.corpId).relations.get(pair.userId, pair.externalUserId)?.tagIds ?? [];
const kinds = async () => (await rep.card(pair.externalUserId)).timeline.items.map((entry) => entry.kind);
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { error?: { code: string } }).error?.code,
];
const fails = (errcode: number, times?: number) =>
  app.sim.faults.add({ path: 'mark_tag', kind: 'errcode', errcode }, times);
const untilFailed = async () => {
  for (let look = 0; look < 8; look += 1) {
    await app.settle();
    app.advance(120);
  }
};

describe('a tap', () => {
  test('is shown at once as on its way, then is at the platform', async () => {
    const { status, body } = await change([vip]);
    expect([status, body.tags]).toMatchObject([
      200,
      [{ tagId: vip, name: 'VIP', groupName: `级别${serial}`, state: 'pending', change: 'add' }],
    ]);
    expect(there()).toEqual([]);
    await app.settle();
    expect(there()).toEqual([vip]);
    expect(await states()).toEqual([['VIP', 'synced']]);
    expect(await kinds()).toEqual(['tags_changed', 'added']);
  });

  test('takes a tag off', async () => {
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, addTagIds: [vip] });
    await app.settle();
    expect((await change([], [vip])).body.tags).toMatchObject([{ state: 'pending', change: 'remove' }]);
    await app.settle();
    expect(there()).toEqual([]);
    expect(await shown()).toEqual([]);
  });

  test('on what is there already changes nothing and tells the platform nothing', async () => {
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, addTagIds: [vip] });
    await app.settle();
    const calls = app.sim.requests.length;
    await change([vip], [warm]);
    await app.settle();
    expect(app.sim.requests.length).toBe(calls);
    expect(await states()).toEqual([['VIP', 'synced']]);
  });

  test('on and off again before it was sent ends off, and the timeline is silent', async () => {
    await change([vip]);
    await change([], [vip]);
    await app.settle();
    expect([there(), await shown(), await kinds()]).toEqual([[], [], ['added']]);
  });

  test('off while the addition is at the platform ends off', async () => {
    app.sim.faults.add({ path: 'mark_tag', kind: 'slow', ms: 300 }, 1);
    await change([vip]);
    const sending = app.settle();
    await expect.poll(() => countIn(app.ctx, 'job', 'claimed_by IS NOT NULL')).toBe(1);
    await change([], [vip]);
    await sending;
    await app.settle();
    expect([there(), await shown()]).toEqual([[], []]);
  });

  test('two quick ones on two tags both arrive', async () => {
    await Promise.all([change([vip]), change([warm])]);
    await app.settle();
    expect([...there()].sort()).toEqual([vip, warm].sort());
    expect((await states()).map(([, state]) => state)).toEqual(['synced', 'synced']);
  });
});

describe('a platform that refuses', () => {
  test('one of two tags gets the other, and the refusal has its reason', async () => {
    app.sim.world.corp(app.corp.corpId).tags.deleteTag(warm);
    await change([vip, warm]);
    await app.settle();
    expect(there()).toEqual([vip]);
    const tags = await shown();
    expect(tags.find((tag) => tag.tagId === vip)?.state).toBe('synced');
    const refused = tags.find((tag) => tag.tagId === warm);
    expect(refused).toMatchObject({ state: 'failed', change: 'add' });
    expect(refused?.failure?.errcode).toBeGreaterThan(40000);
    expect(refused?.failure?.message).not.toContain('from ip');
  });

  test('for long is given up with the reason, and a retry brings it there', async () => {
    fails(-1);
    await change([vip]);
    await untilFailed();
    expect((await shown())[0]).toMatchObject({
      state: 'failed',
      failure: { errcode: -1, attempts: 4 },
    });
    app.sim.faults.clear();
    expect((await act('retry', [vip])).body.tags).toMatchObject([{ state: 'pending', failure: null }]);
    await app.settle();
    expect([there(), await states()]).toEqual([[vip], [['VIP', 'synced']]]);
  });

  test('and is away is given up without a code', async () => {
    app.sim.faults.add({ path: 'mark_tag', kind: 'http', status: 502 });
    await change([vip]);
    await untilFailed();
    expect((await shown())[0]).toMatchObject({ state: 'failed', failure: { errcode: null } });
  });

  test('can be given up: the tag is as it was', async () => {
    fails(81011);
    await change([vip]);
    await app.settle();
    expect(await states()).toEqual([['VIP', 'failed']]);
    expect((await act('undo', [vip])).body.tags).toEqual([]);
    await app.settle();
    expect(there()).toEqual([]);
  });

  test('only for a while is tried until it takes it, without counting', async () => {
    fails(45009, 6);
    await change([vip]);
    // The pauses grow to an hour.
    for (let look = 0; look < 24; look += 1) {
      await app.settle();
      app.advance(600);
    }
    expect(await states()).toEqual([['VIP', 'synced']]);
  });

  test.each(['retry', 'undo'] as const)('%s needs something that failed', async (what) => {
    expect(codeOf(await act(what, [vip]))).toEqual([404, 'tag.no_change']);
    await change([vip]);
    expect(codeOf(await act(what, [vip]))).toEqual([404, 'tag.no_change']);
  });
});

describe('what cannot be', () => {
  test('a tag nobody knows is refused, and nothing of the request is kept', async () => {
    expect(codeOf(await change([vip, 'etUnknown']))).toEqual([404, 'tag.not_found']);
    expect(await shown()).toEqual([]);
  });

  test('a tag that was deleted at the platform is refused and gone from the card', async () => {
    await change([vip]);
    await app.settle();
    app.sim.act.adminDeletesTag(app.corp.corpId, { id: vip });
    await app.settle();
    expect(await shown()).toEqual([]);
    expect(codeOf(await change([vip]))).toEqual([404, 'tag.not_found']);
  });

  test('after the member deleted the customer there is nothing to tag', async () => {
    app.advance(120);
    app.sim.act.memberDeletes(app.corp.corpId, pair);
    await app.settle();
    expect(codeOf(await change([vip]))).toEqual([409, 'tag.no_relation']);
  });

  test('somebody else, even who sees the customer, has no tags there', async () => {
    const manager = await app.signIn('WangMin');
    expect(codeOf(await change([vip], [], manager))).toEqual([404, 'customer.not_found']);
  });

  test.each([
    ['too many tags', { add: Array.from({ length: 101 }, (_, index) => `et${index}`) }],
    ['no list', { add: 'et1' }],
    ['an empty id', { remove: [''] }],
  ])('is refused: %s', async (_name, body) => {
    expect((await rep.api('POST', `/customers/${customerId}/tags`, body)).status).toBe(400);
  });
});

describe('changes at the platform', () => {
  test('of the tags of a customer are shown and told once', async () => {
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, addTagIds: [vip, warm], personalTags: ['老乡'] });
    await app.settle();
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, removeTagIds: [warm] });
    await app.settle();
    const tags = await shown();
    expect(tags.map((tag) => [tag.name, tag.kind])).toEqual([
      ['VIP', 'corp'],
      ['老乡', 'personal'],
    ]);
    expect(await kinds()).toEqual(['tags_changed', 'tags_changed', 'added']);
  });

  test('an event about our own write tells nothing twice', async () => {
    app.sim.faults.switches.echoApiWrites = true;
    await change([vip]);
    await app.settle();
    await app.settle();
    expect(await kinds()).toEqual(['tags_changed', 'added']);
  });

  test('of names and order are followed', async () => {
    type Groups = { groups: { name: string; tags: { name: string }[] }[] };
    const own = async () => {
      const { body } = await rep.api<Groups>('GET', '/tag-groups');
      return body.groups.find((group) => group.name === `级别${serial}`)?.tags.map((tag) => tag.name);
    };
    expect((await own())?.toSorted()).toEqual(['VIP', '意向高'].toSorted());
    app.sim.act.adminRenamesTag(app.corp.corpId, { id: vip, name: '贵宾', order: 99 });
    app.sim.act.adminRenamesTag(app.corp.corpId, { id: warm, order: 1 });
    await app.settle();
    expect(await own()).toEqual(['贵宾', '意向高']);
    app.sim.act.adminDeletesTag(app.corp.corpId, { id: warm });
    await app.settle();
    expect(await own()).toEqual(['贵宾']);
  });

  test('tags of a strategy, which the list of corp tags does not name, stay', async () => {
    await app.ctx.database.transaction(async (db) => {
      const [relation] = await db.query('SELECT id, corp_id FROM follow_relation ORDER BY id DESC LIMIT 1');
      await db.query(
        "INSERT INTO tag (corp_id, tag_id, group_id, name, sort_order, is_deleted) VALUES (?, ?, '', '规则组标签', 0, 0)",
        [relation.corp_id, `st${serial}`],
      );
      await db.query('INSERT INTO relation_tag (corp_id, relation_id, tag_id) VALUES (?, ?, ?)', [
        relation.corp_id,
        relation.id,
        `st${serial}`,
      ]);
    });
    app.sim.act.adminRenamesTag(app.corp.corpId, { id: vip, name: '贵宾' });
    await app.settle();
    expect(await states()).toEqual([['规则组标签', 'synced']]);
  });
});

describe('tags of one relation', () => {
  const marks = () => app.sim.requests.filter((request) => request.path.endsWith('/mark_tag')).length;

  test('travel in one call, those put on and those taken off', async () => {
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, addTagIds: [vip] });
    await app.settle();
    const before = marks();
    await change([warm], []);
    await change([], [vip]);
    await app.settle();
    expect([marks() - before, there()]).toEqual([1, [warm]]);
  });

  test('a tag that is gone fails alone, with its code', async () => {
    app.sim.world.corp(app.corp.corpId).tags.deleteTag(warm);
    await change([vip, warm]);
    await app.settle();
    expect((await shown()).map((tag) => [tag.tagId, tag.state, tag.failure?.errcode ?? null])).toEqual([
      [vip, 'synced', null],
      [warm, 'failed', 40068],
    ]);
  });

  test.each([
    ['an unknown tag', 40068, 'failed', 1],
    ["another creator's tag", 81011, 'failed', 1],
    ['a relation that is over', 84061, 'failed', 1],
    ['no customer right', 84074, 'failed', 1],
    ['no permission', 48002, 'failed', 1],
    ['no licence', 701_008, 'failed', 1],
    ['a busy platform', -1, 'pending', null],
    ['too many calls at once', 45033, 'pending', null],
    ['two writers on one record', 45035, 'pending', null],
    ['too many calls', 45009, 'pending', null],
  ])('%s (%i) at first: %s', async (_name, errcode, state, attempts) => {
    fails(errcode);
    await change([vip]);
    await app.settle();
    const [tag] = await shown();
    expect([tag?.state, tag?.failure?.attempts ?? null]).toEqual([state, attempts]);
    app.sim.faults.clear();
    await untilFailed();
    expect(await states()).toEqual([['VIP', state === 'failed' ? 'failed' : 'synced']]);
  });

  test('are brought there for many customers at once, whatever the platform allows at a time', async () => {
    app.sim.faults.add({ path: 'mark_tag', kind: 'concurrency', limit: 1 });
    app.sim.faults.add({ path: 'mark_tag', kind: 'slow', ms: 20 });
    const many = Array.from({ length: 12 }, (_, n) =>
      app.sim.act.customerAdds(app.corp.corpId, {
        userId: 'ZhangSan',
        customer: { name: `同时${serial}-${n}` },
      }),
    );
    await app.settle();
    for (const { externalUserId } of many) {
      const { customer } = await rep.card(externalUserId);
      await rep.api('POST', `/customers/${customer.id}/tags`, { add: [vip] });
    }
    await untilFailed();
    const { relations } = app.sim.world.corp(app.corp.corpId);
    expect(many.map(({ externalUserId }) => relations.get('ZhangSan', externalUserId)?.tagIds)).toEqual(
      many.map(() => [vip]),
    );
    expect(await countIn(app.ctx, 'tag_change', `tag_id = '${vip}'`)).toBe(0);
  });
});
