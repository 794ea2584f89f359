import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorBody } from '@guanxi/shared/errors';
import type { SignInWay } from '@guanxi/shared/session';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, createBrowser, startTestApp, type TestApp } from '../../../test/app.ts';
import { company, control, otherCompany, suiteIdsOf } from '../../../test/suites.ts';

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36';
const wecom = `${chrome} wxwork/4.1.36 MicroMessenger/7.0.1`;
const h5 = mkdtempSync(join(tmpdir(), 'guanxi-h5-'));
let app: TestApp;
let suiteId: string;
let templateId: string;

beforeAll(async () => {
  writeFileSync(join(h5, 'index.html'), '<!doctype html><head><!--guanxi-boot--></head>');
  app = await startTestApp({ suites: true, env: { H5_DIR: h5 } });
  ({ suiteId, templateId } = suiteIdsOf(app));
  await control(app, 'suites/install', { suite_id: suiteId, corp: company, announce: 'event' });
  await control(app, 'suites/install', { suite_id: templateId, corp: company, announce: 'event' });
  await control(app, 'suites/install', { suite_id: templateId, corp: otherCompany, announce: 'event' });
  await app.settle();
});

afterAll(async () => {
  await app.stop();
  rmSync(h5, { recursive: true });
});

beforeEach(() => app.sim.faults.clear());

/** Opens a page as an ordinary browser does. */
const visit = (browser: Browser, path: string, agent = chrome) =>
  browser.request(path, { headers: { 'user-agent': agent, accept: 'text/html' } });
const locationOf = (response: Response) => new URL(response.headers.get('location') ?? '', app.url);
const codeOf = async (response: Response) => ((await response.json()) as Partial<ErrorBody>).error?.code;
const whoIs = async (browser: Browser) => (await browser.api('GET', '/session')).body;

/** Goes to the platform's page, scans there (or not), and returns the address it sends the browser back to. */
async function scan(
  browser: Browser,
  query: Record<string, string>,
  who: string | null = 'ZhouQiming',
): Promise<URL> {
  const start = await visit(browser, `/auth/login?${new URLSearchParams(query)}`);
  const page = locationOf(start);
  page.searchParams.set(who === null ? 'sim_cancel' : 'sim_user', who ?? '1');
  return locationOf(await fetch(page, { redirect: 'manual' }));
}

/** Which app the app of a company is to the platform. */
const corpIdOf = (appKey: string, name: string) =>
  app.ctx.installations.all().find((one) => one.appKey === appKey && one.name === name)?.wecomCorpId ?? '';

describe('an ordinary browser without a session', () => {
  test.each([
    ['/', '/'],
    ['/admin', '/admin'],
    ['/admin?a=1', '/admin?a=1'],
    ['/customers', '/customers'],
    ['/auth/start?return=/admin', '/admin'],
    ['/auth/start', '/'],
    ['/auth/start?return=//evil.example', '/'],
  ])('that opens %s is asked to sign in, and to come back to %s', async (path, back) => {
    const location = locationOf(await visit(createBrowser(app.url), path));
    expect([location.origin, location.pathname]).toEqual([app.url, '/login']);
    expect([...location.searchParams]).toEqual([['return', back]]);
  });

  test('gets the page that asks, with nothing in it of anybody', async () => {
    const page = await visit(createBrowser(app.url), '/login?return=/admin');
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await page.text()).not.toContain('guanxi-boot"');
  });

  test('keeps the app its address names, or else the one it came by before', async () => {
    const named = locationOf(await visit(createBrowser(app.url), `/admin?suite=${templateId}&corp=wp1`));
    expect(named.searchParams.get('suite')).toBe(templateId);
    expect(named.searchParams.get('corp')).toBe('wp1');
    const browser = createBrowser(app.url);
    await visit(browser, (await scan(browser, { suite: suiteId }, `${company}/ZhangSan`)).href);
    browser.cookies.delete('guanxi_session');
    const remembered = locationOf(await visit(browser, '/customers'));
    expect(remembered.searchParams.get('suite')).toBe(suiteId);
    const renamed = locationOf(await visit(browser, `/customers?corp=${app.corp.corpId}`));
    expect(renamed.searchParams.get('suite')).toBeNull();
  });

  test.each([
    ['WeCom', wecom],
    ['WeChat', `${chrome} MicroMessenger/8.0`],
  ])('is not one inside of %s, which signs in by itself', async (_name, agent) => {
    for (const path of ['/customers', '/auth/start', '/login?return=/customers']) {
      const location = locationOf(await visit(createBrowser(app.url), path, agent));
      expect([location.origin, location.pathname]).toEqual([app.sim.url, '/connect/oauth2/authorize']);
    }
    const home = locationOf(await visit(createBrowser(app.url), '/', agent));
    expect(home.pathname).toBe('/sidebar');
  });
});

describe('the ways to sign in', () => {
  const waysFor = async (query: Record<string, string> = {}) => {
    const path = `/sign-in-ways?${new URLSearchParams(query)}`;
    const { body } = await createBrowser(app.url).api<{ items: SignInWay[] }>('GET', path);
    return body.items.map((way) => [way.suiteId, way.wecomCorpId]);
  };
  const otherSuite = () =>
    app.sim.suites.find((suite) => suite.kind === 'suite' && suite.suiteId !== suiteId)?.suiteId ?? null;
  const everybodys = () => [
    [null, app.corp.corpId],
    [suiteId, null],
    [otherSuite(), null],
    [templateId, null],
  ];

  test('are the app of the company and the apps of the provider, but no company that installed one', async () => {
    expect(await waysFor()).toEqual(everybodys());
    const answer = await createBrowser(app.url).request('/api/sign-in-ways');
    const text = await answer.text();
    for (const { name, wecomCorpId, appKey } of app.ctx.installations.all()) {
      expect(text.includes(name) || text.includes(wecomCorpId)).toBe(appKey === 'self-built');
    }
  });

  test('begin with the one the address names', async () => {
    const corp = corpIdOf(templateId, '明川文化');
    expect(await waysFor({ suite: templateId, corp })).toEqual([[templateId, corp], ...everybodys()]);
    expect((await waysFor({ suite: templateId }))[0]).toEqual([templateId, null]);
    expect((await waysFor({ suite: templateId })).length).toBe(everybodys().length);
    expect(await waysFor({ suite: 'wwUnknown', corp: 'wwUnknown' })).toEqual(everybodys());
  });

  test('are one where there is one app', async () => {
    const alone = await startTestApp();
    const { body } = await alone.anonymous().api('GET', '/sign-in-ways');
    await alone.stop();
    expect(body).toEqual({
      items: [{ suiteId: null, wecomCorpId: alone.corp.corpId, name: expect.any(String) }],
    });
  });
});

describe('signing in from an ordinary browser', () => {
  test('by the app of the company: the platform’s page, and back to the page that was asked for', async () => {
    const browser = createBrowser(app.url);
    const start = locationOf(await visit(browser, '/auth/login?return=/admin'));
    expect([start.origin, start.pathname]).toEqual([app.sim.url, '/wwlogin/sso/login']);
    const { redirect_uri, state, ...rest } = Object.fromEntries(start.searchParams);
    expect(rest).toEqual({
      ...{ login_type: 'CorpApp', appid: app.corp.corpId, agentid: String(app.corp.agentId), lang: 'zh' },
    });
    expect(redirect_uri).toBe(`${app.url}/auth/callback/${app.corp.corpId}`);
    expect(state).toMatch(/^[0-9a-f]{32}$/);
    const done = await visit(browser, (await scan(browser, { return: '/admin' })).href);
    expect([done.status, done.headers.get('location')]).toEqual([302, '/admin']);
    expect(await whoIs(browser)).toMatchObject({ userId: 'ZhouQiming', role: 'admin' });
    expect((await visit(browser, '/admin')).status).toBe(200);
  });

  test('gives the rights the same member has in the client', async () => {
    const browser = createBrowser(app.url);
    await visit(browser, (await scan(browser, {}, 'ZhangSan')).href);
    expect(await whoIs(browser)).toEqual(await whoIs(await app.signIn('ZhangSan')));
  });

  test('by the app made for a company, which is asked by its own id', async () => {
    const browser = createBrowser(app.url);
    const corp = corpIdOf(templateId, '明川文化');
    const start = locationOf(await visit(browser, `/auth/login?suite=${templateId}&corp=${corp}`));
    expect(start.searchParams.get('login_type')).toBe('CorpApp');
    expect(start.searchParams.get('appid')).toBe(corp);
    const done = await visit(browser, (await scan(browser, { suite: templateId, corp }, 'ZhangSan')).href);
    expect(done.status).toBe(302);
    expect(await whoIs(browser)).toMatchObject({ corp: { suiteId: templateId, wecomCorpId: corp } });
  });

  test.each([
    ['a suite', () => suiteId, '明川文化', company],
    ['a template, which finds out the company by itself', () => templateId, '启航教育', otherCompany],
  ])('by %s: the provider’s login says who it is', async (_name, appKey, name, corp) => {
    const browser = createBrowser(app.url);
    const start = locationOf(await visit(browser, `/auth/login?suite=${appKey()}`));
    expect(start.searchParams.get('login_type')).toBe('ServiceApp');
    expect(start.searchParams.get('appid')).toBe(app.ctx.suites.login?.suiteId);
    const back = await scan(browser, { suite: appKey(), return: '/customers' }, `${corp}/ZhangSan`);
    const done = await visit(browser, back.href);
    expect(done.headers.get('location')).toBe('/customers');
    expect(await whoIs(browser)).toMatchObject({
      corp: { suiteId: appKey(), wecomCorpId: corpIdOf(appKey(), name), name },
    });
  });

  test('speaks the language of the browser', async () => {
    const english = await createBrowser(app.url).request('/auth/login', {
      headers: { 'user-agent': chrome, 'accept-language': 'en-GB,en' },
    });
    expect(locationOf(english).searchParams.get('lang')).toBe('en');
  });

  test('leads home by role', async () => {
    for (const [userId, home] of [
      ['ZhouQiming', '/admin'],
      ['WangMin', '/customers'],
      ['ZhangSan', '/customers'],
    ] as const) {
      const browser = createBrowser(app.url);
      const done = await visit(browser, (await scan(browser, {}, userId)).href);
      expect(done.headers.get('location')).toBe('/');
      expect((await visit(browser, '/')).headers.get('location')).toBe(home);
      expect((await visit(browser, '/login?return=/statistics')).headers.get('location')).toBe('/statistics');
    }
  });
});

describe('a sign-in from an ordinary browser is refused', () => {
  /** What the person is shown, and that there is no session. */
  const refusalOf = async (browser: Browser, back: URL) => {
    const shown = locationOf(await visit(browser, back.href));
    expect((await browser.api('GET', '/session')).status).toBe(401);
    expect(shown.pathname).toBe('/problem');
    return [shown.searchParams.get('code'), shown.searchParams.get('return')];
  };

  test('with a state that is another one, or none', async () => {
    for (const change of [
      (url: URL) => url.searchParams.set('state', '0'.repeat(32)),
      (url: URL) => url.searchParams.delete('state'),
    ]) {
      const browser = createBrowser(app.url);
      const back = await scan(browser, { return: '/admin' });
      change(back);
      expect(await refusalOf(browser, back)).toEqual(['session.state_mismatch', '/admin']);
    }
  });

  test('in a browser that did not begin it', async () => {
    const back = await scan(createBrowser(app.url), {});
    expect((await refusalOf(createBrowser(app.url), back))[0]).toBe('session.state_mismatch');
  });

  test('when its state was used before', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, {}, 'ZhangSan');
    await visit(browser, back.href);
    browser.cookies.delete('guanxi_session');
    expect((await refusalOf(browser, back))[0]).toBe('session.state_mismatch');
  });

  test('after five minutes, whatever the browser kept', async () => {
    const browser = createBrowser(app.url);
    const begun = await visit(browser, '/auth/login');
    const page = locationOf(begun);
    app.advance(5 * 60 + 1);
    page.searchParams.set('sim_user', 'ZhangSan');
    const back = locationOf(await fetch(page, { redirect: 'manual' }));
    expect((await refusalOf(browser, back))[0]).toBe('session.state_mismatch');
  });

  test('with a code that was used before', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, { return: '/admin' });
    const kept = browser.cookies.get('guanxi_sign_in') ?? '';
    await visit(browser, back.href);
    const again = createBrowser(app.url);
    again.cookies.set('guanxi_sign_in', kept);
    expect(await refusalOf(again, back)).toEqual(['session.code_rejected', '/admin']);
  });

  test('with a code of another app', async () => {
    const browser = createBrowser(app.url);
    const corp = corpIdOf(templateId, '明川文化');
    const foreign = await scan(browser, { suite: templateId, corp }, 'ZhangSan');
    const back = await scan(browser, {}, 'ZhangSan');
    back.searchParams.set('code', foreign.searchParams.get('code') ?? '');
    expect((await refusalOf(browser, back))[0]).toBe('session.code_rejected');
  });

  test('when the person left the page', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, { return: '/admin' }, null);
    expect(await refusalOf(browser, back)).toEqual(['session.cancelled', '/admin']);
    const own = await scan(browser, {}, null);
    const answer = await browser.request(own.href);
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'session.cancelled']);
  });

  test('to a member of a company without the app', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, { suite: suiteId }, `${otherCompany}/ZhangSan`);
    expect((await refusalOf(browser, back))[0]).toBe('session.corp_unknown');
  });

  test('to whom the platform does not let in', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, {}, 'ZhangSan');
    app.sim.faults.add({ path: 'auth/getuserinfo', kind: 'errcode', errcode: 50002 }, 1);
    expect((await refusalOf(browser, back))[0]).toBe('session.outside_range');
  });

  test('to a member outside of the visible range', async () => {
    await control(app, 'suites/grant', {
      ...{ suite_id: suiteId, corp: company, op: 'range', users: ['LiSi'], departments: [] },
    });
    await app.settle();
    const browser = createBrowser(app.url);
    const back = await scan(browser, { suite: suiteId }, `${company}/ZhangSan`);
    expect((await refusalOf(browser, back))[0]).toBe('session.outside_range');
  });

  test('while the platform is away', async () => {
    const browser = createBrowser(app.url);
    const back = await scan(browser, {}, 'ZhangSan');
    app.sim.faults.add({ path: 'auth/getuserinfo', kind: 'http', status: 503 });
    expect((await refusalOf(browser, back))[0]).toBe('wecom.unavailable');
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)'])(
    'no, but it never leads to %s',
    async (wanted) => {
      const browser = createBrowser(app.url);
      const done = await visit(browser, (await scan(browser, { return: wanted }, 'ZhangSan')).href);
      expect(done.headers.get('location')).toBe('/');
    },
  );
});

describe('a provider without a login suite', () => {
  test('offers its suites to no browser, and says where they open', async () => {
    const [suite] = app.sim.suites;
    const { secret, token, encodingAesKey } = suite ?? {};
    const other = await startTestApp({
      env: {
        WECOM_PROVIDER_CORP_ID: app.sim.provider.corpId,
        WECOM_SUITES: JSON.stringify([{ suiteId, kind: 'suite', secret, token, encodingAesKey }]),
      },
    });
    const browser = other.anonymous();
    const ways = await browser.api('GET', `/sign-in-ways?suite=${suiteId}`);
    const start = await browser.request(`/auth/login?suite=${suiteId}`);
    await other.stop();
    expect(ways.body).toMatchObject({ items: [{ suiteId: null, wecomCorpId: other.corp.corpId }] });
    expect([start.status, await codeOf(start)]).toEqual([404, 'session.client_only']);
  });
});

describe('a link to a template that names no company', () => {
  const address = () => `/sidebar?suite=${templateId}`;

  test('leads a client to the app the browser came by before', async () => {
    const browser = createBrowser(app.url);
    for (const [corp, name] of [
      [company, '明川文化'],
      [otherCompany, '启航教育'],
    ] as const) {
      const wecomCorpId = corpIdOf(templateId, name);
      const query = new URLSearchParams({ suite: templateId, corp: wecomCorpId, return: '/sidebar' });
      const page = locationOf(await visit(browser, `/auth/start?${query}`, wecom));
      page.searchParams.set('sim_user', 'ZhangSan');
      const back = locationOf(await fetch(page, { redirect: 'manual' }));
      expect((await visit(browser, back.href, wecom)).status).toBe(302);
      browser.cookies.delete('guanxi_session');
      for (const path of [address(), `/auth/start?return=${encodeURIComponent(address())}`]) {
        const again = locationOf(await visit(browser, path, wecom));
        expect([again.pathname, again.searchParams.get('appid')]).toEqual([
          '/connect/oauth2/authorize',
          wecomCorpId,
        ]);
      }
      expect(corp).not.toBe(wecomCorpId);
    }
  });

  test('leads nowhere when the browser came by another app, or by none: it is never guessed', async () => {
    for (const cookie of [undefined, [suiteId, corpIdOf(suiteId, '明川文化')], [templateId, 'wpGone']]) {
      const browser = createBrowser(app.url);
      if (cookie !== undefined) {
        browser.cookies.set('guanxi_door', Buffer.from(JSON.stringify(cookie)).toString('base64url'));
      }
      const answer = await browser.request(address(), { headers: { accept: 'application/json' } });
      expect([answer.status, await codeOf(answer)]).toEqual([404, 'session.corp_unknown']);
    }
  });
});
