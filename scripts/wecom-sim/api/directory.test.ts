import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, firstCorp, startTestSim } from '../testing.ts';
import type { App } from '../world/types.ts';

let sim: WecomSim;
let client: Client;
let app: App;

beforeAll(async () => {
  sim = await startTestSim();
  client = await connect(sim);
  const found = sim.world.corp(firstCorp(sim).corpId).apps[0];
  if (!found) throw new Error('no app');
  app = found;
});
beforeEach(() => {
  app.visible = { users: [], departments: [1] };
});
afterAll(() => sim.stop());

describe('members', () => {
  it('are read without their sensitive fields, whatever the case of the userid', async () => {
    const answer = await client.get('user/get', { userid: 'zhangsan' });
    expect(answer).toMatchObject({
      ...{ errcode: 0, userid: 'ZhangSan', name: '张三', department: [2], is_leader_in_dept: [0] },
      ...{ main_department: 2, status: 1, position: '销售工程师' },
    });
    for (const field of ['mobile', 'email', 'avatar', 'gender', 'qr_code'])
      expect(answer).not.toHaveProperty(field);
  });

  it('outside the visible range are refused or left out', async () => {
    app.visible = { users: ['LiSi'], departments: [2] };
    expect(await client.get('user/get', { userid: 'LiSi' })).toMatchObject({ errcode: 0 });
    expect(await client.get('user/get', { userid: 'WuJunjie' })).toMatchObject({ errcode: 60011 });
    expect(await client.get('user/get', { userid: 'Nobody' })).toMatchObject({ errcode: 60111 });
    const { userlist } = await client.get('user/simplelist', { department_id: '3' });
    expect(userlist).toMatchObject([{ userid: 'LiSi', name: '李思' }]);
    expect(await client.get('user/list', { department_id: '4' })).toMatchObject({
      errcode: 60011,
      userlist: [],
    });
    expect(await client.get('user/list', { department_id: '99' })).toMatchObject({ errcode: 60123 });
    const { follow_user: users } = await client.get('externalcontact/get_follow_user_list');
    expect(users).toEqual(['ZhangSan', 'WangMin', 'SunHao', 'LiSi']);
  });

  it('are listed by id, a row for each department, page by page', async () => {
    const first = await client.post('user/list_id', { limit: 10 });
    const second = await client.post('user/list_id', { limit: 10, cursor: first.next_cursor });
    expect([first.dept_user, second.dept_user].flat()).toHaveLength(12);
    expect(second.next_cursor).toBe('');
    app.permissions.delete('contact-sync');
    expect(await client.post('user/list_id', {})).toMatchObject({ errcode: 48002 });
    app.permissions.add('contact-sync');
  });
});

describe('departments', () => {
  it('are listed with their leaders', async () => {
    const { department } = await client.get('department/list');
    expect(department).toMatchObject([
      { id: 1, name: '恒远机床', parentid: 0 },
      { id: 2, name: '华东一部', parentid: 1, department_leader: ['WangMin'] },
      { id: 3, name: '华南部' },
      { id: 4, name: '客户服务部' },
    ]);
    const { department_id: ids } = await client.get('department/simplelist', { id: '3' });
    expect(ids).toMatchObject([{ id: 3, parentid: 1 }]);
    const one = await client.get('department/get', { id: '4' });
    expect(one.department).toMatchObject({ id: 4, department_leader: ['LiuFang'] });
  });

  it('outside the visible range are refused', async () => {
    app.visible = { users: [], departments: [3] };
    expect(await client.get('department/get', { id: '2' })).toMatchObject({ errcode: 60011 });
    expect((await client.get('department/list')).department).toMatchObject([{ id: 3 }]);
    expect(await client.get('department/get', { id: '9' })).toMatchObject({ errcode: 60123 });
  });
});

describe('the app', () => {
  it('tells about itself and its admins', async () => {
    const { agentId } = firstCorp(sim);
    sim.setApp(firstCorp(sim).corpId, 'https://crm.example.com:8443/');
    expect(await client.get('agent/get', { agentid: String(agentId) })).toMatchObject({
      ...{ agentid: agentId, redirect_domain: 'crm.example.com:8443', close: 0 },
      allow_partys: { partyid: [1] },
    });
    expect(await client.get('agent/get', { agentid: '7' })).toMatchObject({ errcode: 301002 });
    expect(await client.post('agent/get_admin_list', {})).toMatchObject({
      admin: [{ userid: 'ZhouQiming', auth_type: 1 }],
    });
  });
});
