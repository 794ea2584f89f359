import type { OwnInstallation } from '@guanxi/shared/own-installation';
import type { Viewer } from '@guanxi/shared/session';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import {
  company,
  control,
  install,
  otherCompany,
  passNights,
  signInToSuite,
  suiteIdsOf,
} from '../../../test/suites.ts';

/** 明川文化's members install for themselves; 启航教育 has an administrator who did. */

let app: TestApp;
let suiteId: string;
let rep: Browser;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  await install(app, { member: 'ZhangSan' });
  await install(app, { corp: otherCompany });
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  app.advance(11 * 60);
  rep = await signInToSuite(app, suiteId, 'ZhangSan');
});

const own = async (browser = rep) => (await browser.api<OwnInstallation>('GET', '/own-installation')).body;
const start = async (browser = rep) => {
  const { status, body } = await browser.api('POST', '/own-installation/sync', {});
  return status === 200 ? 'asked' : (body as { error: { code: string } }).error.code;
};
const runs = () => rowsIn(app.ctx, 'sync_run', "asked_by = 'member'");

describe('a member who installed for themselves', () => {
  test('is known as such by every page', async () => {
    const { body } = await rep.api<Viewer>('GET', '/session');
    expect(body.corp.isByMembers).toBe(true);
  });

  test('sees that their customers were read, and when', async () => {
    const { sync, appName } = await own();
    expect(sync).toMatchObject({ state: 'read', run: { status: 'done', failure: null, percent: 100 } });
    const readAt = new Date(sync.readAt ?? 0).getTime();
    expect(Math.abs(app.sim.clock.now() - readAt)).toBeLessThan(3_600_000);
    expect(appName).toBe(app.sim.suites.find((suite) => suite.suiteId === suiteId)?.name);
  });

  test('gets the way by which an administrator installs for everybody, and it leads to the platform', async () => {
    const { installUrl } = await own();
    const page = await app.anonymous().request(installUrl);
    const platform = new URL(page.headers.get('location') ?? '');
    expect([page.status, platform.origin]).toEqual([302, app.sim.url]);
  });

  test('learns how many colleagues did the same, and nothing else of them', async () => {
    expect((await own()).otherMembers).toBe(0);
    const colleague = await signInToSuite(app, suiteId, 'TangYing');
    await app.settle();
    expect((await own()).otherMembers).toBe(1);
    expect(JSON.stringify(await own())).not.toContain('TangYing');
    expect((await own(colleague)).sync.state).toBe('read');
  });
});

describe('their own sync', () => {
  test('is started by them, once however often they ask', async () => {
    const before = (await runs()).length;
    expect([await start(), await start()]).toEqual(['asked', 'asked']);
    await app.settle();
    expect((await runs()).length).toBe(before + 1);
    expect((await own()).sync.run?.status).toBe('done');
  });

  test('is not repeated a moment after it ended, and is ten minutes later', async () => {
    await start();
    await app.settle();
    const count = (await runs()).length;
    const { startableAt } = (await own()).sync;
    expect(await start()).toBe('sync.too_soon');
    const wait = new Date(startableAt ?? 0).getTime() - app.sim.clock.now();
    expect(wait).toBeGreaterThan(0);
    app.advance(wait / 1000 + 1);
    expect(await start()).toBe('asked');
    await app.settle();
    expect((await runs()).length).toBe(count + 1);
  });

  test('says why it failed, and may be tried again at once', async () => {
    app.sim.faults.add({ path: 'externalcontact/batch/get_by_user', kind: 'errcode', errcode: 48_002 });
    await start();
    await app.settle();
    const { sync } = await own();
    expect(sync.run).toMatchObject({ status: 'failed', failure: expect.stringContaining('48002') });
    app.sim.faults.clear();
    app.advance(1);
    expect(new Date(sync.startableAt ?? 0).getTime()).toBeLessThanOrEqual(app.sim.clock.now());
    app.advance(16 * 60);
    expect(await start()).toBe('asked');
    await app.settle();
    expect((await own()).sync.run?.status).toBe('done');
  });
});

describe('a sync that lists far fewer than before', () => {
  const loseMany = async (losses: Record<string, number>) => {
    const added = Object.entries(losses).flatMap(([userId, count]) =>
      Array.from({ length: count }, () => ({
        ...app.sim.act.customerAdds(company, { userId, customer: { name: '一时的' } }),
        userId,
      })),
    );
    await app.settle();
    app.advance(11 * 60);
    app.sim.faults.push.dropNext = 1000;
    for (const { userId, externalUserId } of added) {
      app.sim.act.memberDeletes(company, { userId, externalUserId });
    }
    await app.sim.drain();
    app.sim.faults.push.dropNext = 0;
    await start();
    await app.settle();
    return (await own()).sync;
  };
  const answer = async (runId: number, browser = rep) => {
    const { status, body } = await browser.api('POST', '/own-installation/sync/losses', { runId });
    return status === 200 ? 'marked' : (body as { error: { code: string } }).error.code;
  };
  const lost = async () => (await rowsIn(app.ctx, 'follow_relation', "status = 'lost'")).length;

  test('asks the one whose they are, and nobody else can say', async () => {
    const { run, losses } = await loseMany({ ZhangSan: 60 });
    expect([run?.status, losses, await lost()]).toEqual(['asking', { own: 60, isAllOwn: true }, 0]);
    const colleague = await signInToSuite(app, suiteId, 'TangYing');
    expect((await own(colleague)).sync.losses).toEqual({ own: 0, isAllOwn: false });
    expect(await answer(run?.id ?? 0, colleague)).toBe('sync.losses_of_others');
    expect(await lost()).toBe(0);
    expect(await answer(run?.id ?? 0)).toBe('marked');
    await app.settle();
    expect([(await own()).sync.run?.status, await lost()]).toEqual(['done', 60]);
    expect(await answer(run?.id ?? 0)).toBe('sync.not_asking');
  });

  test('is answered by none of several', async () => {
    const before = await lost();
    const { run, losses } = await loseMany({ ZhangSan: 40, TangYing: 40 });
    expect([run?.status, losses]).toEqual(['asking', { own: 40, isAllOwn: false }]);
    expect(await answer(run?.id ?? 0)).toBe('sync.losses_of_others');
    expect(await lost()).toBe(before);
  });

  test('is not there under the number of another company’s', async () => {
    const foreign = app.ctx.installations
      .all()
      .find((one) => one.appKey === suiteId && !one.isByMembers)?.corpId;
    const [run] = await rowsIn(app.ctx, 'sync_run', `corp_id = ${foreign}`);
    expect(await answer(Number(run?.id))).toBe('sync.not_found');
  });
});

test('a licence that is not enough shows, though customers are closed without one', async () => {
  await control(app, 'suites/licences', {
    ...{ suite_id: suiteId, corp: company, check: 'on', members: { TangYing: 'interop', ZhangSan: 'base' } },
  });
  await passNights(app);
  rep = await signInToSuite(app, suiteId, 'ZhangSan');
  expect((await rep.api('GET', '/customers')).status).toBe(403);
  expect((await own()).licence).toMatchObject({ need: 'needed', state: 'base' });
  const colleague = await signInToSuite(app, suiteId, 'TangYing');
  const { licence } = await own(colleague);
  expect(licence.state).toBe('active');
  expect(new Date(licence.expiresAt ?? 0).getTime()).toBeGreaterThan(app.sim.clock.now());
});

test('where an administrator installed there is no such page, nor such a sync', async () => {
  const member = await signInToSuite(app, suiteId, 'LuoXin', otherCompany);
  const { status, body } = await member.api('GET', '/own-installation');
  expect([status, body]).toMatchObject([404, { error: { code: 'installation.not_by_members' } }]);
  expect(await start(member)).toBe('installation.not_by_members');
  const session = await member.api<Viewer>('GET', '/session');
  expect(session.body.corp.isByMembers).toBe(false);
});

test('the page is gone once an administrator installed for everybody, and the customers are still there', async () => {
  const customers = async () =>
    (await rep.api<{ items: { externalUserId: string }[] }>('GET', '/customers?limit=100')).body.items
      .map((item) => item.externalUserId)
      .toSorted();
  await control(app, 'suites/licences', {
    suite_id: suiteId,
    corp: company,
    check: 'on',
    members: { ZhangSan: 'interop' },
  });
  await passNights(app);
  rep = await signInToSuite(app, suiteId, 'ZhangSan');
  const before = await customers();
  await install(app, {});
  rep = await signInToSuite(app, suiteId, 'ZhangSan');
  expect((await rep.api('GET', '/own-installation')).status).toBe(404);
  expect((await rep.api<Viewer>('GET', '/session')).body.corp.isByMembers).toBe(false);
  expect([before.length > 0, await customers()]).toEqual([true, before]);
});
