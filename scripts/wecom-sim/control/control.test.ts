import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { connect, control, firstCorp, startTestSim } from '../testing.ts';
import { jssdkSignature } from './verify-jssdk.ts';

const APP = 'http://127.0.0.1:3000';

let sim: WecomSim;

beforeAll(async () => {
  sim = await startTestSim({ appUrl: APP });
});
afterAll(() => sim.stop());

const addFriend = async (more: object = {}) =>
  String((await control(sim, 'add-friend', { userid: 'ZhangSan', name: '晨光', ...more })).external_userid);

describe('control API', () => {
  it('tells the company, its app and its tags', async () => {
    const state = await control(sim, 'state');
    expect(state).toMatchObject({
      ...{ ok: true, corp: { corpid: firstCorp(sim).corpId, name: '恒远机床' } },
      apps: [{ sidebar_url: `${APP}/sidebar`, trusted_domains: ['127.0.0.1:3000'] }],
    });
    expect(state.members).toHaveLength(12);
    expect(JSON.stringify(state)).not.toContain(firstCorp(sim).secret);
  });

  it('plays a friendship from both sides', async () => {
    const externalUserId = await addFriend({ state: '官网咨询', company: '', gender: 2 });
    const pair = { userid: 'ZhangSan', external_userid: externalUserId };
    await control(sim, 'message', { ...pair, from: 'customer', text: '有现货吗' });
    const listed = async () => {
      const { chats } = await control(sim, 'chats?userid=ZhangSan');
      return (chats as { external_userid: string }[]).find((chat) => chat.external_userid === externalUserId);
    };
    expect(await listed()).toMatchObject({ unread: 1, last: { text: '有现货吗' }, display_name: '晨光' });
    await control(sim, `chat?userid=ZhangSan&external_userid=${externalUserId}`);
    expect(await listed()).toMatchObject({ unread: 0 });
    await control(sim, 'remark', { ...pair, remark: '晨光-小陈' });
    await control(sim, 'customer-deletes', pair);
    expect(await listed()).toMatchObject({ deleted_by_customer: true, remark: '晨光-小陈' });
    expect(await control(sim, 'message', { ...pair, from: 'customer', text: '？' })).toMatchObject({
      ok: false,
    });
    await addFriend({ external_userid: externalUserId });
    expect(await listed()).toMatchObject({ deleted_by_customer: false });
    await control(sim, 'member-deletes', pair);
    expect(await listed()).toBeUndefined();
  });

  it('lets the admin make tags and a member set them', async () => {
    const tag = [{ name: '年度框架' }];
    const made = await control(sim, 'admin/tags', { op: 'create', group_name: '合作方式', tag });
    const externalUserId = await addFriend();
    const pair = { userid: 'ZhangSan', external_userid: externalUserId };
    await control(sim, 'tags', { ...pair, add_tag: made.tag_id });
    const world = await control(sim, `world?external_userid=${externalUserId}`);
    expect(world.relations).toMatchObject([{ tag_name: ['年度框架'], tag_id: made.tag_id }]);
  });

  it('moves the clock and refuses what cannot be', async () => {
    const before = sim.clock.seconds();
    expect(await control(sim, 'clock', { advanceSeconds: 60 })).toMatchObject({
      now: before + 60,
      ahead: 60,
    });
    expect(await control(sim, 'clock', { advanceSeconds: -1 })).toMatchObject({ ok: false });
    expect(await control(sim, 'add-friend', { userid: 'Nobody' })).toMatchObject({ ok: false });
    expect(await control(sim, 'nothing')).toMatchObject({ ok: false });
  });

  it('lets pages of the app call, and no other site', async () => {
    const allowed = async (origin: string) => {
      const response = await fetch(`${sim.url}/sim/api/clock`, { headers: { origin } });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed(APP)).toBe(APP);
    expect(await allowed('https://elsewhere.example')).toBeNull();
  });

  it('announces changes as they happen', async () => {
    const stopping = new AbortController();
    const response = await fetch(`${sim.url}/sim/api/events`, { signal: stopping.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await addFriend();
    let seen = '';
    while (!seen.includes('event: change')) seen += (await reader?.read())?.value ?? '';
    expect(seen).toContain(`"corp":"${firstCorp(sim).corpId}","topics":["chats"]`);
    stopping.abort();
  });

  it('breaks what it is told to break', async () => {
    const add = [{ kind: 'errcode', path: 'getcallbackip', errcode: 45009, times: 1 }];
    expect(await control(sim, 'faults', { add })).toMatchObject({
      ids: [expect.any(Number)],
      api: [{ left: 1 }],
    });
    const client = await connect(sim);
    expect(await client.get('getcallbackip')).toMatchObject({ errcode: 45009 });
    expect(await control(sim, 'faults')).toMatchObject({ api: [] });
    const { requests } = await control(sim, 'requests');
    expect((requests as object[]).at(-1)).toMatchObject({ path: '/cgi-bin/getcallbackip', errcode: 45009 });
  });
});

describe('verify-jssdk', () => {
  it('computes the official signature', () => {
    const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg';
    const url = 'http://mp.weixin.qq.com?params=value#top';
    expect(jssdkSignature(ticket, 'Wm3WZYTPz0wzccnW', '1414587457', url)).toBe(
      '0f9de62fce790f9a083d5c99e95740ceb90c27ed',
    );
  });

  it('accepts the right ticket on a trusted host only', async () => {
    const client = await connect(sim);
    const { ticket: corpTicket } = await client.get('get_jsapi_ticket');
    const { ticket: agentTicket } = await client.get('ticket/get', { type: 'agent_config' });
    const check = (kind: string, ticket: unknown, url: string) =>
      control(sim, 'verify-jssdk', {
        ...{ kind, url, timestamp: 1, nonceStr: 'n', agentid: firstCorp(sim).agentId },
        signature: jssdkSignature(String(ticket), 'n', '1', url),
      });
    const page = `${APP}/sidebar?a=1`;
    expect(await check('agent', agentTicket, page)).toMatchObject({ ok: true, errMsg: 'agentConfig:ok' });
    expect(await check('corp', corpTicket, page)).toMatchObject({ ok: true, errMsg: 'config:ok' });
    expect(await check('agent', corpTicket, page)).toMatchObject({
      errMsg: 'agentConfig:fail invalid signature',
    });
    const elsewhere = 'http://127.0.0.1:3001/sidebar';
    expect(await check('agent', agentTicket, elsewhere)).toMatchObject({
      errMsg: 'agentConfig:fail invalid url domain',
    });
    expect(await client.get('ticket/get', { type: 'jsapi' })).toMatchObject({ errcode: 91040 });
  });
});
