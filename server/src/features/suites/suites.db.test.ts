import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstallCode } from '@guanxi/shared/install-codes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { signInToSuite } from '../../../test/suites.ts';
import { saveSuiteTicket } from './suite-ticket.ts';

const day = 86_400;
/** 明川文化 of the simulator: 24 customers. */
const company = 'ww2b9d64c0e8f71a53';

let app: TestApp;
let suiteId: string;
let templateId: string;

const h5 = mkdtempSync(join(tmpdir(), 'guanxi-h5-'));

beforeAll(async () => {
  writeFileSync(join(h5, 'index.html'), '<!doctype html><head><!--guanxi-boot--></head>');
  app = await startTestApp({ seed: 'demo', suites: true, env: { H5_DIR: h5 } });
  suiteId = app.sim.suites.find((suite) => suite.kind === 'suite')?.suiteId ?? '';
  templateId = app.sim.suites.find((suite) => suite.kind !== 'suite')?.suiteId ?? '';
  await app.settle();
});

afterAll(async () => {
  await app.stop();
  rmSync(h5, { recursive: true });
});

async function control(path: string, body: object): Promise<void> {
  const response = await fetch(`${app.sim.url}/sim/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(await response.json()).toMatchObject({ ok: true });
}

const installations = (appKey: string) =>
  app.ctx.installations.all().filter((entry) => entry.appKey === appKey);

/** The company's id as the provider knows it. */
const corpIdOf = (appKey: string) => installations(appKey)[0]?.wecomCorpId ?? knownCorpId;
let knownCorpId = '';

async function corpRow(appKey: string) {
  const [row] = await rowsIn(app.ctx, 'corp', `app_key = '${appKey}'`);
  return row;
}

describe('tickets', () => {
  test('each suite keeps its own', async () => {
    const rows = await rowsIn(app.ctx, 'suite');
    expect(rows.map((row) => row.suite_id).toSorted()).toEqual(
      app.sim.suites.map((s) => s.suiteId).toSorted(),
    );
  });

  test('are sealed', async () => {
    const [row] = await rowsIn(app.ctx, 'suite');
    const ticket = app.ctx.keyring.open(row?.sealed_ticket as Buffer);
    expect(String(row?.sealed_ticket)).not.toContain(ticket);
  });
});

describe('a company installs the suite from the market', () => {
  test('its customers arrive', async () => {
    await control('suites/install', { suite_id: suiteId, corp: company, announce: 'event' });
    await app.settle();
    const row = await corpRow(suiteId);
    expect(row).toMatchObject({ status: 'active', mode: 'suite' });
    expect(await countIn(app.ctx, 'customer', `corp_id = ${row?.id}`)).toBe(24);
  });

  test('the permanent code is sealed', async () => {
    const row = await corpRow(suiteId);
    const code = app.ctx.keyring.open(row?.sealed_code as Buffer);
    expect(JSON.stringify(await rowsIn(app.ctx, 'corp'))).not.toContain(code);
  });

  test('the same news twice is one installation', async () => {
    expect(installations(suiteId)).toHaveLength(1);
    await control('suites/install', { suite_id: suiteId, corp: company, announce: 'both' });
    await app.settle();
    expect(installations(suiteId)).toHaveLength(1);
    expect(await countIn(app.ctx, 'corp', `app_key = '${suiteId}'`)).toBe(1);
  });

  test('a member signs in through the suite and sees a customer', async () => {
    const browser = await signInToSuite(app, suiteId, 'ZhangSan');
    const list = await browser.api<{ items: { externalUserId: string }[] }>('GET', '/customers');
    expect(list.status).toBe(200);
    const card = await browser.card(list.body.items[0]?.externalUserId ?? '');
    expect(card.relation?.isMine).toBe(true);
  });

  test('who came by the suite signs in by it again, whatever page they are on', async () => {
    const browser = await signInToSuite(app, suiteId, 'ZhangSan');
    const session = await browser.api('GET', '/session');
    expect(session.body).toMatchObject({ corp: { suiteId } });
    browser.cookies.delete('guanxi_session');
    for (const address of ['/customers', '/auth/start?return=/customers']) {
      const again = await browser.request(address);
      expect(new URL(again.headers.get('location') ?? '').searchParams.get('appid')).toBe(suiteId);
    }
    const entry = await browser.request('/sidebar');
    expect(new URL(entry.headers.get('location') ?? '').searchParams.get('appid')).toBe(app.corp.corpId);
    const bySelfBuilt = await browser.request(`/auth/start?corp=${app.corp.corpId}&return=/customers`);
    expect(new URL(bySelfBuilt.headers.get('location') ?? '').searchParams.get('appid')).toBe(
      app.corp.corpId,
    );
  });

  test("an app the browser remembers but that is gone stands in nobody's way", async () => {
    const browser = createBrowser(app.url);
    const gone = Buffer.from(JSON.stringify(['wwGone', 'wpGone'])).toString('base64url');
    for (const cookie of [gone, 'damaged', '']) {
      browser.cookies.set('guanxi_door', cookie);
      const start = await browser.request('/customers');
      expect(new URL(start.headers.get('location') ?? '').searchParams.get('appid')).toBe(app.corp.corpId);
    }
  });

  test('a customer who adds a member afterwards arrives by callback', async () => {
    const row = await corpRow(suiteId);
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '宋知远' }, addWay: 1 });
    await app.settle();
    expect(await countIn(app.ctx, 'customer', `corp_id = ${row?.id} AND name = '宋知远'`)).toBe(1);
  });

  test('the other tenants have nothing of it', async () => {
    const row = await corpRow(suiteId);
    expect(await countIn(app.ctx, 'customer', `corp_id <> ${row?.id} AND name = '宋知远'`)).toBe(0);
  });
});

describe('uninstalling', () => {
  test('stops every call at once and forgets the code', async () => {
    await control('suites/grant', { op: 'cancel', suite_id: suiteId, corp: company });
    await app.settle();
    expect(installations(suiteId)).toEqual([]);
    expect(await corpRow(suiteId)).toMatchObject({ status: 'cancelled', sealed_code: null });
    const before = app.sim.requests.length;
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '迟到的人' }, addWay: 1 });
    await app.settle();
    expect(app.sim.requests.length).toBe(before);
  });

  test('coming back within the grace period brings the history back', async () => {
    const row = await corpRow(suiteId);
    app.advance(10 * day);
    await control('suites/push-ticket', {});
    await app.settle();
    await control('suites/install', { suite_id: suiteId, corp: company, announce: 'event' });
    await app.settle();
    expect(await corpRow(suiteId)).toMatchObject({ id: row?.id, status: 'active' });
    expect(await countIn(app.ctx, 'timeline_entry', `corp_id = ${row?.id}`)).toBeGreaterThan(24);
    app.advance(25 * day);
    await app.settle();
    expect(await countIn(app.ctx, 'customer', `corp_id = ${row?.id}`)).toBeGreaterThan(0);
  });

  test('after the grace period nothing of the company is left', async () => {
    const row = await corpRow(suiteId);
    await control('suites/push-ticket', {});
    await app.settle();
    await control('suites/grant', { op: 'cancel', suite_id: suiteId, corp: company });
    await app.settle();
    app.advance(31 * day);
    await app.settle();
    for (const table of [
      'corp',
      'member',
      'customer',
      'follow_relation',
      'customer_term',
      'customer_index',
      'timeline_entry',
      'tag',
      'inbox_event',
    ]) {
      const where = table === 'corp' ? `id = ${row?.id}` : `corp_id = ${row?.id}`;
      expect(await countIn(app.ctx, table, where), table).toBe(0);
    }
  });
});

describe('the install link', () => {
  test('leads to the platform and back with the code', async () => {
    await control('suites/push-ticket', {});
    await app.settle();
    const admin = createBrowser(app.url);
    const start = await admin.request(`/install/${suiteId}`);
    const page = new URL(start.headers.get('location') ?? '');
    expect(page.pathname).toBe('/3rdapp/install');
    page.searchParams.set('sim_admin', company);
    const back = await fetch(page, { redirect: 'manual' });
    const done = await admin.request(back.headers.get('location') ?? '');
    expect(done.headers.get('location')).toBe(`/sidebar?suite=${suiteId}`);
    await app.settle();
    const row = await corpRow(suiteId);
    expect(await countIn(app.ctx, 'customer', `corp_id = ${row?.id}`)).toBeGreaterThanOrEqual(24);
  });

  test('refuses a return nobody here began', async () => {
    const stranger = createBrowser(app.url);
    const done = await stranger.request(`/install/${suiteId}/done?auth_code=x&state=y`);
    expect(done.status).toBe(400);
  });
});

describe('a second process on the same database', () => {
  test('learns of an uninstall and of a return, and shares the tokens', async () => {
    const other = await app.startSecondNode();
    const served = () => other.installations.find(suiteId, corpIdOf(suiteId))?.corpId;
    const row = await corpRow(suiteId);
    knownCorpId = corpIdOf(suiteId);
    expect(served()).toBe(row?.id);

    const tokenCalls = () => app.sim.requests.filter(({ path }) => path.endsWith('get_corp_token')).length;
    await other.installations.of(Number(row?.id)).client.listFollowUsers();
    const before = tokenCalls();
    await app.ctx.installations.of(Number(row?.id)).client.listFollowUsers();
    expect(tokenCalls()).toBe(before);

    await control('suites/grant', { op: 'cancel', suite_id: suiteId, corp: company });
    await app.settle();
    await other.followInstallations();
    expect(served()).toBeUndefined();

    await control('suites/install', { suite_id: suiteId, corp: company, announce: 'event' });
    await app.settle();
    await other.followInstallations();
    expect(served()).toBe(row?.id);
    await other.installations.of(Number(row?.id)).client.listFollowUsers();
    await other.database.close();
  });
});

describe('an app made for one company', () => {
  test('is installed from its template and reads customers with its own token', async () => {
    await control('suites/install', { suite_id: templateId, corp: company, announce: 'event' });
    await app.settle();
    const row = await corpRow(templateId);
    expect(row).toMatchObject({ status: 'active', mode: 'customized' });
    expect(await countIn(app.ctx, 'customer', `corp_id = ${row?.id}`)).toBeGreaterThanOrEqual(24);
  });
});

describe('a new secret of such an app', () => {
  test('replaces the old one, and the history stays', async () => {
    const before = await corpRow(templateId);
    const customers = await countIn(app.ctx, 'customer', `corp_id = ${before?.id}`);
    const oldCode = app.ctx.keyring.open(before?.sealed_code as Buffer);
    await control('suites/grant', { op: 'reset-code', suite_id: templateId, corp: company });
    await app.settle();
    const after = await corpRow(templateId);
    expect(after).toMatchObject({ id: before?.id, status: 'active' });
    expect(app.ctx.keyring.open(after?.sealed_code as Buffer)).not.toBe(oldCode);
    expect(await countIn(app.ctx, 'customer', `corp_id = ${before?.id}`)).toBe(customers);
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '换密钥后' }, addWay: 1 });
    await app.settle();
    expect(await countIn(app.ctx, 'customer', `corp_id = ${before?.id} AND name = '换密钥后'`)).toBe(1);
  });
});

describe('posts to a suite address', () => {
  test.each([
    ['an unknown suite', '/wecom/suites/wwNobody/command', 404],
    ['no signature', () => `/wecom/suites/${suiteId}/command`, 400],
  ])('%s is refused', async (_name, path, status) => {
    const response = await fetch(`${app.url}${typeof path === 'string' ? path : path()}`, {
      method: 'POST',
      body: '<xml/>',
    });
    expect(response.status).toBe(status);
  });
});

describe('a link that installs', () => {
  const open = (path: string) => createBrowser(app.url).request(path);
  const pageBehind = async (path: string) => {
    const page = await fetch((await open(path)).headers.get('location') ?? '');
    return page.text();
  };

  test('an app that is not online does so for testing, and only then', async () => {
    await control('suites/config', { suite_id: suiteId, online: false });
    expect(await pageBehind(`/install/${suiteId}`)).toContain('只能安装测试');
    const settings = app.sim.suites
      .filter(({ kind }) => kind === 'suite')
      .map(({ kind, secret, token, encodingAesKey, ...suite }) => ({
        ...{ suiteId: suite.suiteId, kind, secret, token, encodingAesKey, isInTest: true },
      }));
    const other = await startTestApp({
      env: {
        WECOM_PROVIDER_CORP_ID: app.sim.provider.corpId,
        WECOM_API_URL: app.sim.url,
        WECOM_INSTALL_URL: app.sim.url,
        WECOM_SUITES: JSON.stringify(settings),
      },
    });
    await control('suites/push-ticket', {});
    const ticket = app.sim.platform.suite(suiteId)?.tickets.at(-1)?.value ?? '';
    await saveSuiteTicket(other.ctx, suiteId, { value: ticket, at: other.ctx.now() });
    const start = await createBrowser(other.url).request(`/install/${suiteId}`);
    const address = new URL(start.headers.get('location') ?? '');
    await other.stop();
    await control('suites/config', { suite_id: suiteId, redirect_domains: [new URL(other.url).host] });
    const page = await (await fetch(address)).text();
    expect(page).toContain('同意并安装');
    await control('suites/config', { suite_id: suiteId, online: true, app_url: app.url });
  });

  test('a template leads to a code of ten days, which the platform knows', async () => {
    const answer = await open(`/install/${templateId}`);
    expect(answer.headers.get('location')).toBe(`/install-code?template=${templateId}`);
    expect((await open(answer.headers.get('location') ?? '')).status).toBe(200);
    const { status, body } = await createBrowser(app.url).api<InstallCode>(
      'GET',
      `/install-codes/${templateId}`,
    );
    expect([status, body.name]).toEqual([200, '关系（代开发）']);
    const calls = () =>
      app.sim.requests.filter(({ path }) => path.endsWith('get_customized_auth_url')).length;
    const before = calls();
    const again = await createBrowser(app.url).api('GET', `/install-codes/${templateId}`);
    expect([again.body, calls() - before]).toEqual([body, 0]);
    expect(new Date(body.expiresAt).getTime() - app.ctx.now().getTime()).toBeLessThanOrEqual(10 * day * 1000);
    expect(await (await fetch(body.url)).text()).toContain('同意并安装');
    app.advance(10 * day);
    expect(await (await fetch(body.url)).text()).toContain('二维码已过期');
  });

  test.each(['dkUnknown', 'SUITE', 'LOGIN'])('is none for %s', async (name) => {
    const login = app.ctx.suites.login?.suiteId ?? '';
    const id = name === 'SUITE' ? suiteId : name === 'LOGIN' ? login : name;
    const { status, body } = await createBrowser(app.url).api('GET', `/install-codes/${id}`);
    expect([status, body]).toMatchObject([404, { error: { code: 'session.corp_unknown' } }]);
    if (name !== 'SUITE') {
      expect((await open(`/install/${id}`)).status).toBe(404);
    }
  });
});
