import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, control, firstCorp, startTestSim } from '../testing.ts';

let sim: WecomSim;
let client: Client;
let agentid: number;
let corp: string;

beforeAll(async () => {
  sim = await startTestSim();
  client = await connect(sim);
  ({ agentId: agentid, corpId: corp } = firstCorp(sim));
});
afterAll(() => sim.stop());

const send = (body: object) => client.post('message/send', { agentid, touser: 'ZhangSan', ...body });
const text = (content: string) => ({ msgtype: 'text', text: { content } });
const inbox = async (userid: string) =>
  (await control(sim, `app-chat?userid=${userid}`)).messages as Record<string, unknown>[];

describe('message/send', () => {
  it('reaches those in range and names the others in lower case', async () => {
    const answer = await send({ ...text('今天 6 件要处理'), touser: 'WangMin|Nobody' });
    expect(answer).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect(await inbox('WangMin')).toMatchObject([{ msgtype: 'text', text: { content: '今天 6 件要处理' } }]);
    expect(await send({ ...text('甲'), touser: 'Nobody|Ghost' })).toMatchObject({ errcode: 81013 });
    expect(await send({ ...text('甲'), touser: '' })).toMatchObject({ errcode: 82001 });
  });

  it('reaches departments and everybody', async () => {
    await send({ ...text('开会'), touser: '', toparty: '4' });
    expect(await inbox('HeJing')).toHaveLength(1);
    await send({ ...text('放假'), touser: '@all' });
    expect(await inbox('LinJianye')).toHaveLength(1);
  });

  it.each([
    [{ msgtype: 'text', text: { content: '' } }, 44004],
    [{ msgtype: 'poem', poem: {} }, 40008],
    [{ msgtype: 'textcard', textcard: { title: '一', description: '二' } }, 44004],
    [{ msgtype: 'news', news: { articles: [{ title: '一' }] } }, 40058],
    [{ msgtype: 'template_card', template_card: { card_type: 'poem' } }, 42031],
    [
      { msgtype: 'template_card', template_card: { card_type: 'text_notice', main_title: { title: '一' } } },
      42045,
    ],
    [{ ...text('甲'), agentid: 7 }, 40056],
    [{ ...text('甲'), agentid: undefined }, 40056],
  ])('refuses case %#', async (body, errcode) => {
    expect(await send(body)).toMatchObject({ errcode });
  });

  it('takes the kinds a CRM uses', async () => {
    const url = 'https://crm.example.com';
    const kinds = [
      { msgtype: 'markdown', markdown: { content: '**好**' } },
      { msgtype: 'textcard', textcard: { title: '新好友', description: '30 分钟内跟进', url } },
      { msgtype: 'news', news: { articles: [{ title: '日报', url }] } },
      {
        msgtype: 'template_card',
        template_card: {
          ...{ card_type: 'text_notice', main_title: { title: '日报' }, card_action: { type: 1, url } },
        },
      },
    ];
    for (const kind of kinds) expect(await send(kind)).toMatchObject({ errcode: 0 });
    expect((await inbox('ZhangSan')).map(({ msgtype }) => msgtype).slice(-4)).toEqual(
      kinds.map((k) => k.msgtype),
    );
  });

  it('wants a callback URL for cards that can be clicked', async () => {
    const card = {
      ...{ card_type: 'button_interaction', main_title: { title: '确认' }, task_id: 'task-1' },
      button_list: [{ text: '确认', key: 'yes' }],
    };
    const body = { msgtype: 'template_card', template_card: card };
    expect(await send(body)).toMatchObject({ errcode: 43012 });
    const app = sim.world.corp(corp).apps[0];
    if (app) app.callbackUrl = 'http://127.0.0.1:1/';
    expect(await send(body)).toMatchObject({ errcode: 0, response_code: expect.any(String) });
    if (app) app.callbackUrl = '';
  });

  it('cuts a long text between characters and drops what is sent too often', async () => {
    await send({ ...text('关'.repeat(700)), touser: 'LiSi' });
    expect((await inbox('LiSi')).at(-1)).toMatchObject({ text: { content: '关'.repeat(682) } });
    for (let index = 0; index < 31; index += 1) await send({ ...text(`第 ${index} 条`), touser: 'WuJunjie' });
    // 30 a minute, the message to everybody above included.
    expect(await inbox('WuJunjie')).toHaveLength(30);
    sim.clock.advance(61);
    await send({ ...text('又来了'), touser: 'WuJunjie' });
    expect(await inbox('WuJunjie')).toHaveLength(31);
  });

  it('does not deliver a repeated message when asked to check', async () => {
    const body = { ...text('一次'), touser: 'ZhaoLei', enable_duplicate_check: 1 };
    const before = (await inbox('ZhaoLei')).length;
    await send(body);
    await send(body);
    expect(await inbox('ZhaoLei')).toHaveLength(before + 1);
    sim.clock.advance(1800);
    await send(body);
    expect(await inbox('ZhaoLei')).toHaveLength(before + 2);
  });
});

describe('send_welcome_msg', () => {
  const welcome = (code: string | undefined) =>
    client.post('externalcontact/send_welcome_msg', { welcome_code: code, text: { content: '您好' } });

  it('works once', async () => {
    const { welcomeCode, externalUserId } = sim.act.customerAdds(corp, { userId: 'ZhangSan' });
    expect(await welcome(welcomeCode)).toMatchObject({ errcode: 0 });
    expect(await welcome(welcomeCode)).toMatchObject({ errcode: 41051 });
    const { messages } = await control(sim, `chat?userid=ZhangSan&external_userid=${externalUserId}`);
    expect(messages).toMatchObject([{ from: 'system' }, { from: 'member', text: '您好' }]);
  });

  it('works for 20 seconds', async () => {
    const { welcomeCode } = sim.act.customerAdds(corp, { userId: 'ZhangSan' });
    sim.clock.advance(20);
    expect(await welcome(welcomeCode)).toMatchObject({ errcode: 41050 });
    expect(await welcome(undefined)).toMatchObject({ errcode: 41049 });
  });
});
