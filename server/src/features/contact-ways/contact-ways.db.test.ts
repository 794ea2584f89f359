import type { ContactWay, ContactWayDetail } from '@guanxi/shared/contact-ways';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;
let rep: Browser;
let zhangSan: number;
let vip: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
    groupName: '来源',
    tags: [{ name: '工博会' }],
  });
  [vip = ''] = tagIds;
  await app.fullSync();
  const [member] = await rowsIn(app.ctx, 'member', "user_id = 'ZhangSan'");
  zhangSan = Number(member?.id);
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  // Some tests move the clock by a month, and a session lasts a day.
  admin = await app.signIn('ZhouQiming');
  rep = await app.signIn('ZhangSan');
  serial += 1;
});

const world = () => app.sim.world.corp(app.corp.corpId);
const waysThere = () => [...world().ways.values()].filter((way) => way.kind === 'contact');
const waysNamed = (name: string) => waysThere().filter((way) => way.settings.remark === name);
const input = (more: object = {}) => ({
  ...{
    name: `展位 ${serial}`,
    memberIds: [zhangSan],
    departmentIds: [],
    tagIds: [],
    skipsVerification: false,
  },
  ...{ welcome: null, ...more },
});
const create = (more: object = {}) =>
  admin.api<ContactWayDetail>('POST', '/contact-ways', { ...input(more), requestKey: `request-${serial}` });
const made = async (more: object = {}): Promise<ContactWay> => {
  const { body } = await create(more);
  await app.settle();
  return shown(body.way.id);
};
const shown = async (id: number) =>
  (await admin.api<ContactWayDetail>('GET', `/contact-ways/${id}`)).body.way;
const list = async (query = '') =>
  (await admin.api<{ items: ContactWay[]; nextCursor: string | null }>('GET', `/contact-ways?${query}`)).body;
const configOf = async (way: ContactWay) =>
  String((await rowsIn(app.ctx, 'contact_way', `id = ${way.id}`))[0]?.config_id);
const scan = async (way: ContactWay, more: object = {}) => {
  const added = app.sim.act.customerScans(app.corp.corpId, { configId: await configOf(way), ...more });
  await app.settle();
  return 'userId' in added ? added : { userId: '', externalUserId: '' };
};
const tagsOf = (externalUserId: string) => world().relations.get('ZhangSan', externalUserId)?.tagIds ?? [];
const codeOf = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { error?: { code: string } }).error?.code,
];
const untilFailed = async () => {
  for (let look = 0; look < 8; look += 1) {
    await app.settle();
    app.advance(120);
  }
};

describe('a new way', () => {
  test('is shown at once as on its way, then is at the platform with its picture', async () => {
    const { status, body } = await create({ tagIds: [vip] });
    expect([status, body.way]).toMatchObject([
      200,
      {
        ...{ name: `展位 ${serial}`, kind: 'single', state: 'pending', change: 'create', qrCodeUrl: null },
        ...{ members: [{ memberId: zhangSan, name: '张三' }], tags: [{ tagId: vip, name: '工博会' }] },
      },
    ]);
    await app.settle();
    const way = await shown(body.way.id);
    expect(way).toMatchObject({ state: 'done', change: null, failure: null });
    expect(way.qrCodeUrl).toContain('/qr/');
    expect(waysNamed(way.name)).toMatchObject([
      { settings: { type: 1, scene: 2, state: way.channel, skip_verify: false, user: ['ZhangSan'] } },
    ]);
    expect(way.channel).toMatch(/^gx_[\w-]{16}$/);
  });

  test('asked for twice is one way', async () => {
    const [first, second] = [await create(), await create()];
    await app.settle();
    expect(second.body.way.id).toBe(first.body.way.id);
    expect(waysNamed(`展位 ${serial}`)).toHaveLength(1);
  });

  test('whose answer was lost is found by its mark, not made twice', async () => {
    const { body } = await create();
    app.sim.faults.add({ path: 'add_contact_way', kind: 'http', status: 502 }, 1);
    await app.settle();
    expect(waysNamed(`展位 ${serial}`)).toHaveLength(0);
    makeBehindOurBack(body.way.channel);
    app.advance(30);
    await app.settle();
    expect(waysNamed(`展位 ${serial}`)).toHaveLength(1);
    expect(await shown(body.way.id)).toMatchObject({ state: 'done' });
    expect(await configOf(body.way)).toBe(waysNamed(`展位 ${serial}`)[0]?.configId);
  });

  test('whose first call never arrived is made by the second', async () => {
    const { body } = await create();
    app.sim.faults.add({ path: 'add_contact_way', kind: 'cut' }, 1);
    await app.settle();
    app.advance(30);
    await app.settle();
    expect(waysNamed(`展位 ${serial}`)).toHaveLength(1);
    expect(await shown(body.way.id)).toMatchObject({ state: 'done' });
  });

  test('the platform refuses says why, and can be sent again', async () => {
    app.sim.faults.add({ path: 'add_contact_way', kind: 'errcode', errcode: 41_054 }, 1);
    const way = await made();
    expect(way).toMatchObject({ state: 'failed', change: 'create', failure: { errcode: 41_054 } });
    await admin.api('POST', `/contact-ways/${way.id}/retry`, {});
    await app.settle();
    expect(await shown(way.id)).toMatchObject({ state: 'done', failure: null });
    expect(codeOf(await admin.api('POST', `/contact-ways/${way.id}/retry`, {}))).toEqual([
      409,
      'contact_way.no_failure',
    ]);
  });

  test('that cannot be sent in time fails instead of waiting for ever', async () => {
    app.sim.faults.add({ path: 'add_contact_way', kind: 'cut' });
    const { body } = await create();
    await untilFailed();
    expect(await shown(body.way.id)).toMatchObject({ state: 'failed', failure: { errcode: null } });
  });

  test.each([
    ['a member without 客户联系', { memberIds: ['LinJianye'] }, [409, 'contact_way.member_not_usable']],
    ['a department that is not there', { departmentIds: [999] }, [404, 'contact_way.department_not_found']],
    ['a tag that is not there', { tagIds: ['etNowhere'] }, [404, 'tag.not_found']],
    ['nobody', { memberIds: [] }, [400, 'request.invalid']],
    ['a name of 31 characters', { name: '长'.repeat(31) }, [400, 'request.invalid']],
  ])('with %s is refused', async (_name, more: Record<string, unknown>, expected) => {
    const members = await rowsIn(app.ctx, 'member');
    const memberIds = (more.memberIds as unknown[] | undefined)?.map(
      (userId) => members.find((row) => row.user_id === userId)?.id,
    );
    expect(codeOf(await create({ ...more, ...(memberIds === undefined ? {} : { memberIds }) }))).toEqual(
      expected,
    );
  });

  test('is refused where the installation may not make any', async () => {
    const capabilities = app.ctx.installations.all()[0]?.client.access.capabilities as {
      makesContactWays: boolean;
    };
    capabilities.makesContactWays = false;
    const refused = await create();
    capabilities.makesContactWays = true;
    expect(codeOf(refused)).toEqual([403, 'contact_way.not_permitted']);
  });
});

/** A way as the platform has it when our call arrived and its answer did not. */
function makeBehindOurBack(state: string): void {
  const configId = `${serial}`.padStart(32, 'f');
  const [app1] = world().apps;
  world().ways.set(configId, {
    ...{ configId, kind: 'contact', creator: app1?.agentId ?? 0, createTime: app.sim.clock.seconds() },
    settings: { type: 1, scene: 2, remark: `展位 ${serial}`, state, user: ['ZhangSan'] },
  });
}

describe('a change', () => {
  test('reaches the platform whole', async () => {
    const way = await made({ departmentIds: [1], memberIds: [] });
    await admin.api(
      'PUT',
      `/contact-ways/${way.id}`,
      input({ name: `新名 ${serial}`, skipsVerification: true }),
    );
    expect(await shown(way.id)).toMatchObject({ state: 'pending', change: 'update' });
    await app.settle();
    expect(waysNamed(`新名 ${serial}`)).toMatchObject([
      { settings: { type: 2, state: way.channel, skip_verify: true, user: ['ZhangSan'], party: [] } },
    ]);
    expect(await shown(way.id)).toMatchObject({ state: 'done', change: null });
  });

  test('while the making is under way ends as changed', async () => {
    app.sim.faults.add({ path: 'add_contact_way', kind: 'slow', ms: 300 }, 1);
    const { body } = await create();
    const settling = app.settle();
    await expect
      .poll(async () => (await rowsIn(app.ctx, 'contact_way', `id = ${body.way.id}`))[0]?.tried_at)
      .not.toBeNull();
    await admin.api('PUT', `/contact-ways/${body.way.id}`, input({ name: `后来 ${serial}` }));
    await settling;
    await app.settle();
    expect(waysNamed(`展位 ${serial}`)).toHaveLength(0);
    expect(waysNamed(`后来 ${serial}`)).toHaveLength(1);
    expect(await shown(body.way.id)).toMatchObject({ state: 'done', change: null });
  });

  test('from one person to several is refused', async () => {
    const way = await made();
    const answer = await admin.api('PUT', `/contact-ways/${way.id}`, input({ departmentIds: [1] }));
    expect(codeOf(answer)).toEqual([409, 'contact_way.kind_fixed']);
  });

  test('of a way somebody deleted at the platform fails, and a retry makes a new code', async () => {
    const way = await made();
    world().ways.delete(await configOf(way));
    await admin.api('PUT', `/contact-ways/${way.id}`, input({ name: `再来 ${serial}` }));
    await app.settle();
    expect(await shown(way.id)).toMatchObject({ state: 'failed', failure: { errcode: 41_044 } });
    await admin.api('POST', `/contact-ways/${way.id}/retry`, {});
    await app.settle();
    expect(waysNamed(`再来 ${serial}`)).toMatchObject([{ settings: { state: way.channel } }]);
  });
});

describe('deleting', () => {
  test('takes the way from the platform, and it keeps its name for who came by it', async () => {
    const way = await made();
    const { externalUserId } = await scan(way);
    await admin.api('DELETE', `/contact-ways/${way.id}`);
    await app.settle();
    expect(waysNamed(way.name)).toEqual([]);
    expect((await admin.api('GET', `/contact-ways/${way.id}`)).status).toBe(404);
    expect((await rep.card(externalUserId)).relation?.channel).toBe(way.name);
  });

  test('one that is gone there already is done', async () => {
    const way = await made();
    world().ways.delete(await configOf(way));
    await admin.api('DELETE', `/contact-ways/${way.id}`);
    await app.settle();
    expect((await admin.api('GET', `/contact-ways/${way.id}`)).status).toBe(404);
  });

  test('one the platform never heard of asks it nothing', async () => {
    const { body } = await create();
    const from = app.sim.requests.length;
    await admin.api('DELETE', `/contact-ways/${body.way.id}`);
    await app.settle();
    expect(app.sim.requests.length).toBe(from);
  });

  test('while it is being made leaves nothing behind', async () => {
    app.sim.faults.add({ path: 'add_contact_way', kind: 'slow', ms: 300 }, 1);
    const { body } = await create();
    const settling = app.settle();
    await expect
      .poll(async () => (await rowsIn(app.ctx, 'contact_way', `id = ${body.way.id}`))[0]?.tried_at)
      .not.toBeNull();
    await admin.api('DELETE', `/contact-ways/${body.way.id}`);
    await settling;
    await app.settle();
    expect(waysNamed(`展位 ${serial}`)).toEqual([]);
  });
});

describe('who comes by a way', () => {
  test('is shown with its name, welcomed by it and tagged by the rule, once', async () => {
    const way = await made({ tagIds: [vip], welcome: { text: '展位上见' } });
    const { externalUserId } = await scan(way);
    expect(tagsOf(externalUserId)).toEqual([vip]);
    const card = await rep.card(externalUserId);
    expect(card.relation?.channel).toBe(way.name);
    const told = card.timeline.items.map((entry) => [entry.kind, entry.actor.kind]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['tags_changed', 'system'],
        ['welcome', 'system'],
        ['added', 'customer'],
      ]),
    );
    expect(card.timeline.items.find((entry) => entry.kind === 'added')).toMatchObject({ channel: way.name });
    expect(
      world()
        .chats.messages('ZhangSan', externalUserId)
        .map((message) => message.text),
    ).toContain('展位上见');
    expect(await shown(way.id)).toMatchObject({
      counts: { added: 1, lost: 0, welcomes: { sent: 1, notSent: 0, unclear: 0 } },
    });
  });

  test('is shown with its new name half a minute after it got one', async () => {
    const way = await made();
    const { externalUserId } = await scan(way);
    const channel = async () => (await rep.card(externalUserId)).relation?.channel;
    expect(await channel()).toBe(`展位 ${serial}`);
    await admin.api('PUT', `/contact-ways/${way.id}`, input({ name: `新展位 ${serial}` }));
    app.advance(31);
    expect(await channel()).toBe(`新展位 ${serial}`);
    await app.settle();
  });

  test('half added is tagged when the member confirms', async () => {
    const way = await made({ tagIds: [vip], skipsVerification: true });
    const { externalUserId } = await scan(way);
    expect(tagsOf(externalUserId)).toEqual([]);
    app.sim.act.memberConfirms(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    await app.settle();
    expect(tagsOf(externalUserId)).toEqual([vip]);
  });

  test('and comes back on the same day is not tagged again, but after a month', async () => {
    const way = await made({ tagIds: [vip] });
    const { externalUserId } = await scan(way);
    const pair = { userId: 'ZhangSan', externalUserId };
    app.sim.act.memberEditsTags(app.corp.corpId, { ...pair, removeTagIds: [vip] });
    await app.settle();
    const comeBack = async () => {
      app.sim.act.customerDeletes(app.corp.corpId, pair);
      await app.settle();
      app.advance(60);
      await scan(way, { externalUserId });
    };
    await comeBack();
    expect(tagsOf(externalUserId)).toEqual([]);
    expect(await shown(way.id)).toMatchObject({ counts: { added: 1, lost: 0 } });
    app.advance(31 * 86_400);
    await comeBack();
    expect(tagsOf(externalUserId)).toEqual([vip]);
  });

  describe('although the callback was lost', () => {
    const comeUnheard = async (way: ContactWay) => {
      app.sim.faults.push.dropNext = 1;
      const { externalUserId } = await scan(way);
      expect(await rowsIn(app.ctx, 'customer', `external_user_id = '${externalUserId}'`)).toEqual([]);
      return externalUserId;
    };

    test('is tagged when a full sync finds them, once', async () => {
      const way = await made({ tagIds: [vip] });
      serial += 1;
      const untagged = await made();
      const first = await comeUnheard(way);
      const second = await comeUnheard(way);
      const other = await comeUnheard(untagged);
      await app.fullSync();
      await app.settle();
      expect([first, second, other].map(tagsOf)).toEqual([[vip], [vip], []]);
      app.sim.act.memberEditsTags(app.corp.corpId, {
        ...{ userId: 'ZhangSan', externalUserId: first, removeTagIds: [vip] },
      });
      await app.settle();
      await app.fullSync();
      await app.settle();
      expect(tagsOf(first)).toEqual([]);
      expect((await rep.card(second)).timeline.items.map((entry) => entry.kind)).toContain('tags_changed');
    });

    test('is tagged when somebody looks, and not again when the callback comes after all', async () => {
      const way = await made({ tagIds: [vip] });
      app.sim.faults.push.hold = true;
      const added = app.sim.act.customerScans(app.corp.corpId, { configId: await configOf(way) });
      const externalUserId = 'externalUserId' in added ? added.externalUserId : '';
      await rep.card(externalUserId);
      await app.ctx.worker.drain();
      expect(tagsOf(externalUserId)).toEqual([vip]);
      app.sim.act.memberEditsTags(app.corp.corpId, {
        ...{ userId: 'ZhangSan', externalUserId, removeTagIds: [vip] },
      });
      app.sim.release();
      await app.settle();
      expect(tagsOf(externalUserId)).toEqual([]);
    });

    test('is not tagged for having come before the way had tags', async () => {
      const way = await made();
      const { externalUserId } = await scan(way);
      await admin.api('PUT', `/contact-ways/${way.id}`, input({ tagIds: [vip] }));
      await app.settle();
      await app.fullSync();
      await app.settle();
      expect(tagsOf(externalUserId)).toEqual([]);
    });
  });

  test('and leaves is counted as lost', async () => {
    const way = await made();
    const { externalUserId } = await scan(way);
    await scan(way);
    app.sim.act.customerDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    await app.settle();
    expect(await shown(way.id)).toMatchObject({ counts: { added: 2, lost: 1 } });
  });

  test('a tag that is gone does not stop the others', async () => {
    const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
      groupName: `临时 ${serial}`,
      tags: [{ name: '短命' }],
    });
    await app.settle();
    const way = await made({ tagIds: [vip, ...tagIds] });
    app.sim.act.adminDeletesTag(app.corp.corpId, { id: tagIds[0] ?? '' });
    await app.settle();
    const { externalUserId } = await scan(way);
    expect(tagsOf(externalUserId)).toEqual([vip]);
  });
});

describe('the listing', () => {
  test('keeps ways of others, which nobody can change, and notices when they go', async () => {
    const own = await made();
    makeBehindOurBack('someone-else');
    await admin.api('POST', '/contact-ways/sync', {});
    await app.settle();
    const foreign = (await list('search=someone-else')).items;
    expect(foreign).toMatchObject([{ isForeign: true, channel: 'someone-else', state: 'done' }]);
    const id = foreign[0]?.id ?? 0;
    expect(codeOf(await admin.api('PUT', `/contact-ways/${id}`, input()))).toEqual([
      409,
      'contact_way.foreign',
    ]);
    expect(codeOf(await admin.api('DELETE', `/contact-ways/${id}`))).toEqual([409, 'contact_way.foreign']);
    expect(await shown(own.id)).toMatchObject({ isForeign: false, state: 'done' });
    world().ways.delete(`${serial}`.padStart(32, 'f'));
    world().ways.delete(await configOf(own));
    app.advance(60);
    await admin.api('POST', '/contact-ways/sync', {});
    await app.settle();
    expect((await list('search=someone-else')).items).toEqual([]);
    expect(await shown(own.id)).toMatchObject({ state: 'failed', failure: { errcode: 41_044 } });
  });

  test('that breaks off loses nothing', async () => {
    const own = await made();
    app.sim.faults.add({ path: 'list_contact_way', kind: 'errcode', errcode: 48_002 });
    await admin.api('POST', '/contact-ways/sync', {});
    await untilFailed();
    expect(await shown(own.id)).toMatchObject({ state: 'done' });
  });

  test('pages follow each other, and the search knows pinyin', async () => {
    const way = await made({ name: `苏州展厅 ${serial}` });
    const first = await list('limit=2');
    const second = await list(`limit=100&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toBe(way.id);
    expect((await list('search=suzhou')).items.map((item) => item.id)).toEqual([way.id]);
  });
});
