import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { control, firstCorp, type Json, startTestSim } from '../testing.ts';
import type { SuiteCredentials } from './settings.ts';
import {
  connectSuites,
  getFrom,
  postTo,
  startProvider,
  suiteToken,
  type TestProvider,
  takeGrant,
} from './testing.ts';

let sim: WecomSim;
let provider: TestProvider;
let corp: string;
const OTHER = 'ww2b9d64c0e8f71a53';

const suiteAt = (index: number): SuiteCredentials => {
  const suite = sim.suites[index];
  if (!suite) throw new Error('no such suite');
  return suite;
};
const install = async (index: number, more: object = {}) => {
  const { auth_code: code } = await control(sim, 'suites/install', {
    suite_id: suiteAt(index).suiteId,
    ...more,
  });
  await sim.drain();
  return String(code);
};
const cancel = (index: number, more: object = {}) =>
  control(sim, 'suites/grant', { op: 'cancel', suite_id: suiteAt(index).suiteId, ...more });

beforeAll(async () => {
  sim = await startTestSim({ authEventTimeoutMs: 5000, appUrl: 'http://crm.test' });
  corp = firstCorp(sim).corpId;
  provider = await startProvider(sim);
  await connectSuites(sim, provider);
});
afterAll(async () => {
  await sim.stop();
  await provider.stop();
});

describe('tickets and tokens', () => {
  it('verifies every URL with the corpid of the provider, also inside the URL', () => {
    const { suiteId } = suiteAt(0);
    const providerId = sim.provider.corpId;
    expect(provider.verified[`/${suiteId}/command`]).toBe(providerId);
    expect(provider.verified[`/${suiteId}/data/${providerId}`]).toBe(providerId);
  });

  it('pushes a ticket of its own to every suite, for the suite_id', () => {
    const tickets = provider.of('suite_ticket');
    expect(new Set(tickets.map(({ receiveId }) => receiveId))).toEqual(
      new Set(sim.suites.map(({ suiteId }) => suiteId)),
    );
    expect(new Set(tickets.map(({ nodes }) => nodes.SuiteTicket)).size).toBe(tickets.length);
  });

  it('takes the last three tickets for half an hour each, and only with the right suite', async () => {
    const { suiteId, secret } = suiteAt(0);
    const first = provider.of('suite_ticket').findLast(({ nodes }) => nodes.SuiteId === suiteId)
      ?.nodes.SuiteTicket;
    const ask = (body: object) =>
      postTo(sim, 'service/get_suite_token', {
        ...{ suite_id: suiteId, suite_secret: secret, suite_ticket: first, ...body },
      });
    expect(await ask({})).toMatchObject({ expires_in: 7200 });
    expect(await ask({ suite_secret: 'x' })).toMatchObject({ errcode: 40080 });
    expect(await ask({ suite_id: 'wwnone' })).toMatchObject({ errcode: 40083 });
    expect(await ask({ suite_id: suiteAt(1).suiteId, suite_secret: suiteAt(1).secret })).toMatchObject({
      errcode: 40085,
    });
    sim.clock.advance(1200);
    expect(await ask({})).toMatchObject({ expires_in: 7200 });
    sim.clock.advance(600);
    expect(await ask({})).toMatchObject({ errcode: 40085 });
    await sim.drain();
    expect(provider.of('suite_ticket').filter(({ nodes }) => nodes.SuiteId === suiteId)).toHaveLength(4);
  });

  it('knows a suite token for two hours', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const path = `service/get_pre_auth_code?suite_access_token=${token}`;
    expect(await getFrom(sim, path)).toMatchObject({ errcode: 0, expires_in: 1200 });
    sim.clock.advance(7200);
    expect(await getFrom(sim, path)).toMatchObject({ errcode: 42009 });
    expect(await getFrom(sim, 'service/get_pre_auth_code?suite_access_token=x')).toMatchObject({
      errcode: 40082,
    });
    await sim.drain();
  });
});

describe('a suite in a corp', () => {
  it('comes by the event, once, and reads with ids of its own', async () => {
    const state = 'market';
    await install(0, { state });
    const created = provider.of('create_auth').at(-1);
    expect(created).toMatchObject({ receiveId: suiteAt(0).suiteId, nodes: { State: state } });
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, created?.nodes.AuthCode ?? '');
    expect(granted.corpId).toMatch(/^wp[0-9A-Za-z]{30}$/);
    const again = await postTo(sim, `service/v2/get_permanent_code?suite_access_token=${token}`, {
      auth_code: created?.nodes.AuthCode,
    });
    expect(again).toMatchObject({ errcode: 40078 });

    const list = await granted.get('user/list', { department_id: '2' });
    const [member] = list.userlist as Json[];
    expect(member?.userid).toMatch(/^wo/);
    expect(member).toMatchObject({ name: member?.userid, open_userid: member?.userid });
    expect(member).not.toHaveProperty('position');
    const parties = (await granted.get('department/list')).department as Json[];
    expect(parties[0]).toMatchObject({ id: 1, name: '1' });

    const { externalUserId } = sim.act.customerAdds(corp, { userId: 'ZhangSan', customer: { name: '晨光' } });
    await sim.drain();
    const event = provider.of('change_external_contact').at(-1);
    expect(event).toMatchObject({ path: `/${suiteAt(0).suiteId}/command`, receiveId: suiteAt(0).suiteId });
    expect(event?.nodes.AuthCorpId).toBe(granted.corpId);
    const seen = event?.nodes.ExternalUserID ?? '';
    expect(seen).not.toBe(externalUserId);
    const detail = await granted.get('externalcontact/get', { external_userid: seen });
    expect(detail).toMatchObject({
      errcode: 0,
      external_contact: { external_userid: seen, name: '晨光', gender: 0 },
    });
    expect(detail.external_contact).not.toHaveProperty('unionid');
    expect((detail.follow_user as Json[])[0]?.userid).toBe(event?.nodes.UserID);
    // An id of the corp's own subject means nobody here, and an encrypted one counts letters exactly.
    expect(await granted.get('externalcontact/get', { external_userid: externalUserId })).toMatchObject({
      errcode: 40096,
    });
    expect(await granted.get('user/get', { userid: 'ZhangSan' })).toMatchObject({ errcode: 60111 });
    const upper = String(member?.userid).toUpperCase();
    expect(await granted.get('user/get', { userid: upper })).toMatchObject({ errcode: 60111 });
  });

  it('stops at once when it is removed and comes back with another code', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const first = await takeGrant(sim, token, await install(0));
    await cancel(0);
    await sim.drain();
    expect(provider.of('cancel_auth').at(-1)?.nodes.AuthCorpId).toBe(first.corpId);
    expect(await first.get('agent/get', { agentid: '1' })).toMatchObject({ errcode: 48004 });
    const ask = { auth_corpid: first.corpId, permanent_code: first.permanentCode };
    expect(await postTo(sim, `service/get_corp_token?suite_access_token=${token}`, ask)).toMatchObject({
      errcode: 40084,
    });
    const second = await takeGrant(sim, token, await install(0));
    expect(second.corpId).toBe(first.corpId);
    expect(second.permanentCode).not.toBe(first.permanentCode);
  });

  it('comes by the link: the admin agrees, the browser brings the code, and no event is sent', async () => {
    const token = await suiteToken(sim, provider, suiteAt(1));
    const { pre_auth_code: code } = await getFrom(
      sim,
      `service/get_pre_auth_code?suite_access_token=${token}`,
    );
    const before = provider.of('create_auth').length;
    const query = new URLSearchParams({
      ...{ suite_id: suiteAt(1).suiteId, pre_auth_code: String(code), state: 'abc' },
      redirect_uri: 'http://crm.test/installed?x=1',
    });
    const page = await fetch(`${sim.url}/3rdapp/install?${query}`);
    expect(await page.text()).toContain('明川文化');
    query.set('sim_admin', OTHER);
    const done = await fetch(`${sim.url}/3rdapp/install?${query}`, { redirect: 'manual' });
    const back = new URL(done.headers.get('location') ?? '');
    expect([back.host, back.searchParams.get('x'), back.searchParams.get('state')]).toEqual([
      'crm.test',
      '1',
      'abc',
    ]);
    expect(back.searchParams.get('expires_in')).toBe('600');
    await sim.drain();
    expect(provider.of('create_auth')).toHaveLength(before);
    const granted = await takeGrant(sim, token, back.searchParams.get('auth_code') ?? '');
    expect(await granted.get('externalcontact/get_follow_user_list')).toMatchObject({ errcode: 0 });
    // The code of the link works once.
    expect(await (await fetch(`${sim.url}/3rdapp/install?${query}`)).text()).toContain('预授权码不正确');
  });

  it('never mixes corps, suites or providers', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const here = await takeGrant(sim, token, await install(0));
    const there = await takeGrant(sim, token, await install(0, { corp: OTHER }));
    expect(here.corpId).not.toBe(there.corpId);
    const other = await suiteToken(sim, provider, suiteAt(1));
    const mixed = { auth_corpid: here.corpId, permanent_code: there.permanentCode };
    expect(await postTo(sim, `service/get_corp_token?suite_access_token=${token}`, mixed)).toMatchObject({
      errcode: 40084,
    });
    const wrong = { auth_corpid: here.corpId, permanent_code: here.permanentCode };
    expect(await postTo(sim, `service/get_corp_token?suite_access_token=${other}`, wrong)).toMatchObject({
      errcode: 40084,
    });
    const ids = await Promise.all(
      [here, there].map(
        async (granted) => ((await granted.get('user/list', { department_id: '2' })).userlist as Json[])[0],
      ),
    );
    expect(ids[0]?.userid).not.toBe(ids[1]?.userid);
  });

  it('refuses what it was not given', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0, { permissions: ['contacts', 'messages'] }));
    expect(await granted.get('externalcontact/get_follow_user_list')).toMatchObject({
      ...{ errcode: 48002, follow_user: [] },
    });
    expect(await granted.post('agent/get_permissions', {})).toMatchObject({
      app_permissions: ['contact:base:base'],
    });
    await cancel(0);
  });

  it('tells a change of the visible range and who came and went', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0, { users: ['ZhangSan'], departments: [] }));
    expect(provider.of('subscribe').at(-1)).toMatchObject({
      ...{ path: `/${suiteAt(0).suiteId}/data/${granted.corpId}`, receiveId: granted.corpId },
    });
    await control(sim, 'suites/grant', { op: 'range', suite_id: suiteAt(0).suiteId, users: ['LiSi'] });
    await sim.drain();
    expect(provider.of('change_auth').at(-1)?.nodes.AuthCorpId).toBe(granted.corpId);
    expect(provider.of('unsubscribe').at(-1)?.nodes.FromUserName).toMatch(/^wo/);
    const info = await postTo(sim, `service/v2/get_auth_info?suite_access_token=${token}`, {
      ...{ auth_corpid: granted.corpId, permanent_code: granted.permanentCode },
    });
    const [agent] = (info.auth_info as { agent: { privilege: Json }[] }).agent;
    expect(agent?.privilege).toMatchObject({
      level: 1,
      allow_party: [],
      allow_user: [expect.stringMatching(/^wo/)],
    });
    await cancel(0);
  });

  it('knows who opened the page by its own code only', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0));
    const query = new URLSearchParams({
      ...{ appid: suiteAt(0).suiteId, redirect_uri: 'http://crm.test/in', response_type: 'code', state: 's' },
      ...{ scope: 'snsapi_privateinfo', sim_user: `${corp}/ZhangSan`, sim_consent: 'yes' },
    });
    const login = async () => {
      const answer = await fetch(`${sim.url}/connect/oauth2/authorize?${query}`, { redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    const other = await suiteToken(sim, provider, suiteAt(1));
    const who = (suiteAccessToken: string, code: string) =>
      getFrom(sim, `service/auth/getuserinfo3rd?suite_access_token=${suiteAccessToken}&code=${code}`);
    const code = await login();
    expect(await who(other, code)).toMatchObject({ errcode: 40029 });
    const member = await who(token, code);
    expect(member).toMatchObject({ errcode: 0, corpid: granted.corpId, open_userid: member.userid });
    expect(await who(token, code)).toMatchObject({ errcode: 40029 });
    const detail = await postTo(sim, `service/auth/getuserdetail3rd?suite_access_token=${token}`, {
      user_ticket: member.user_ticket,
    });
    expect(detail).toMatchObject({ errcode: 0, userid: member.userid, name: member.userid });
    await cancel(0);
  });

  it('installed by a member sees that member and no department', async () => {
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0, { member: 'LiSi' }));
    expect(await granted.get('department/list')).toMatchObject({ errcode: 60011 });
    expect(await granted.post('agent/get_admin_list', {})).toMatchObject({ admin: [] });
    const { follow_user: users } = await granted.get('externalcontact/get_follow_user_list');
    expect(users).toHaveLength(1);
    const member = await granted.get('user/get', { userid: String((users as string[])[0]) });
    expect(member).toMatchObject({ department: [1] });
    await cancel(0);
  });
});

describe('a provider-developed app', () => {
  it('has the permanent code as its secret, names, and a callback for every corp', async () => {
    const token = await suiteToken(sim, provider, suiteAt(2));
    const code = await install(2, { state: 'qr1' });
    const granted = await takeGrant(sim, token, code, true);
    expect(granted.token.length).toBeGreaterThan(100);
    const ask = { auth_corpid: granted.corpId, permanent_code: granted.permanentCode };
    expect(await postTo(sim, `service/get_corp_token?suite_access_token=${token}`, ask)).toMatchObject({
      errcode: 48002,
    });
    const list = (await granted.get('user/list', { department_id: '2' })).userlist as Json[];
    expect(list[0]).toMatchObject({ name: '张三', userid: expect.stringMatching(/^wo/) });
    sim.act.customerAdds(corp, { userId: 'ZhangSan' });
    await sim.drain();
    const event = provider.received.findLast(
      ({ nodes }) => nodes.Event === 'change_external_contact' && nodes.ToUserName === granted.corpId,
    );
    expect(event).toMatchObject({
      ...{ path: `/${suiteAt(2).suiteId}/data/${granted.corpId}`, receiveId: granted.corpId },
    });
    expect(provider.verified[event?.path ?? '']).toBe(granted.corpId);
  });

  it('gets a new secret when the old one is reset', async () => {
    const token = await suiteToken(sim, provider, suiteAt(2));
    const old = await takeGrant(sim, token, await install(2), true);
    await control(sim, 'suites/grant', { op: 'reset-code', suite_id: suiteAt(2).suiteId });
    await sim.drain();
    const reset = provider.of('reset_permanent_code').at(-1);
    expect(reset?.nodes.AuthCorpId).toBeUndefined();
    const fresh = await takeGrant(sim, token, reset?.nodes.AuthCode ?? '', true);
    expect(fresh.permanentCode).not.toBe(old.permanentCode);
    expect(await old.get('department/list')).toMatchObject({ errcode: 40014 });
    await cancel(2);
  });
});

describe('licences', () => {
  it('are looked at after the trial: 701008, the list of the unlicensed, and no event', async () => {
    const { suiteId } = suiteAt(0);
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0));
    await control(sim, 'suites/licences', {
      suite_id: suiteId,
      check: 'on',
      members: { ZhangSan: 'interop' },
    });
    const { follow_user: users } = (await granted.get('externalcontact/get_follow_user_list')) as {
      follow_user: string[];
    };
    const fine = await granted.post('externalcontact/batch/get_by_user', { userid_list: users });
    const { unlicensed_userid_list: without } = fine.fail_info as { unlicensed_userid_list: string[] };
    expect(without).toHaveLength(users.length - 1);
    const [bare = ''] = without;
    expect(await granted.get('externalcontact/list', { userid: bare })).toMatchObject({ errcode: 701008 });
    const sent = await granted.post('message/send', {
      ...{ agentid: sim.world.corp(corp).apps.find((app) => app.grant?.suite.suiteId === suiteId)?.agentId },
      ...{ touser: users.join('|'), msgtype: 'text', text: { content: '你好' } },
    });
    expect(String(sent.unlicenseduser).split('|')).toHaveLength(users.length - 1);
    const before = provider.of('change_external_contact').length;
    sim.act.customerAdds(corp, { userId: 'LiSi' });
    await sim.drain();
    expect(provider.of('change_external_contact')).toHaveLength(before);
    await cancel(0);
  });
});

it('records a command URL that does not answer success, and sends again when the switch says so', async () => {
  await sim.drain();
  provider.answers.push('ok');
  await control(sim, 'suites/push-ticket', { suite_id: suiteAt(0).suiteId });
  await sim.drain();
  expect(sim.pushes.at(-1)).toMatchObject({ outcome: 'wrong-answer', answer: 'ok', sends: 1 });
  sim.faults.switches.retryWrongAnswer = true;
  provider.answers.push('ok');
  await control(sim, 'suites/push-ticket', { suite_id: suiteAt(0).suiteId });
  await sim.drain();
  expect(sim.pushes.at(-1)).toMatchObject({ outcome: 'delivered', answer: 'success', sends: 2 });
  sim.faults.clear();
});

it('writes plaintexts as JSON when asked', async () => {
  sim.faults.switches.callbackFormat = 'json';
  await control(sim, 'suites/push-ticket', { suite_id: suiteAt(0).suiteId });
  await sim.drain();
  sim.faults.clear();
  const { plaintext } = sim.pushes.at(-1) ?? { plaintext: '' };
  expect(JSON.parse(plaintext)).toMatchObject({ InfoType: 'suite_ticket', SuiteId: suiteAt(0).suiteId });
});

describe('what is told without being pushed by hand', () => {
  const told = (infoType: string) => sim.pushes.filter(({ plaintext }) => plaintext.includes(infoType));

  it('the organisation permission, the consent to new ids, and an account that activates itself', async () => {
    await control(sim, 'suites/system-url', { url: 'http://127.0.0.1:9/system' });
    const token = await suiteToken(sim, provider, suiteAt(0));
    const granted = await takeGrant(sim, token, await install(0, { permissions: ['contacts', 'customers'] }));
    const grant = { suite_id: suiteAt(0).suiteId, corp };
    const give = (permissions: string[]) =>
      control(sim, 'suites/grant', { ...grant, op: 'permissions', permissions });
    await give(['contacts', 'customers', 'organization']);
    await give(['contacts', 'organization']);
    expect(told('corp_arch_auth')).toHaveLength(1);
    expect(told('corp_arch_auth')[0]?.plaintext).toContain(granted.corpId);
    await control(sim, 'suites/grant', { ...grant, op: 'agree-migration' });
    expect(told('agree_external_userid_migration')[0]?.plaintext).toContain(granted.corpId);
    await control(sim, 'suites/licences', {
      ...{ ...grant, check: 'on', spare: 1, members: { ZhangSan: null, LiSi: null } },
    });
    const open = async (userid: string) => {
      const query = new URLSearchParams({
        ...{ appid: suiteAt(0).suiteId, redirect_uri: 'http://crm.test/in', response_type: 'code' },
        ...{ state: 's', scope: 'snsapi_base', sim_user: `${corp}/${userid}` },
      });
      const url = `${sim.url}/connect/oauth2/authorize?${query}`;
      return (await fetch(url, { redirect: 'manual' })).status;
    };
    expect([await open('ZhangSan'), await open('LiSi'), await open('ZhangSan')]).toEqual([302, 200, 302]);
    expect(told('auto_activate')).toHaveLength(1);
    expect(told('auto_activate')[0]?.plaintext).toContain('<Scene>1</Scene>');
    await cancel(0);
  });
});
