import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const clientOf = () => createTestClient(platform.baseUrl).client;

describe('members and departments', () => {
  it('reads them, whatever is hidden', async () => {
    platform.on('user/get', { userid: 'u1', name: 'u1', department: [1, '2'], is_leader_in_dept: [0, 1] });
    platform.on('user/list', { userlist: [{ userid: 'u1' }] });
    platform.on('user/simplelist', { userlist: [{ userid: 'u1', name: '张三', department: [1] }] });
    platform.on('department/list', { department: [{ id: 1, name: '总部', parentid: 0, order: 1 }] });
    platform.on('department/simplelist', { department_id: [{ id: '2', parentid: 1, order: 1 }] });
    platform.on('agent/get', {
      agentid: 1000002,
      name: '关系',
      close: 0,
      allow_userinfos: { user: [{ userid: 'u1' }] },
      allow_partys: { partyid: [1] },
    });
    const client = clientOf();
    expect(await client.getUser('u1')).toMatchObject({
      departmentIds: [1, 2],
      leadsDepartmentIds: [2],
      mobile: null,
      mainDepartmentId: null,
    });
    expect(await client.listDepartmentUsers(1)).toMatchObject([
      { userId: 'u1', name: '', departmentIds: [] },
    ]);
    expect(await client.listDepartments()).toEqual([
      { departmentId: 1, name: '总部', parentId: 0, order: 1, leaderUserIds: [] },
    ]);
    expect(await client.getAgent()).toMatchObject({
      agentId: '1000002',
      closed: false,
      visibleUserIds: ['u1'],
      visibleDepartmentIds: [1],
      visibleTagIds: [],
    });
  });
});
