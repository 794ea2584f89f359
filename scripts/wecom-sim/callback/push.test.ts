import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  connect,
  control,
  firstCorp,
  nodesOf,
  type Receiver,
  startReceiver,
  startTestSim,
} from '../testing.ts';

let sim: WecomSim;
let receiver: Receiver;
let corp: string;

const add = (name = '晨光') => sim.act.customerAdds(corp, { userId: 'ZhangSan', customer: { name } });
const changes = () => receiver.received.map((xml) => Object.fromEntries(nodesOf(xml)).ChangeType);

beforeAll(async () => {
  sim = await startTestSim();
  corp = firstCorp(sim).corpId;
  receiver = await startReceiver(firstCorp(sim).encodingAesKey);
  expect(await sim.setCallback(corp, receiver.url)).toMatchObject({ ok: true });
});
beforeEach(async () => {
  sim.faults.clear();
  await sim.drain();
  receiver.received.length = 0;
  receiver.statuses.length = 0;
});
afterAll(async () => {
  await sim.stop();
  await receiver.stop();
});

describe('pushes', () => {
  it('carries a new customer in the documented node order', async () => {
    const { externalUserId, welcomeCode } = sim.act.customerAdds(corp, {
      ...{ userId: 'ZhangSan', customer: { name: '晨光' }, state: '官网咨询' },
    });
    await sim.drain();
    expect(nodesOf(receiver.received[0] ?? '')).toEqual([
      ['ToUserName', corp],
      ['FromUserName', 'sys'],
      ['CreateTime', String(sim.clock.seconds())],
      ['MsgType', 'event'],
      ['Event', 'change_external_contact'],
      ['ChangeType', 'add_external_contact'],
      ['UserID', 'ZhangSan'],
      ['ExternalUserID', externalUserId],
      ['State', '官网咨询'],
      ['WelcomeCode', welcomeCode],
    ]);
  });

  it('tells the life of a relation in order', async () => {
    const pair = sim.act.customerAdds(corp, { userId: 'ZhangSan', skipVerify: true });
    sim.act.memberConfirms(corp, pair);
    sim.act.memberEditsRemark(corp, { ...pair, remark: '晨光-小陈' });
    sim.act.customerDeletes(corp, pair);
    sim.act.memberDeletes(corp, { ...pair, byTransfer: true });
    await sim.drain();
    expect(changes()).toEqual([
      ...['add_half_external_contact', 'add_external_contact', 'edit_external_contact'],
      ...['del_follow_user', 'del_external_contact'],
    ]);
    expect(receiver.received.at(-1)).toContain('<Source><![CDATA[DELETE_BY_TRANSFER]]></Source>');
  });

  it('puts Id and TagType of a tag event before ChangeType', async () => {
    const { groupId, tagIds } = sim.act.adminCreatesTag(corp, {
      groupName: '意向',
      tags: [{ name: '五轴' }],
    });
    sim.act.adminShufflesTags(corp, {});
    sim.act.adminDeletesTag(corp, { id: tagIds[0] ?? '' });
    await sim.drain();
    const tails = receiver.received.map((xml) => nodesOf(xml).slice(5).flat());
    expect(tails).toEqual([
      ['Id', groupId, 'TagType', 'tag_group', 'ChangeType', 'create'],
      ['Id', tagIds[0], 'TagType', 'tag', 'ChangeType', 'create'],
      ['Id', '', 'ChangeType', 'shuffle'],
      ['Id', tagIds[0], 'TagType', 'tag', 'ChangeType', 'delete'],
      ['Id', groupId, 'TagType', 'tag_group', 'ChangeType', 'delete'],
    ]);
  });

  it('sends three times and gives up', async () => {
    receiver.statuses.push(500, 503, 404);
    add();
    await sim.drain();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received).size).toBe(1);
    expect(sim.pushes.at(-1)).toMatchObject({ sends: 3, outcome: 'given-up', status: 404 });
  });

  it('says nothing about members outside the scope', async () => {
    sim.act.customerAdds(corp, { userId: 'LinJianye' });
    await sim.drain();
    expect(receiver.received).toEqual([]);
  });

  it('tells the sync assistant of changes in the directory, by id', async () => {
    sim.act.departmentMoves(corp, { id: 4, parentid: 2, name: '服务部' });
    sim.act.memberMoves(corp, { userId: 'HeJing', departments: [2, 3] });
    sim.act.memberLeaves(corp, { userId: 'HeJing' });
    await sim.drain();
    // The order between members and departments is not promised.
    const tails = receiver.received.map((xml) => nodesOf(xml).slice(4).flat().join(' '));
    expect(tails.sort()).toEqual([
      'Event change_contact ChangeType delete_user UserID HeJing',
      'Event change_contact ChangeType update_party Id 4 ParentId 2',
      'Event change_contact ChangeType update_user UserID HeJing Department 2,3',
    ]);
    const client = await connect(sim);
    expect(await client.get('user/get', { userid: 'HeJing' })).toMatchObject({ errcode: 60111 });
    const { follow_user: users } = await client.get('externalcontact/get_follow_user_list');
    expect(users).not.toContain('HeJing');
  });

  it('is silent about API writes unless the switch says otherwise', async () => {
    const pair = add();
    const client = await connect(sim);
    const body = { userid: pair.userId, external_userid: pair.externalUserId, remark: '甲' };
    await client.post('externalcontact/remark', body);
    await sim.drain();
    expect(changes()).toEqual(['add_external_contact']);
    sim.faults.switches.echoApiWrites = true;
    await client.post('externalcontact/remark', body);
    await sim.drain();
    expect(changes()).toEqual(['add_external_contact', 'edit_external_contact']);
  });

  it('drops, doubles, reorders and holds when asked', async () => {
    Object.assign(sim.faults.push, { dropNext: 1 });
    add();
    await sim.drain();
    expect(receiver.received).toHaveLength(0);
    Object.assign(sim.faults.push, { duplicateNext: 1 });
    add();
    await sim.drain();
    expect(receiver.received).toHaveLength(2);
    receiver.received.length = 0;
    Object.assign(sim.faults.push, { reorderNext: 2 });
    sim.act.customerDeletes(corp, add());
    await sim.drain();
    expect(changes()).toEqual(['del_follow_user', 'add_external_contact']);
    receiver.received.length = 0;
    await control(sim, 'faults', { push: { hold: true } });
    sim.act.customerDeletes(corp, add());
    await sim.drain();
    expect(receiver.received).toHaveLength(0);
    await control(sim, 'faults', { push: { hold: false } });
    await sim.drain();
    expect(changes()).toEqual(['add_external_contact', 'del_follow_user']);
  });
});

describe('answers that come late or not at all', () => {
  it('are waited for no longer than the platform does, then sent again', async () => {
    const strict = await startTestSim({ callbackTimeoutMs: 200 });
    await strict.setCallback(corp, receiver.url);
    receiver.statuses.push(0, 0, 0);
    strict.act.customerAdds(corp, { userId: 'ZhangSan' });
    await strict.drain();
    expect(strict.pushes).toMatchObject([{ sends: 3, status: null, outcome: 'given-up' }]);
    await strict.stop();
  });

  it('are the only reason to send again where the rule says so', async () => {
    const lenient = await startTestSim({ retryOn: 'timeout' });
    await lenient.setCallback(corp, receiver.url);
    receiver.statuses.push(500);
    lenient.act.customerAdds(corp, { userId: 'ZhangSan' });
    await lenient.drain();
    expect(lenient.pushes).toMatchObject([{ sends: 1, status: 500, outcome: 'delivered' }]);
    await lenient.stop();
  });
});

describe('URL verification', () => {
  it('refuses a URL that does not answer the plaintext', async () => {
    const verdict = await control(sim, 'callback', { corp, url: `${sim.url}/desktop/` });
    expect(verdict).toMatchObject({ ok: false, errcode: 40057 });
    expect(sim.world.corp(corp).apps[0]?.callbackUrl).toBe(receiver.url);
  });

  it('verifies a URL given at the start before the first push', async () => {
    const late = await startTestSim({ callbackUrl: 'http://127.0.0.1:1/callback' });
    late.act.customerAdds(firstCorp(late).corpId, { userId: 'ZhangSan' });
    await late.drain();
    expect(late.pushes).toMatchObject([{ outcome: 'given-up', status: null }]);
    await late.stop();
  });
});
