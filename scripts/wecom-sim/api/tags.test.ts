import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  type Client,
  connect,
  firstCorp,
  type Json,
  nodesOf,
  startReceiver,
  startTestSim,
} from '../testing.ts';

interface Group {
  group_id: string;
  group_name: string;
  deleted?: boolean;
  tag: { id: string; name: string; deleted?: boolean }[];
}

let sim: WecomSim;
let client: Client;
let corp: string;

beforeAll(async () => {
  sim = await startTestSim();
  client = await connect(sim);
  corp = firstCorp(sim).corpId;
});
afterAll(() => sim.stop());

const call = (name: string, body: object): Promise<Json> => client.post(`externalcontact/${name}`, body);
const create = async (groupName: string, ...names: string[]): Promise<Group> => {
  const tag = names.map((name) => ({ name }));
  return (await call('add_corp_tag', { group_name: groupName, tag })).tag_group as Group;
};
const list = async (body: object = {}): Promise<Group[]> =>
  (await call('get_corp_tag_list', body)).tag_group as Group[];

describe('corp tags', () => {
  it('are added to a new group, then to the group of that name', async () => {
    const first = await create('客户阶段', '初次接触', '已报价', '已报价');
    expect(first.tag.map((tag) => tag.name)).toEqual(['初次接触', '已报价']);
    const second = await create('客户阶段', '合作中');
    expect(second.group_id).toBe(first.group_id);
    expect(second.tag.map((tag) => tag.name)).toEqual(['合作中']);
    const [group] = await list({ group_id: [first.group_id] });
    expect(group?.tag).toHaveLength(3);
    expect(await call('add_corp_tag', { group_id: first.group_id, tag: [{ name: '合作中' }] })).toMatchObject(
      {
        errcode: 40071,
      },
    );
  });

  it.each([
    ['add_corp_tag', { group_name: '甲', tag: [] }, 40058],
    ['add_corp_tag', { group_id: 'etNothing', tag: [{ name: '乙' }] }, 40068],
    ['add_corp_tag', { group_name: '甲', tag: [{ name: '一'.repeat(31) }] }, 40072],
    ['add_corp_tag', { group_name: '甲', tag: [{ name: '乙', order: 4294967296 }] }, 40058],
    ['edit_corp_tag', { id: 'etNothing', name: '乙' }, 40068],
    ['del_corp_tag', {}, 40058],
  ])('%s refuses case %#', async (name, body, errcode) => {
    expect(await call(name, body)).toMatchObject({ errcode });
  });

  it('are renamed, and not to a name that is taken', async () => {
    const group = await create('意向产品', '五轴', '车铣');
    const [tag] = group.tag;
    expect(await call('edit_corp_tag', { id: tag?.id, name: '五轴设备', order: 9 })).toMatchObject({
      errcode: 0,
    });
    expect(await call('edit_corp_tag', { id: tag?.id, name: '车铣' })).toMatchObject({ errcode: 40071 });
    const [read] = await list({ tag_id: [tag?.id] });
    expect(read?.tag).toMatchObject([{ name: '五轴设备', order: 9, deleted: false }]);
  });

  it('go with their group when the last one is deleted, and stay visible by id', async () => {
    const group = await create('区域', '华东');
    expect(await call('del_corp_tag', { tag_id: [group.tag[0]?.id] })).toMatchObject({ errcode: 0 });
    expect((await list()).some((other) => other.group_id === group.group_id)).toBe(false);
    const [deleted] = await list({ group_id: [group.group_id] });
    expect(deleted).toMatchObject({ deleted: true, tag: [{ deleted: true }] });
  });

  it('of the admin console may be applied, not changed', async () => {
    const { groupId, tagIds } = sim.act.adminCreatesTag(corp, {
      groupName: '合作方式',
      tags: [{ name: '年度框架' }],
    });
    const id = tagIds[0] ?? '';
    expect(await call('edit_corp_tag', { id, name: '甲' })).toMatchObject({ errcode: 81011 });
    expect(await call('del_corp_tag', { group_id: [groupId] })).toMatchObject({ errcode: 81011 });
    const { userId: userid, externalUserId } = sim.act.customerAdds(corp, { userId: 'ZhangSan' });
    const marked = { userid, external_userid: externalUserId, add_tag: [id] };
    expect(await call('mark_tag', marked)).toMatchObject({ errcode: 0 });
  });

  it('are held to the cap of the corp', async () => {
    sim.faults.switches.tagCap = 1;
    expect(await call('add_corp_tag', { group_name: '多', tag: [{ name: '甲' }] })).toMatchObject({
      errcode: 40126,
    });
    sim.faults.clear();
  });
});

describe('mark_tag', () => {
  it('belongs to the pair and shows in get and batch', async () => {
    const { tag } = await create('行业', '模具', '航空');
    const [mould, aviation] = tag.map(({ id }) => id);
    const { externalUserId } = sim.act.customerAdds(corp, { userId: 'SunHao', customer: { name: '陈工' } });
    sim.act.customerAdds(corp, { userId: 'WangMin', externalUserId });
    const pair = { userid: 'SunHao', external_userid: externalUserId };
    await call('mark_tag', { ...pair, add_tag: [mould, aviation] });
    await call('mark_tag', { ...pair, remove_tag: [mould] });
    const read = await client.get('externalcontact/get', { external_userid: externalUserId });
    const followers = read.follow_user as { userid: string; tags?: object[] }[];
    expect(followers.map(({ userid, tags }) => [userid, tags?.length ?? 0])).toEqual([
      ['SunHao', 1],
      ['WangMin', 0],
    ]);
    const batch = await call('batch/get_by_user', { userid_list: ['SunHao'] });
    expect(batch.external_contact_list).toMatchObject([{ follow_info: { tag_id: [aviation] } }]);
    await call('del_corp_tag', { tag_id: [aviation] });
    const after = await call('batch/get_by_user', { userid_list: ['SunHao'] });
    expect(after.external_contact_list).toMatchObject([{ follow_info: { tag_id: [] } }]);
  });

  it('refuses unknown tags, empty lists and strangers', async () => {
    const { userId: userid, externalUserId } = sim.act.customerAdds(corp, { userId: 'LiSi' });
    const pair = { userid, external_userid: externalUserId };
    expect(await call('mark_tag', { ...pair, add_tag: ['etNothing'] })).toMatchObject({ errcode: 40068 });
    expect(await call('mark_tag', pair)).toMatchObject({ errcode: 40058 });
    const stranger = { ...pair, userid: 'ZhangSan', add_tag: ['etNothing'] };
    expect(await call('mark_tag', stranger)).toMatchObject({ errcode: 84061 });
  });
});

describe('tags of strategies', () => {
  const systemApp = () => sim.world.corp(corp).contactApp;
  const makeStrategy = () =>
    sim.act.adminSavesStrategy(corp, { name: '华东', users: ['ZhangSan'], departments: [2] }).id;

  it.each([
    'get_strategy_tag_list',
    'add_strategy_tag',
    'edit_strategy_tag',
    'del_strategy_tag',
    'customer_strategy/list',
    'customer_strategy/get',
    'customer_strategy/get_range',
  ])('%s is for the system app alone', async (name) => {
    expect(await call(name, {})).toMatchObject({ errcode: 48002 });
  });

  it('are made, read, changed and deleted by the system app, and are no corp tags', async () => {
    const system = await connect(sim, systemApp().secret);
    const ask = (name: string, body: object) => system.post(`externalcontact/${name}`, body);
    const strategy_id = makeStrategy();
    await create('等级', '甲');
    const made = await ask('add_strategy_tag', { strategy_id, group_name: '等级', tag: [{ name: '甲' }] });
    expect(made).toMatchObject({ tag_group: { strategy_id, group_name: '等级', tag: [{ name: '甲' }] } });
    const group = made.tag_group as Group;
    expect((await list()).some(({ group_id }) => group_id === group.group_id)).toBe(false);
    const id = group.tag[0]?.id ?? '';
    expect(await ask('edit_strategy_tag', { id, name: '乙' })).toMatchObject({ errcode: 0 });
    expect(await ask('get_strategy_tag_list', { strategy_id })).toMatchObject({
      tag_group: [{ group_id: group.group_id, strategy_id, tag: [{ id, name: '乙' }] }],
    });
    expect(await call('edit_corp_tag', { id, name: '丙' })).toMatchObject({ errcode: 40068 });
    expect(await ask('del_strategy_tag', { tag_id: [id] })).toMatchObject({ errcode: 0 });
    expect(await ask('get_strategy_tag_list', { strategy_id })).toMatchObject({ tag_group: [] });
  });

  it('belong to top strategies only, whose range is told by pages', async () => {
    const system = await connect(sim, systemApp().secret);
    const ask = (name: string, body: object) => system.post(`externalcontact/${name}`, body);
    const top = makeStrategy();
    const { id: below } = sim.act.adminSavesStrategy(corp, { parentId: top, users: ['ZhangSan'] });
    const tag = [{ name: '甲' }];
    expect(await ask('add_strategy_tag', { strategy_id: below, group_name: '级', tag })).toMatchObject({
      errcode: 40058,
    });
    const first = await ask('customer_strategy/get_range', { strategy_id: top, limit: 1 });
    expect(first.range).toEqual([{ type: 1, userid: 'ZhangSan' }]);
    const rest = await ask('customer_strategy/get_range', { strategy_id: top, cursor: first.next_cursor });
    expect([rest.range, rest.next_cursor]).toEqual([[{ type: 2, partyid: 2 }], undefined]);
    expect(await ask('customer_strategy/get', { strategy_id: below })).toMatchObject({
      strategy: { parent_id: top },
    });
  });

  it('are type 3 on a customer, and their events name the strategy to the system app alone', async () => {
    const receiver = await startReceiver(systemApp().encodingAesKey);
    systemApp().callbackUrl = receiver.url;
    const own = await startReceiver(firstCorp(sim).encodingAesKey);
    await sim.setCallback(corp, own.url);
    const { tagIds } = sim.act.adminCreatesTag(corp, {
      ...{ groupName: '规则', strategyId: makeStrategy(), tags: [{ name: '一档' }] },
    });
    await sim.drain();
    const strategiesIn = ({ received }: { received: string[] }) =>
      received.map((xml) => new Map(nodesOf(xml)).get('StrategyId'));
    expect(strategiesIn(receiver).map(Number)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(strategiesIn(receiver)).not.toContain(undefined);
    expect(strategiesIn(own)).toEqual([undefined, undefined]);
    const { userId: userid, externalUserId } = sim.act.customerAdds(corp, { userId: 'SunHao' });
    await call('mark_tag', { userid, external_userid: externalUserId, add_tag: tagIds });
    const read = await client.get('externalcontact/get', { external_userid: externalUserId });
    expect(read.follow_user).toMatchObject([{ tags: [{ type: 3, group_name: '规则', tag_name: '一档' }] }]);
    await Promise.all([receiver.stop(), own.stop()]);
  });
});
