import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorBody } from '@guanxi/shared/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBrowser, startTestApp, type TestApp } from '../../../test/app.ts';

const h5 = mkdtempSync(join(tmpdir(), 'guanxi-h5-'));
let app: TestApp;

beforeAll(async () => {
  writeFileSync(join(h5, 'index.html'), '<!doctype html><head><!--guanxi-boot--></head>');
  app = await startTestApp({ env: { H5_DIR: h5 } });
});

afterAll(async () => {
  await app.stop();
  rmSync(h5, { recursive: true });
});

beforeEach(() => app.sim.faults.clear());

const cookieOf = (response: Response, name: string) =>
  response.headers.getSetCookie().find((line) => line.startsWith(`${name}=`));
const codeOf = async (response: Response) => ((await response.json()) as Partial<ErrorBody>).error?.code;

/** Goes to the platform's page and returns where it sends the browser back to. */
async function authorize(browser = createBrowser(app.url), userId = 'ZhangSan', back = '/sidebar') {
  const start = await browser.request(`/auth/start?return=${encodeURIComponent(back)}`);
  const url = new URL(start.headers.get('location') ?? '');
  url.searchParams.set('sim_user', userId);
  const answer = await fetch(url, { redirect: 'manual' });
  return { browser, start, location: new URL(answer.headers.get('location') ?? '') };
}

describe('signing in', () => {
  test('goes to the platform with a fresh state and comes back to our own address', async () => {
    const { start } = await authorize();
    const url = new URL(start.headers.get('location') ?? '');
    expect(url.origin).toBe(app.sim.url);
    expect(url.searchParams.get('redirect_uri')).toBe(`${app.url}/auth/callback/${app.corp.corpId}`);
    expect(url.searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/);
    expect(start.headers.get('cache-control')).toBe('no-store');
  });

  test('gives a cookie that scripts and other sites do not get', async () => {
    const { browser, location } = await authorize();
    const done = await browser.request(location.href);
    expect([done.status, done.headers.get('location')]).toEqual([302, '/sidebar']);
    const cookie = cookieOf(done, 'guanxi_session')?.toLowerCase() ?? '';
    expect(cookie).toContain('httponly');
    expect(cookie).toContain('samesite=lax');
    expect(cookie).toContain('path=/');
    expect(cookie).not.toContain('domain=');
    expect((await browser.api('GET', '/session')).body).toMatchObject({ userId: 'ZhangSan', name: '张三' });
  });

  test('never puts a session or a token into an address', async () => {
    const { browser, start, location } = await authorize();
    const done = await browser.request(location.href);
    const session = /guanxi_session=([^;]+)/.exec(cookieOf(done, 'guanxi_session') ?? '')?.[1] ?? '';
    expect(session.length).toBeGreaterThan(20);
    const addresses = [start.headers.get('location'), location.href, done.headers.get('location')];
    for (const address of addresses) {
      expect(address).not.toContain(session);
      expect(address).not.toMatch(/access_token|ticket|secret/i);
    }
    expect(done.headers.get('location')).not.toContain('code=');
  });

  test.each([
    ['is another one', (url: URL) => url.searchParams.set('state', '0'.repeat(32))],
    ['is missing', (url: URL) => url.searchParams.delete('state')],
    ['has as many letters in more bytes', (url: URL) => url.searchParams.set('state', 'é'.repeat(32))],
    ['comes twice', (url: URL) => url.searchParams.append('state', 'x')],
  ])('is refused when the state %s', async (_name, change) => {
    const { browser, location } = await authorize();
    change(location);
    const done = await browser.request(location.href);
    expect([done.status, await codeOf(done)]).toEqual([400, 'session.state_mismatch']);
    expect((await browser.api('GET', '/session')).status).toBe(401);
  });

  test('is refused in a browser that did not begin it', async () => {
    const { location } = await authorize();
    const done = await createBrowser(app.url).request(location.href);
    expect([done.status, await codeOf(done)]).toEqual([400, 'session.state_mismatch']);
  });

  test('is refused without a code', async () => {
    const { browser, location } = await authorize();
    location.searchParams.delete('code');
    expect((await browser.request(location.href)).status).toBe(400);
  });

  test('works once for each code', async () => {
    const { start, location } = await authorize();
    const cookie = cookieOf(start, 'guanxi_sign_in')?.split(';')[0] ?? '';
    const visit = () => fetch(location, { redirect: 'manual', headers: { cookie } });
    expect((await visit()).status).toBe(302);
    const again = await visit();
    expect([again.status, await codeOf(again)]).toEqual([401, 'session.code_rejected']);
    expect(cookieOf(again, 'guanxi_session')).toBeUndefined();
  });

  test('is refused to whom the platform does not let in', async () => {
    app.sim.faults.add({ path: 'auth/getuserinfo', kind: 'errcode', errcode: 50002 }, 1);
    const { browser, location } = await authorize();
    const done = await browser.request(location.href);
    expect([done.status, await codeOf(done)]).toEqual([403, 'session.outside_range']);
  });

  test('answers 502 while the platform is away, and gives no session', async () => {
    const { browser, location } = await authorize();
    app.sim.faults.add({ path: 'auth/getuserinfo', kind: 'http', status: 503 });
    const done = await browser.request(location.href);
    expect([done.status, await codeOf(done)]).toEqual([502, 'wecom.unavailable']);
    expect(cookieOf(done, 'guanxi_session')).toBeUndefined();
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ])('never leads to %s', async (back) => {
    const { browser, location } = await authorize(createBrowser(app.url), 'ZhangSan', back);
    const done = await browser.request(location.href);
    expect(done.headers.get('location')).toBe('/sidebar');
  });

  test('leads nowhere else by a cookie that was planted either', async () => {
    const { browser, location } = await authorize();
    const begunAt = String(app.sim.clock.now());
    const planted = JSON.stringify([location.searchParams.get('state'), '//evil.example', begunAt]);
    browser.cookies.set('guanxi_sign_in', Buffer.from(planted).toString('base64url'));
    const done = await browser.request(location.href);
    expect(done.headers.get('location')).toBe('/sidebar');
  });

  test('leads back to the page that was asked for', async () => {
    const browser = createBrowser(app.url);
    const page = await browser.request('/customers?search=%E5%BC%A0', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(302);
    const url = new URL(page.headers.get('location') ?? '');
    url.searchParams.set('sim_user', 'ZhangSan');
    const back = await fetch(url, { redirect: 'manual' });
    const done = await browser.request(back.headers.get('location') ?? '');
    expect(done.headers.get('location')).toBe('/customers?search=%E5%BC%A0');
  });

  test.each(['/auth/start?corp=wwUnknown', '/auth/callback/wwUnknown?code=1&state=2'])(
    'for a corp nobody installed is 404: %s',
    async (path) => {
      const answer = await createBrowser(app.url).request(path);
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'session.corp_unknown']);
    },
  );

  test('shows a person what went wrong on a page that needs no session', async () => {
    const { location } = await authorize();
    const headers = { accept: 'text/html' };
    const refused = await createBrowser(app.url).request(location.href, { headers });
    expect(refused.status).toBe(302);
    const problem = new URL(refused.headers.get('location') ?? '', app.url);
    expect([problem.origin, problem.pathname, problem.searchParams.get('code')]).toEqual([
      app.url,
      '/problem',
      'session.state_mismatch',
    ]);
    expect((await fetch(problem, { redirect: 'manual', headers })).status).toBe(200);
  });
});

describe('a session', () => {
  const sessionWith = (cookie: string) => fetch(`${app.url}/api/session`, { headers: { cookie } });

  test.each([
    'guanxi_session=',
    'guanxi_session=x',
    'guanxi_session=WzEsMSw5OTk5OTk5OTk5OTk5XQ.AAAA',
    'guanxi_session=WzEsMSw5OTk5OTk5OTk5OTk5XQ',
    'guanxi_session=..',
  ])('that was forged is none: %s', async (cookie) => {
    const answer = await sessionWith(cookie);
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'session.missing']);
  });

  test('ends after twelve hours', async () => {
    const rep = await app.signIn('ZhangSan');
    app.advance(12 * 3600 - 60);
    expect((await rep.api('GET', '/session')).status).toBe(200);
    app.advance(120);
    expect((await rep.api('GET', '/session')).status).toBe(401);
  });

  test('ends with signing out', async () => {
    const rep = await app.signIn('ZhangSan');
    expect((await rep.api('DELETE', '/session')).status).toBe(200);
    expect((await rep.api('GET', '/session')).status).toBe(401);
  });

  test('tells the role', async () => {
    for (const [userId, role] of [
      ['ZhangSan', 'rep'],
      ['WangMin', 'manager'],
      ['ZhouQiming', 'admin'],
    ] as const) {
      expect((await (await app.signIn(userId)).api('GET', '/session')).body).toMatchObject({ userId, role });
    }
  });

  test('of a member who left ends within seconds, and they cannot come back', async () => {
    const rep = await app.signIn('WuJunjie');
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'WuJunjie' });
    await app.settle();
    app.advance(6);
    expect((await rep.api('GET', '/session')).status).toBe(401);
    await expect(app.signIn('WuJunjie')).rejects.toThrow();
  });

  test('of somebody who came back to the company begins again', async () => {
    const member = app.sim.world.corp(app.corp.corpId).members.get('wujunjie');
    Object.assign(member ?? {}, { status: 1 });
    const rep = await app.signIn('WuJunjie');
    expect((await rep.api('GET', '/session')).status).toBe(200);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin at all, but of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['a host that only begins like ours', { origin: 'SELF.evil.example' }],
  ])('does not write for %s', async (_name, headers) => {
    const rep = await app.signIn('ZhangSan');
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('SELF', app.url)]),
    );
    const answer = await rep.request('/api/session', { method: 'DELETE', headers: own });
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'request.cross_site']);
    expect((await rep.api('GET', '/session')).status).toBe(200);
  });

  test('writes for our own pages', async () => {
    const rep = await app.signIn('ZhangSan');
    const headers = { origin: app.url, 'sec-fetch-site': 'same-origin' };
    expect((await rep.request('/api/session', { method: 'DELETE', headers })).status).toBe(200);
  });
});

describe('behind a proxy that speaks https', () => {
  test('the cookie is for https alone', async () => {
    const behind = await startTestApp({ env: { PUBLIC_URL: 'https://crm.example.com' } });
    const start = await behind.anonymous().request('/auth/start');
    const cookie = cookieOf(start, 'guanxi_sign_in');
    await behind.stop();
    expect(start.status).toBe(302);
    expect(cookie?.toLowerCase()).toContain('secure');
  });
});

describe('the page', () => {
  test('carries the member and both signatures, which the client accepts', async () => {
    const rep = await app.signIn('ZhangSan');
    const page = await rep.request('/sidebar?a=1');
    const html = await page.text();
    const boot = JSON.parse(/id="guanxi-boot">(.*?)<\/script>/.exec(html)?.[1] ?? '');
    expect(boot.viewer.userId).toBe('ZhangSan');
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const kind of ['corp', 'agent']) {
      expect(await verify(kind, boot.jssdk)).toMatchObject({ ok: true });
    }
  });

  test('comes without signatures when the platform gives no ticket', async () => {
    const rep = await app.signIn('LiSi');
    app.advance(7300);
    app.sim.faults.add({ path: '*ticket*', kind: 'errcode', errcode: 45009 });
    const signatures = async () => {
      const html = await (await rep.request('/sidebar')).text();
      return JSON.parse(/id="guanxi-boot">(.*?)<\/script>/.exec(html)?.[1] ?? '').jssdk;
    };
    expect(await signatures()).toBeNull();
    // The page does not wait for the second refusal once it has the first.
    const paused = () => app.ctx.budget.state().lanes.filter((lane) => lane.pause !== null).length;
    await expect.poll(paused).toBe(2);
    // Until the limit's window is over nobody asks again.
    const calls = app.sim.requests.length;
    app.sim.faults.clear();
    expect(await signatures()).toBeNull();
    expect(app.sim.requests.length).toBe(calls);
    app.advance(61);
    const url = encodeURIComponent(`${app.url}/sidebar`);
    // A page that was served without its tickets may still be asking for the second one.
    const status = async () => (await rep.api('GET', `/jssdk/signatures?url=${url}`)).status;
    await expect.poll(status).toBe(200);
  });
});

async function verify(kind: string, jssdk: Record<string, { timestamp: number }> & { url: string }) {
  const { timestamp, ...rest } = jssdk[kind] ?? { timestamp: 0 };
  const response = await fetch(`${app.sim.url}/sim/api/verify-jssdk`, {
    method: 'POST',
    body: JSON.stringify({ ...rest, timestamp, kind, url: jssdk.url, agentid: String(app.corp.agentId) }),
  });
  return response.json();
}

describe('signatures', () => {
  const askFor = async (url: string) =>
    (await app.signIn('ZhangSan')).api('GET', `/jssdk/signatures?url=${encodeURIComponent(url)}`);

  test.each(['/sidebar', '/sidebar?x=1&y=%E5%BC%A0', '/sidebar#part'])('of %s are accepted', async (path) => {
    const { status, body } = await askFor(`${app.url}${path}`);
    expect(status).toBe(200);
    expect(body.url).toBe(`${app.url}${path}`.split('#')[0]);
    for (const kind of ['corp', 'agent']) {
      expect(await verify(kind, body as never)).toMatchObject({ ok: true });
    }
  });

  test.each([
    'https://evil.example/sidebar',
    'https://evil.example/#SELF',
    'SELF@evil.example/',
    'SELF.evil.example/',
    'javascript:alert(1)',
    'not an address',
    '',
  ])('of a foreign page are refused: %s', async (url) => {
    const { status, body } = await askFor(url.replace('SELF', app.url));
    expect([status, body]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });
});
