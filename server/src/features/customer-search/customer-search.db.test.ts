import { randomBytes } from 'node:crypto';
import type { CustomerHit, CustomerHitPage } from '@guanxi/shared/customer-search';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { termsInDatabase, termsOfWorld } from '../../../test/search-index.ts';
import { createKeyring, type RingKey } from '../../db/keyring.ts';
import type { JobRun } from '../../queue/job.ts';
import { indexCustomersJob } from './index-customers.ts';
import { createIsIndexComplete } from './index-state.ts';

const firstKey: RingKey = { keyId: 'k1', key: randomBytes(32) };

let app: TestApp;
let admin: Browser;
let manager: Browser;
let rep: Browser;

beforeAll(async () => {
  app = await startTestApp({ env: { SECRET_KEYS: `k1:${firstKey.key.toString('base64')}` } });
  adds('欧阳娜娜', 'ZhangSan');
  adds('欧阳锋', 'LiSi');
  await app.settle();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  [admin, manager, rep] = [
    await app.signIn('ZhouQiming'),
    await app.signIn('ChenGuodong'),
    await app.signIn('LiSi'),
  ];
});

function adds(name: string, userId: string, externalUserId?: string) {
  return app.sim.act.customerAdds(app.corp.corpId, {
    userId,
    ...(externalUserId === undefined ? { customer: { name } } : { externalUserId }),
  });
}

const corpIdOf = () => app.ctx.installations.all()[0]?.corpId ?? 0;

async function search(browser: Browser, text: string, more: object = {}): Promise<CustomerHitPage> {
  const { status, body } = await browser.api('POST', '/customer-search', { search: text, ...more });
  expect([status, body]).toMatchObject([200, {}]);
  return body as never;
}

async function namesOf(browser: Browser, text: string, more: object = {}): Promise<string[]> {
  return (await search(browser, text, { limit: 100, ...more })).items.map((item) => item.remark ?? item.name);
}

async function expectExactIndex(): Promise<void> {
  const found = await termsInDatabase(app.ctx);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(await termsOfWorld(app.ctx));
}

function run(signal: AbortSignal, keys: readonly RingKey[] = [firstKey]) {
  const job: JobRun = {
    ...{ id: 0, corpId: corpIdOf(), name: 'index-customers', key: 'corp', attempt: 1, isLastAttempt: false },
    signal,
  };
  return indexCustomersJob.run({ ...app.ctx, keyring: createKeyring(keys) }, {}, job);
}

describe('the first index', () => {
  test('waits for the first full sync, and a search says that it is not complete', async () => {
    app.ctx.queue.wake();
    await app.ctx.scheduler.look();
    await app.ctx.worker.drain();
    expect(await countIn(app.ctx, 'follow_relation')).toBe(2);
    expect(await countIn(app.ctx, 'customer_term')).toBe(0);
    expect(await search(admin, '欧阳')).toEqual({ items: [], nextCursor: null, isIndexComplete: false });
  });

  test('is written when the sync has ended', async () => {
    await app.fullSync();
    await expectExactIndex();
    expect((await search(admin, '欧阳')).isIndexComplete).toBe(true);
  });

  test('is written anew for a company that was there before the search, from where it was cut off', async () => {
    await app.ctx.database.transaction(async (db) => {
      await db.query('DELETE FROM customer_term');
      await db.query('DELETE FROM customer_index');
    });
    const cut = new AbortController();
    const before = app.ctx.database;
    let steps = 0;
    const counted: typeof before = {
      ...before,
      async transaction(work) {
        const result = await before.transaction(work);
        steps += 1;
        if (steps === 2) {
          cut.abort(new Error('the server stops'));
        }
        return result;
      },
    };
    const job = { corpId: corpIdOf(), signal: cut.signal } as JobRun;
    await expect(indexCustomersJob.run({ ...app.ctx, database: counted }, {}, job)).rejects.toThrow('stops');
    const [halfway] = await rowsIn(app.ctx, 'customer_index');
    expect(halfway).toMatchObject({ finished_at: null });
    expect(Number(halfway?.last_customer_id)).toBeGreaterThan(0);
    adds('后来的人', 'SunHao');
    await app.settle();
    const effect = await run(new AbortController().signal);
    await app.ctx.database.transaction(async (db) => effect?.(db));
    await expectExactIndex();
    expect(await run(new AbortController().signal), 'a finished one is left alone').toBeUndefined();
  });
});

describe('a customer is found', () => {
  test.each([
    ['the name', '欧阳娜娜', ['欧阳娜娜']],
    ['pinyin of both', 'ouyang', ['欧阳锋', '欧阳娜娜']],
    ['initials', 'OYNN', ['欧阳娜娜']],
    ['nothing that is there', '司马', []],
    ['a wildcard of the database', '%', []],
  ])('by %s', async (_name, typed, expected) => {
    expect((await namesOf(admin, typed)).toSorted()).toEqual(expected.toSorted());
  });

  test('by what the member noted, and by each word of it together with the others', async () => {
    const { externalUserId } = adds('诸葛亮', 'LiSi');
    const edit = { userId: 'LiSi', externalUserId, remark: '孔明-军师', remarkCorpName: '汉中恒远机床' };
    app.sim.act.memberEditsRemark(app.corp.corpId, {
      ...edit,
      remarkMobiles: ['13811112222', '+86 139 3333 4444'],
    });
    await app.settle();
    for (const typed of ['诸葛', 'zgl', '军师', 'km', '恒远', 'hzhy', '2222', '33334444', '13933334444']) {
      expect(await namesOf(rep, typed), typed).toEqual(['孔明-军师']);
    }
    expect(await namesOf(rep, '诸葛 汉中 2222')).toEqual(['孔明-军师']);
    expect(await namesOf(rep, '诸葛 汉中 2223')).toEqual([]);
    expect(await namesOf(rep, '92222')).toEqual([]);
    await expectExactIndex();
  });

  test('with what matched, so that it can be marked', async () => {
    const [hit] = (await search(rep, 'junshi 2222')).items;
    const [byName] = (await search(rep, 'zgl')).items;
    expect(hit?.matches).toEqual([
      { field: 'remark', ranges: [{ start: 3, end: 5 }] },
      { field: 'mobile', ranges: [] },
    ]);
    expect(byName).toMatchObject({
      ...{ name: '诸葛亮', remark: '孔明-军师', company: '汉中恒远机床' },
      matches: [{ field: 'name', ranges: [{ start: 0, end: 3 }] }],
    });
    expect(JSON.stringify([hit, byName])).not.toContain('1381111');
  });

  test('by the new remark and not by the old one', async () => {
    const [row] = await rowsIn(app.ctx, 'customer', "name = '诸葛亮'");
    const { status } = await rep.api('PATCH', `/customers/${row?.id}/profile`, {
      remark: '卧龙',
      mobiles: [],
    });
    expect(status).toBe(200);
    await app.settle();
    expect([await namesOf(rep, '军师'), await namesOf(rep, '2222'), await namesOf(rep, '卧龙')]).toEqual([
      [],
      [],
      ['卧龙'],
    ]);
    await expectExactIndex();
  });

  test('by a new name, whoever of the followers is read first', async () => {
    const { externalUserId } = adds('改名前', 'LiSi');
    adds('', 'SunHao', externalUserId);
    for (const userId of ['LiSi', 'SunHao']) {
      app.sim.act.memberEditsRemark(app.corp.corpId, { userId, externalUserId, remark: '某人' });
    }
    await app.settle();
    const { relations } = app.sim.world.corp(app.corp.corpId);
    const contact = relations.contact(externalUserId);
    relations.putContact({ ...(contact as NonNullable<typeof contact>), name: '改名后' });
    await app.fullSync();
    expect([await namesOf(admin, '改名前'), await namesOf(admin, '改名后')]).toEqual([[], ['某人']]);
    const [hit] = (await search(admin, 'gmh')).items;
    expect([hit?.name, hit?.followers.length]).toEqual(['改名后', 2]);
    await expectExactIndex();
  });

  test.each([
    ['the member deleted them', false],
    ['they are lost without a callback', true],
  ])('no more when %s', async (_name, isSilent) => {
    const { externalUserId } = adds('短暂的人', 'LiSi');
    await app.settle();
    expect(await namesOf(rep, '短暂')).toEqual(['短暂的人']);
    app.advance(120);
    app.sim.faults.push.dropNext = isSilent ? 1 : 0;
    app.sim.act.memberDeletes(app.corp.corpId, { userId: 'LiSi', externalUserId });
    await app.settle();
    await app.fullSync();
    expect(await namesOf(rep, '短暂')).toEqual([]);
    await expectExactIndex();
  });

  test('again when they come back', async () => {
    const { externalUserId } = adds('回头客', 'LiSi');
    await app.settle();
    app.advance(120);
    app.sim.act.memberDeletes(app.corp.corpId, { userId: 'LiSi', externalUserId });
    await app.settle();
    expect(await namesOf(rep, 'htk')).toEqual([]);
    app.advance(120);
    adds('', 'LiSi', externalUserId);
    await app.settle();
    expect(await namesOf(rep, 'htk')).toEqual(['回头客']);
    await expectExactIndex();
  });
});

describe('who sees what', () => {
  let externalUserId: string;
  const followersOf = (page: CustomerHitPage) =>
    page.items.map((item) => item.followers.map((follower) => follower.member.name));

  beforeAll(async () => {
    ({ externalUserId } = adds('公孙瓒', 'ZhangSan'));
    adds('', 'LiSi', externalUserId);
    adds('', 'HuangXiaotong', externalUserId);
    adds('公孙胜', 'ZhangSan');
    app.sim.act.memberEditsRemark(app.corp.corpId, {
      userId: 'ZhangSan',
      externalUserId,
      remark: '白马将军',
    });
    app.sim.act.memberEditsRemark(app.corp.corpId, { userId: 'LiSi', externalUserId, remark: '李思的备注' });
    await app.settle();
  });

  test('a rep finds own customers, and nobody else beside them', async () => {
    const page = await search(rep, '公孙');
    expect(followersOf(page)).toEqual([['李思']]);
    expect(page.items[0]).toMatchObject({ remark: '李思的备注', name: '公孙瓒' });
    expect(await namesOf(rep, '公孙', { who: 'scope' })).toEqual(await namesOf(rep, '公孙', { who: 'mine' }));
  });

  test('a manager finds those of the departments they lead, each once, with the followers there', async () => {
    expect(followersOf(await search(manager, '公孙'))).toEqual([['李思', '黄晓彤']]);
    expect(await search(manager, '公孙', { who: 'mine' })).toMatchObject({ items: [], nextCursor: null });
  });

  test('an admin finds all of them, and the followers of each', async () => {
    const found = followersOf(await search(admin, '公孙')).map((names) => names.toSorted());
    expect(found.toSorted()).toEqual([['张三'], ['李思', '张三', '黄晓彤'].toSorted()].toSorted());
  });

  test('nobody is found by a remark of somebody outside the scope', async () => {
    expect(await namesOf(manager, '白马')).toEqual([]);
    expect(await namesOf(rep, '白马')).toEqual([]);
    expect(await namesOf(await app.signIn('ZhangSan'), '李思的')).toEqual([]);
    expect(await namesOf(admin, '白马')).toEqual(['白马将军']);
  });

  test('the words must all be of one relation', async () => {
    expect(await namesOf(admin, '白马 李思的')).toEqual([]);
    expect(await namesOf(admin, '公孙 白马')).toEqual(['白马将军']);
  });

  test('who moves out of the departments takes their customers along', async () => {
    app.sim.act.memberMoves(app.corp.corpId, { userId: 'HuangXiaotong', departments: [2] });
    await app.settle();
    app.advance(11);
    expect(followersOf(await search(manager, '公孙'))).toEqual([['李思']]);
  });
});

describe('the pages', () => {
  const all = async (browser: Browser, text: string, limit: number, between?: () => Promise<void>) => {
    const hits: CustomerHit[] = [];
    let cursor: string | null = null;
    do {
      const page: CustomerHitPage = await search(browser, text, { limit, ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      hits.push(...page.items);
      cursor = page.nextCursor;
      await between?.();
    } while (cursor !== null);
    return hits;
  };

  beforeAll(async () => {
    app.sim.faults.push.dropNext = 400;
    for (let index = 0; index < 120; index += 1) {
      const second = '甲乙丙丁戊己庚辛壬癸'[index % 10];
      const { externalUserId } = adds(`夏侯${second}`, ['LiSi', 'SunHao', 'WuJunjie'][index % 3] ?? '');
      if (index % 4 === 0) {
        adds('', 'ZhaoLei', externalUserId);
        const remark = `夏侯${index}`;
        app.sim.act.memberEditsRemark(app.corp.corpId, { userId: 'ZhaoLei', externalUserId, remark });
      }
    }
    await app.fullSync();
  });

  test('hold everybody once, in the order of what was found', async () => {
    const hits = await all(admin, '夏侯', 7);
    expect([hits.length, new Set(hits.map((hit) => hit.id)).size]).toEqual([120, 120]);
    const whole = await search(admin, '夏侯', { limit: 100 });
    expect(hits.slice(0, 100)).toEqual(whole.items);
    const exact = await all(admin, '夏侯甲', 5);
    expect(exact.map((hit) => hit.name)).toEqual(Array.from({ length: 12 }, () => '夏侯甲'));
  });

  test('of a scope hold those of the scope', async () => {
    const hits = await all(manager, 'xiahou', 9);
    expect(new Set(hits.map((hit) => hit.id)).size).toBe(80);
    expect(hits.length).toBe(80);
    expect(new Set(hits.flatMap((hit) => hit.followers.map((one) => one.member.userId)))).toEqual(
      new Set(['LiSi', 'WuJunjie']),
    );
  });

  test('of several words go on where they were', async () => {
    const hits = await all(admin, '夏侯 xh', 11);
    expect([hits.length, new Set(hits.map((hit) => hit.id)).size]).toEqual([120, 120]);
  });

  test('neither skip nor repeat anybody while others come, go and change', async () => {
    const stay = new Set((await all(admin, '夏侯', 50)).map((hit) => hit.externalUserId));
    const [comes, goes, changes] = [[...stay][3], [...stay][60], [...stay][90]];
    const { relations } = app.sim.world.corp(app.corp.corpId);
    const pairsOf = (externalUserId = '') =>
      relations.ofContact(externalUserId).map(({ userid: userId }) => ({ userId, externalUserId }));
    const turns = [
      () => {
        adds('夏侯甲', 'LiSi');
        adds('夏侯癸', 'LiSi');
        adds('', 'HeJing', comes);
      },
      () => {
        for (const pair of pairsOf(goes)) {
          app.sim.act.memberDeletes(app.corp.corpId, pair);
        }
        for (const pair of pairsOf(changes)) {
          app.sim.act.memberEditsRemark(app.corp.corpId, { ...pair, remark: '夏侯甲甲' });
        }
      },
    ];
    const hits = await all(admin, '夏侯', 10, async () => {
      turns.shift()?.();
      await app.settle();
    });
    expect(turns).toEqual([]);
    const seen = hits.map((hit) => hit.externalUserId).filter((id) => stay.has(id));
    const steady = [...stay].filter((id) => id !== goes && id !== changes);
    expect(seen.filter((id) => steady.includes(id)).toSorted()).toEqual(steady.toSorted());
  });

  test.each([
    ['no text', { search: ' ' }],
    ['a text that is too long', { search: 'x'.repeat(41) }],
    ['a made-up cursor', { search: '夏侯', cursor: 'x' }],
    [
      'a cursor of a word that is not there',
      { search: '夏侯', cursor: Buffer.from('[3,"x",1]').toString('base64url') },
    ],
    ['another scope', { search: '夏侯', who: 'all' }],
  ])('refuse %s', async (_name, body) => {
    const answer = await admin.api('POST', '/customer-search', body);
    expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });

  test('a cursor moved out of what was searched finds nothing else', async () => {
    const cursor = Buffer.from('[0,"a",0]').toString('base64url');
    expect((await search(rep, '公孙', { cursor, limit: 100 })).items.map((item) => item.name)).toEqual([
      '公孙瓒',
    ]);
    const behind = Buffer.from(JSON.stringify([0, '\u{10FFFF}', 0])).toString('base64url');
    expect((await search(rep, '公孙', { cursor: behind })).items).toEqual([]);
  });
});

describe('a new key', () => {
  const secondKey: RingKey = { keyId: 'k2', key: randomBytes(32) };

  beforeAll(async () => {
    const { externalUserId } = adds('司空', 'LiSi');
    const edit = { userId: 'LiSi', externalUserId, remarkMobiles: ['13855556666'] };
    app.sim.act.memberEditsRemark(app.corp.corpId, edit);
    await app.settle();
  });

  const underKeys = (...keys: RingKey[]) => ({ ...app.ctx, keyring: createKeyring(keys) });
  const terms = (keyId: string) => countIn(app.ctx, 'customer_term', `term LIKE '#${keyId}:%'`);

  test('finds what the old one blinded, and has all of it written again', async () => {
    const rotated = underKeys(secondKey, firstKey);
    const { searchCustomers } = await import('./search-customers.ts');
    const actor = {
      corpId: corpIdOf(),
      memberId: 0,
      userId: '',
      name: '',
      role: 'admin' as const,
      locale: 'zh-CN' as const,
      isUnlicensed: false,
    };
    const ask = (ctx: typeof rotated) =>
      searchCustomers({ ...ctx, isIndexComplete: createIsIndexComplete(ctx.database, ctx.keyring) }, actor, {
        search: '6666',
        who: 'scope',
        limit: 20,
      });
    expect(await ask(rotated)).toMatchObject({ items: [{ name: '司空' }], isIndexComplete: false });
    const before = await terms('k1');
    expect(before).toBeGreaterThan(0);
    const effect = await run(new AbortController().signal, [secondKey, firstKey]);
    await app.ctx.database.transaction(async (db) => effect?.(db));
    expect([await terms('k1'), await terms('k2')]).toEqual([0, before]);
    expect(await ask(rotated)).toMatchObject({ items: [{ name: '司空' }], isIndexComplete: true });
    expect(await termsInDatabase(rotated)).toEqual(await termsOfWorld(rotated));
  });
});
