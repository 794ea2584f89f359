import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import { type Client, connect, firstCorp, startTestSim } from '../testing.ts';

const APP = 'http://127.0.0.1:3000';

let sim: WecomSim;
let client: Client;

beforeAll(async () => {
  sim = await startTestSim({ appUrl: APP });
  client = await connect(sim);
});
afterAll(() => sim.stop());

const authorizeUrl = (more: Record<string, string> = {}, path = '/connect/oauth2/authorize') => {
  const { corpId, agentId } = firstCorp(sim);
  const query = new URLSearchParams({
    ...{
      appid: corpId,
      agentid: String(agentId),
      redirect_uri: `${APP}/auth?next=%2Fsidebar`,
      scope: 'snsapi_base',
    },
    ...{ response_type: 'code', state: 'abc123', ...more },
  });
  return `${sim.url}${path}?${query}`;
};
const open = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { redirect: 'manual', headers });
const codeFor = async (userid: string) => {
  const response = await open(authorizeUrl({ sim_user: userid }));
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
};

describe('consent', () => {
  const ask = (more: Record<string, string> = {}) =>
    open(authorizeUrl({ scope: 'snsapi_privateinfo', sim_user: 'WangMin', ...more }));
  const genderBehind = async (response: Response) => {
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { user_ticket } = await client.get('auth/getuserinfo', { code });
    return (await client.post('auth/getuserdetail', { user_ticket })).gender;
  };

  it('is asked for before private fields are shown, and kept for thirty days', async () => {
    expect(await (await ask()).text()).toContain('申请获取');
    expect(await genderBehind(await ask({ sim_consent: 'no' }))).toBe('0');
    expect((await ask()).status).toBe(200);
    expect(await genderBehind(await ask({ sim_consent: 'yes' }))).toBe('2');
    expect(await genderBehind(await ask())).toBe('2');
    sim.clock.advance(30 * 86_400);
    client = await connect(sim);
    expect((await ask()).status).toBe(200);
  });
});

describe('authorize', () => {
  it('sends the browser back with code and state, keeping the query of the app', async () => {
    const response = await open(authorizeUrl({ sim_user: 'ZhangSan' }));
    expect(response.status).toBe(302);
    const back = new URL(response.headers.get('location') ?? '');
    expect([back.origin, back.pathname, back.searchParams.get('next')]).toEqual([APP, '/auth', '/sidebar']);
    expect(back.searchParams.get('state')).toBe('abc123');
  });

  it('knows the member by cookie, and in a frame by its name', async () => {
    const byCookie = await open(authorizeUrl(), { cookie: 'sim_member=WangMin' });
    expect(byCookie.status).toBe(302);
    const inFrame = await open(authorizeUrl(), { cookie: 'sim_member=WangMin', 'sec-fetch-dest': 'iframe' });
    expect(inFrame.status).toBe(200);
    expect(await inFrame.text()).toContain('wecom-member:');
  });

  it('asks who it is when nothing tells', async () => {
    const page = await (await open(authorizeUrl())).text();
    expect(page).toContain('以谁的身份登录');
    expect(page).toContain('sim_user=ZhangSan');
  });

  it.each([
    [{ redirect_uri: 'http://127.0.0.1:3001/auth' }, 'redirect_uri参数错误'],
    [{ redirect_uri: 'javascript:alert(1)' }, 'redirect_uri参数错误'],
    [{ appid: 'ww0' }, 'appid参数错误'],
    [{ response_type: 'token' }, 'response_type参数错误'],
    [{ scope: 'all' }, 'scope参数错误'],
    [{ agentid: '7' }, 'redirect_uri参数错误'],
  ])('refuses %o', async (more, words) => {
    const response = await open(authorizeUrl({ sim_user: 'ZhangSan', ...more }));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(words);
  });
});

describe('the browser login', () => {
  const loginUrl = (more: Record<string, string> = {}) =>
    authorizeUrl({ login_type: 'CorpApp', ...more }, '/wwlogin/sso/login');
  const idOf = (kind: string) => sim.suites.find((suite) => suite.kind === kind)?.suiteId ?? '';

  it('lets in who scans, and sends who does not back without a code', async () => {
    const page = await (await open(loginUrl())).text();
    expect(page).toContain('扫码登录');
    expect(page).toContain('sim_user=ZhouQiming');
    expect(page).toContain('sim_cancel=1');
    const scanned = new URL((await open(loginUrl({ sim_user: 'ZhouQiming' }))).headers.get('location') ?? '');
    const code = scanned.searchParams.get('code') ?? '';
    expect(await client.get('auth/getuserinfo', { code })).toMatchObject({ userid: 'ZhouQiming' });
    const left = new URL((await open(loginUrl({ sim_cancel: '1' }))).headers.get('location') ?? '');
    expect([left.origin, left.searchParams.get('state')]).toEqual([APP, 'abc123']);
    expect(left.searchParams.has('code')).toBe(false);
  });

  it.each([
    ['a suite that is no login authorization', 'ServiceApp', () => idOf('suite'), '登录授权'],
    ['a template', 'ServiceApp', () => idOf('template'), 'appid参数错误'],
    ['a login authorization as the app of a corp', 'CorpApp', () => idOf('login'), 'login_type参数错误'],
    ['a corp as a provider', 'ServiceApp', () => firstCorp(sim).corpId, 'login_type参数错误'],
  ])('refuses %s', async (_name, login_type, appid, words) => {
    const page = await (await open(loginUrl({ login_type, appid: appid(), sim_user: 'ZhangSan' }))).text();
    expect(page).toContain(words);
  });

  it('takes the login authorization of a provider, which the client does not', async () => {
    const suiteId = idOf('login');
    await fetch(`${sim.url}/sim/api/suites/config`, {
      ...{ method: 'POST', body: JSON.stringify({ suite_id: suiteId, app_url: APP }) },
    });
    const asked = { appid: suiteId, sim_user: 'ZhangSan' };
    expect((await open(loginUrl({ ...asked, login_type: 'ServiceApp' }))).status).toBe(302);
    expect(await (await open(authorizeUrl(asked))).text()).toContain('appid参数错误');
  });
});

describe('auth/getuserinfo', () => {
  it('takes a code once', async () => {
    const code = await codeFor('ZhangSan');
    expect(await client.get('auth/getuserinfo', { code })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      userid: 'ZhangSan',
    });
    expect(await client.get('auth/getuserinfo', { code })).toMatchObject({ errcode: 40029 });
    expect(await client.get('auth/getuserinfo')).toMatchObject({ errcode: 41008 });
  });

  it('takes a code for five minutes', async () => {
    const code = await codeFor('ZhangSan');
    sim.clock.advance(300);
    expect(await client.get('auth/getuserinfo', { code })).toMatchObject({ errcode: 42003 });
  });

  it('writes CamelCase on the old path', async () => {
    const code = await codeFor('WangMin');
    expect(await client.get('user/getuserinfo', { code })).toMatchObject({ UserId: 'WangMin' });
  });
});
