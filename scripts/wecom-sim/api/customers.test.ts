import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, firstCorp, startTestSim } from '../testing.ts';
import { addMember } from '../world/corp.ts';

let sim: WecomSim;
let client: Client;
let corp: string;

const add = (userId: string, name: string) => sim.act.customerAdds(corp, { userId, customer: { name } });

beforeAll(async () => {
  sim = await startTestSim();
  client = await connect(sim);
  corp = firstCorp(sim).corpId;
});
afterAll(() => sim.stop());

describe('customers', () => {
  it('lists followers inside the scope', async () => {
    const { follow_user: users } = await client.get('externalcontact/get_follow_user_list');
    expect(users).toContain('ZhangSan');
    expect(users).not.toContain('LinJianye');
  });

  it.each([
    ['HeJing', 84061],
    ['LinJianye', 84074],
    ['Nobody', 60111],
    ['', 40003],
  ])('lists nothing for %s: %i', async (userid, errcode) => {
    const answer = await client.get('externalcontact/list', { userid });
    expect(answer).toMatchObject({ errcode, external_userid: [] });
  });

  it('tells a customer with his followers, tags as objects', async () => {
    const pair = sim.act.customerAdds(corp, {
      ...{ userId: 'SunHao', customer: { name: '陈工', type: 2, corpName: '昆山铭晟铝业' } },
      ...{ addWay: 16, state: '官网咨询' },
    });
    const { tagIds } = sim.act.adminCreatesTag(corp, { groupName: '行业', tags: [{ name: '模具' }] });
    sim.act.memberEditsTags(corp, { ...pair, addTagIds: tagIds, personalTags: ['常联系'] });
    const answer = await client.get('externalcontact/get', { external_userid: pair.externalUserId });
    expect(answer).toEqual({
      ...{ errcode: 0, errmsg: 'ok' },
      external_contact: {
        ...{
          external_userid: pair.externalUserId,
          name: '陈工',
          avatar: '',
          type: 2,
          gender: 0,
          position: '',
        },
        ...{ corp_name: '昆山铭晟铝业', corp_full_name: '昆山铭晟铝业' },
      },
      follow_user: [
        {
          ...{ userid: 'SunHao', remark: '陈工', description: '', createtime: sim.clock.seconds() },
          ...{ oper_userid: pair.externalUserId, add_way: 16, state: '官网咨询' },
          tags: [
            { group_name: '行业', tag_name: '模具', tag_id: tagIds[0], type: 1 },
            { group_name: '', tag_name: '常联系', type: 2 },
          ],
        },
      ],
    });
  });

  it('keeps a customer who deleted the member and loses one the member deleted', async () => {
    const pair = add('LiuFang', '何雨桐');
    sim.act.customerDeletes(corp, pair);
    expect(await client.get('externalcontact/list', { userid: 'LiuFang' })).toMatchObject({
      external_userid: [pair.externalUserId],
    });
    sim.act.memberDeletes(corp, pair);
    const gone = await client.get('externalcontact/get', { external_userid: pair.externalUserId });
    expect(gone).toMatchObject({ errcode: 84061, follow_user: [] });
    const unknown = await client.get('externalcontact/get', { external_userid: 'wmNobody' });
    expect(unknown).toMatchObject({ errcode: 40096 });
    expect(await client.get('externalcontact/get')).toMatchObject({ errcode: 41035 });
  });

  it('does not know a half-added customer until the member confirms', async () => {
    const pair = sim.act.customerAdds(corp, { userId: 'ZhaoLei', skipVerify: true });
    const ask = () => client.get('externalcontact/get', { external_userid: pair.externalUserId });
    expect(await ask()).toMatchObject({ errcode: 84061 });
    sim.act.memberConfirms(corp, pair);
    expect(await ask()).toMatchObject({ errcode: 0 });
  });

  it('pages more than 500 followers of one customer', async () => {
    const { externalUserId } = add('ZhangSan', '展会来客');
    const world = sim.world.corp(corp);
    for (let index = 0; index < 500; index += 1) {
      const userid = `crowd${index}`;
      addMember(world, {
        ...{ userid, name: userid, alias: '', department: [2], isLeaderInDept: [0], position: '' },
        ...{ mobile: '', gender: 0, status: 1, hasFeature: true, role: 'rep' },
      });
      sim.act.customerAdds(corp, { userId: userid, externalUserId });
    }
    const first = await client.get('externalcontact/get', { external_userid: externalUserId });
    expect(first.follow_user).toHaveLength(500);
    const more = { external_userid: externalUserId, cursor: String(first.next_cursor) };
    const second = await client.get('externalcontact/get', more);
    expect(second.follow_user).toHaveLength(1);
    expect(second).not.toHaveProperty('next_cursor');
  });
});

describe('batch/get_by_user', () => {
  const walk = async (body: object): Promise<{ ids: string[]; pages: number }> => {
    const ids: string[] = [];
    let cursor = '';
    let pages = 0;
    do {
      const page = await client.post('externalcontact/batch/get_by_user', { ...body, cursor });
      const rows = page.external_contact_list as { external_contact: { external_userid: string } }[];
      ids.push(...rows.map((row) => row.external_contact.external_userid));
      cursor = String(page.next_cursor);
      pages += 1;
    } while (cursor !== '');
    return { ids, pages };
  };

  it('walks all pairs of several members, 50 a page unless told, 100 at most', async () => {
    const expected = [
      ...Array.from({ length: 120 }, (_, i) => add('WuJunjie', `甲${i}`).externalUserId),
      ...Array.from({ length: 10 }, (_, i) => add('ChenGuodong', `乙${i}`).externalUserId),
    ];
    const body = { userid_list: ['WuJunjie', 'ChenGuodong'] };
    expect(await walk(body)).toEqual({ ids: expected, pages: 3 });
    expect(await walk({ ...body, limit: 1000 })).toEqual({ ids: expected, pages: 2 });
  });

  it('keeps its place when customers go and come between pages', async () => {
    const body = { userid_list: ['ChenGuodong'], limit: 4 };
    const first = await client.post('externalcontact/batch/get_by_user', body);
    const rows = first.external_contact_list as { external_contact: { external_userid: string } }[];
    const gone = rows[0]?.external_contact.external_userid ?? '';
    sim.act.memberDeletes(corp, { userId: 'ChenGuodong', externalUserId: gone });
    const next = { ...body, limit: 100, cursor: first.next_cursor };
    const second = await client.post('externalcontact/batch/get_by_user', next);
    expect(second.external_contact_list).toHaveLength(6);
  });

  it.each([
    [{ userid_list: ['WuJunjie'], cursor: 'bWFkZSB1cA==' }, 50100],
    [{ userid_list: [] }, 40058],
    [{ userid_list: Array.from({ length: 101 }, () => 'WuJunjie') }, 40058],
    [{ userid_list: ['LinJianye'] }, 84074],
    [{ userid_list: ['Nobody'] }, 60111],
  ])('refuses case %#', async (body, errcode) => {
    const answer = await client.post('externalcontact/batch/get_by_user', body);
    expect(answer).toMatchObject({ errcode, external_contact_list: [] });
  });

  it('refuses the cursor of another walk', async () => {
    const first = await client.post('externalcontact/batch/get_by_user', { userid_list: ['WuJunjie'] });
    const other = { userid_list: ['ChenGuodong'], cursor: first.next_cursor };
    expect(await client.post('externalcontact/batch/get_by_user', other)).toMatchObject({ errcode: 50100 });
  });
});

describe('remark', () => {
  it('changes what is sent, leaves the rest, and clears mobiles with an empty text', async () => {
    const { userId: userid, externalUserId } = add('HuangXiaotong', '孙浩天');
    const pair = { userid, external_userid: externalUserId };
    const read = () => sim.world.corp(corp).relations.get(userid, externalUserId);
    const change = (body: object) => client.post('externalcontact/remark', { ...pair, ...body });
    expect(await change({ remark_company: '常熟瑞丰模具', remark_mobiles: ['13800138000'] })).toEqual({
      ...{ errcode: 0, errmsg: 'ok' },
    });
    expect(await change({ description: '两台' })).toMatchObject({ errcode: 0 });
    expect(read()).toMatchObject({
      ...{
        remark: '孙浩天',
        remarkCorpName: '常熟瑞丰模具',
        remarkMobiles: ['13800138000'],
        description: '两台',
      },
    });
    expect(await change({ remark_mobiles: [''] })).toMatchObject({ errcode: 0 });
    expect(read()?.remarkMobiles).toEqual([]);
    const tooLong = await change({ remark: '一'.repeat(21) });
    expect(tooLong.errmsg).toMatch(/^remark exceed max length 20\. invalid Request Parameter, hint/);
    expect(await change({})).toMatchObject({ errcode: 40058 });
    expect(await change({ remark: '🌸'.repeat(20) })).toMatchObject({ errcode: 0 });
    const stranger = { userid: 'SunHao', external_userid: externalUserId, remark: '甲' };
    expect(await client.post('externalcontact/remark', stranger)).toMatchObject({ errcode: 84061 });
  });
});
