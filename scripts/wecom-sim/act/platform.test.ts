import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  type Client,
  connect,
  control,
  firstCorp,
  type Json,
  nodesOf,
  type Receiver,
  startReceiver,
  startTestSim,
} from '../testing.ts';

let sim: WecomSim;
let client: Client;
let receiver: Receiver;
let corp: string;
let agentid: number;
const DAY = 86_400;

beforeAll(async () => {
  sim = await startTestSim();
  ({ corpId: corp, agentId: agentid } = firstCorp(sim));
  receiver = await startReceiver(firstCorp(sim).encodingAesKey);
  await sim.setCallback(corp, receiver.url);
});
beforeEach(async () => {
  await sim.drain();
  receiver.received.length = 0;
  client = await connect(sim);
});
afterAll(async () => {
  await sim.stop();
  await receiver.stop();
});

const add = (userId: string, name = '晨光') =>
  sim.act.customerAdds(corp, { userId, customer: { name } }).externalUserId;
const last = () => Object.fromEntries(nodesOf(receiver.received.at(-1) ?? ''));

describe('group chats', () => {
  it('change with versions that fit together', async () => {
    const [one, two] = [add('ZhangSan'), add('ZhangSan')];
    const { chat_id: chatId } = await control(sim, 'group', {
      ...{ op: 'create', owner: 'ZhangSan', name: '五轴交流', members: ['SunHao', one] },
    });
    await sim.drain();
    receiver.received.length = 0;
    const before = (await client.post('externalcontact/groupchat/get', { chat_id: chatId }))
      .group_chat as Json;
    await control(sim, 'group', { op: 'join', chat_id: chatId, ids: [two], scene: 3 });
    await sim.drain();
    const event = receiver.received.at(-1) ?? '';
    const after = (await client.post('externalcontact/groupchat/get', { chat_id: chatId, need_name: 1 }))
      .group_chat as Json;
    expect(event).toContain(`<MemChangeList><Item><![CDATA[${two}]]></Item></MemChangeList>`);
    expect(last()).toMatchObject({
      ...{ UpdateDetail: 'add_member', JoinScene: '3', MemChangeCnt: '1' },
      ...{ LastMemVer: before.member_version, CurMemVer: after.member_version },
    });
    expect(after.member_list).toHaveLength(4);
    const list = await client.post('externalcontact/groupchat/list', { limit: 10 });
    expect(list.group_chat_list).toEqual([{ chat_id: chatId, status: 0 }]);
    await control(sim, 'group', { op: 'dismiss', chat_id: chatId });
    expect(await client.post('externalcontact/groupchat/get', { chat_id: chatId })).toMatchObject({
      errcode: 86003,
    });
    expect(await client.post('externalcontact/groupchat/list', {})).toMatchObject({ errcode: 40058 });
  });
});

describe('ways', () => {
  it('lead to a friend with the state of the code', async () => {
    const made = await client.post('externalcontact/add_contact_way', {
      ...{ type: 1, scene: 2, user: ['ZhangSan'], state: '展会', skip_verify: false },
    });
    expect(made).toMatchObject({ errcode: 0, qr_code: expect.stringContaining('/qr/') });
    await control(sim, 'scan', { config_id: made.config_id, name: '扫码客户' });
    await sim.drain();
    expect(last()).toMatchObject({
      ChangeType: 'add_half_external_contact'.replace('half_', ''),
      State: '展会',
    });
    expect(await client.post('externalcontact/get_contact_way', { config_id: made.config_id })).toMatchObject(
      {
        contact_way: { type: 1, scene: 2, user: ['ZhangSan'], state: '展会' },
      },
    );
    expect(await client.post('externalcontact/del_contact_way', { config_id: made.config_id })).toMatchObject(
      {
        errcode: 0,
      },
    );
    expect(await client.post('externalcontact/get_contact_way', { config_id: made.config_id })).toMatchObject(
      {
        errcode: 41044,
      },
    );
  });

  it.each([
    [{ scene: 2, user: ['ZhangSan'] }, 41037],
    [{ type: 1, user: ['ZhangSan'] }, 41038],
    [{ type: 1, scene: 2, user: ['LinJianye'] }, 84074],
    [{ type: 1, scene: 2, user: ['ZhangSan', 'LiSi'] }, 40058],
    [{ type: 1, scene: 2, user: ['ZhangSan'], state: '三'.repeat(31) }, 40058],
  ])('refuse case %#', async (body, errcode) => {
    expect(await client.post('externalcontact/add_contact_way', body)).toMatchObject({ errcode });
  });
});

describe('handover', () => {
  it('takes effect after a day by itself', async () => {
    const id = add('ZhangSan');
    const pair = { handover_userid: 'ZhangSan', takeover_userid: 'LiSi' };
    const started = await client.post('externalcontact/transfer_customer', {
      ...pair,
      external_userid: [id, 'wmx'],
    });
    expect(started.customer).toEqual([
      { external_userid: id, errcode: 0 },
      { external_userid: 'wmx', errcode: 40096 },
    ]);
    const again = await client.post('externalcontact/transfer_customer', { ...pair, external_userid: [id] });
    expect(again.customer).toMatchObject([{ errcode: 40129 }]);
    const result = async () =>
      ((await client.post('externalcontact/transfer_result', pair)).customer as Json[])[0];
    expect(await result()).toMatchObject({ status: 2, takeover_time: sim.clock.seconds() + DAY });
    await sim.drain();
    receiver.received.length = 0;
    sim.clock.advance(DAY);
    client = await connect(sim);
    expect(await result()).toMatchObject({ status: 1 });
    await sim.drain();
    const kinds = receiver.received.map((xml) => Object.fromEntries(nodesOf(xml)));
    expect(kinds).toMatchObject([
      { ChangeType: 'add_external_contact', UserID: 'LiSi' },
      { ChangeType: 'del_external_contact', UserID: 'ZhangSan', Source: 'DELETE_BY_TRANSFER' },
    ]);
    const detail = await client.get('externalcontact/get', { external_userid: id });
    expect(detail.follow_user).toMatchObject([{ userid: 'LiSi', add_way: 202 }]);
  });

  it('that a customer refuses is told', async () => {
    const id = add('ZhangSan');
    const pair = { handover_userid: 'ZhangSan', takeover_userid: 'LiSi' };
    await client.post('externalcontact/transfer_customer', { ...pair, external_userid: [id] });
    await control(sim, 'answer-transfer', { external_userid: id, answer: 'refuse' });
    await sim.drain();
    expect(last()).toMatchObject({
      ChangeType: 'transfer_fail',
      FailReason: 'customer_refused',
      UserID: 'LiSi',
    });
  });

  it('of somebody who left starts from the list of the unassigned', async () => {
    const id = add('ZhaoLei');
    const { chat_id: chatId } = await control(sim, 'group', {
      op: 'create',
      owner: 'ZhaoLei',
      members: [id],
    });
    const body = { handover_userid: 'ZhaoLei', takeover_userid: 'LiSi', external_userid: [id] };
    expect(await client.post('externalcontact/resigned/transfer_customer', body)).toMatchObject({
      errcode: 40097,
    });
    sim.act.memberLeaves(corp, { userId: 'ZhaoLei' });
    const list = await client.post('externalcontact/get_unassigned_list', {});
    expect(list).toMatchObject({
      info: [{ handover_userid: 'ZhaoLei', external_userid: id }],
      is_last: true,
    });
    expect(await client.post('externalcontact/resigned/transfer_customer', body)).toMatchObject({
      customer: [{ errcode: 0 }],
    });
    const moved = await client.post('externalcontact/groupchat/transfer', {
      ...{ chat_id_list: [chatId, 'wrnone'], new_owner: 'LiSi' },
    });
    expect(moved.failed_chat_list).toMatchObject([{ chat_id: 'wrnone', errcode: 90501 }]);
  });
});

describe('cards and media', () => {
  const card = {
    ...{ card_type: 'button_interaction', main_title: { title: '新线索' }, task_id: 'lead-1' },
    button_list: [{ text: '领取', key: 'take' }],
  };

  it('answer a click with a code that works once within 72 hours', async () => {
    const sent = await client.post('message/send', {
      ...{ agentid, touser: 'ZhangSan', msgtype: 'template_card', template_card: card },
    });
    expect(sent.response_code).toEqual(expect.any(String));
    await control(sim, 'click-card', {
      userid: 'ZhangSan',
      msgid: sent.msgid,
      key: 'take',
      selected: { q: ['a', 'b'] },
    });
    await sim.drain();
    expect(receiver.received.at(-1)).toContain('<OptionId><![CDATA[b]]></OptionId>');
    const event = last();
    expect(event).toMatchObject({ FromUserName: 'ZhangSan', EventKey: 'take', TaskId: 'lead-1' });
    const body = {
      ...{ userids: ['ZhangSan', 'Nobody'], agentid, response_code: event.ResponseCode },
      button: { replace_name: '已领取' },
    };
    expect(await client.post('message/update_template_card', body)).toMatchObject({
      invaliduser: ['nobody'],
    });
    expect(await client.post('message/update_template_card', body)).toMatchObject({ errcode: 60140 });
    sim.clock.advance(3 * DAY);
    client = await connect(sim);
    const late = { ...body, response_code: sent.response_code };
    expect(await client.post('message/update_template_card', late)).toMatchObject({ errcode: 60140 });
    expect(await client.post('message/recall', { msgid: sent.msgid })).toMatchObject({ errcode: 42052 });
  });

  it('media lives for three days', async () => {
    const form = new FormData();
    form.set('media', new File([Buffer.from('报价单内容')], '报价.txt', { type: 'text/plain' }));
    const url = (name: string, more: string) =>
      `${sim.url}/cgi-bin/media/${name}?access_token=${client.token}&${more}`;
    const answer = await fetch(url('upload', 'type=file'), { method: 'POST', body: form });
    const { media_id: id } = (await answer.json()) as { media_id: string };
    const got = await fetch(url('get', `media_id=${id}`));
    expect([got.headers.get('content-type'), await got.text()]).toEqual(['text/plain', '报价单内容']);
    const part = await fetch(url('get', `media_id=${id}`), { headers: { range: 'bytes=0-2' } });
    expect([part.status, await part.text()]).toEqual([206, '报']);
    expect(
      await client.post('message/send', {
        ...{ agentid, touser: 'ZhangSan', msgtype: 'file', file: { media_id: id } },
      }),
    ).toMatchObject({ errcode: 0 });
    sim.clock.advance(3 * DAY);
    client = await connect(sim);
    expect(await client.get('media/get', { media_id: id })).toMatchObject({ errcode: 40007 });
  });
});

it('counts the days before today', async () => {
  const end = sim.clock.seconds();
  const answer = await client.post('externalcontact/get_user_behavior_data', {
    ...{ userid: ['ZhangSan'], start_time: end - 7 * DAY, end_time: end },
  });
  expect(answer.behavior_data).toHaveLength(7);
  expect(answer.behavior_data).toContainEqual(
    expect.objectContaining({ new_contact_cnt: expect.any(Number) }),
  );
  expect(
    await client.post('externalcontact/get_user_behavior_data', {
      ...{ userid: ['ZhangSan'], start_time: end - 31 * DAY, end_time: end },
    }),
  ).toMatchObject({ errcode: 40058 });
});
