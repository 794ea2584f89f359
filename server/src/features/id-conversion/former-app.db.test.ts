import type { FormerAppFinding, IdConversion } from '@guanxi/shared/id-conversion';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { company, control, otherCompany, suiteIdsOf } from '../../../test/suites.ts';

/** Who is told of a former app, what shows that it is of the same company, and what the platform may refuse. */

/** Customers of the company. */
const customers = 230;

let app: TestApp;
let suiteId: string;
let templateId: string;

beforeEach(async () => {
  app = await startTestApp({ suites: true, seed: customers });
  ({ suiteId, templateId } = suiteIdsOf(app));
  await app.settle();
  await app.fullSync();
});

afterEach(() => app.stop());

const fails = (path: string, errcode: number, times?: number) =>
  app.sim.faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', errcode }, times);

async function install(appKey = suiteId, corp = app.corp.corpId, more: object = {}): Promise<number> {
  await control(app, 'suites/install', { suite_id: appKey, corp, announce: 'event', ...more });
  await app.settle();
  const [row] = await rowsIn(app.ctx, 'corp', `app_key = '${appKey}' ORDER BY id DESC LIMIT 1 --`);
  return Number(row?.id);
}

/** The administrator's browser in an installation. */
async function adminOf(corpId: number): Promise<Browser> {
  const installation = app.ctx.installations.of(corpId);
  const browser = app.anonymous();
  const start = await browser.request(
    `/auth/start?suite=${installation.appKey}&corp=${installation.wecomCorpId}&return=/sidebar`,
  );
  const authorize = new URL(start.headers.get('location') ?? '');
  authorize.searchParams.set('sim_user', `${app.corp.corpId}/ZhouQiming`);
  const back = await fetch(authorize, { redirect: 'manual' });
  await browser.request(back.headers.get('location') ?? '');
  return browser;
}

const shown = async (browser: Browser) =>
  (await browser.api<{ conversion: IdConversion | null; mayLook: boolean }>('GET', '/id-conversion')).body;
const find = async (browser: Browser) =>
  (await browser.api<{ finding: FormerAppFinding }>('POST', '/id-conversion/find', {})).body.finding;
const confirm = (browser: Browser) => browser.api('POST', '/id-conversion/confirm', {});
const keptPeople = (conversion: IdConversion | null) =>
  conversion?.ids.find(({ kind }) => kind === 'person')?.kept ?? 0;
const calls = (path: string) => app.sim.requests.filter((call) => call.path === `/cgi-bin/${path}`).length;

describe('the admins', () => {
  const told = async () =>
    (await rowsIn(app.ctx, 'app_message', "purpose = 'former_app_found'")).map((row) => Number(row.corp_id));
  const cards = (corpId: number) => {
    const { agentId } = app.ctx.installations.of(corpId);
    return app.sim.world.corp(app.corp.corpId).chats.pushed('ZhouQiming', agentId);
  };

  test('are told once that a former app waits for their word, with the way to the page', async () => {
    const corpId = await install();
    app.advance(60);
    await app.settle();
    expect(await told()).toEqual([corpId]);
    const [card, ...more] = cards(corpId);
    expect(more).toEqual([]);
    const { title, url } = (card?.body ?? {}) as { title: string; url: string };
    expect([title, new URL(url).pathname]).toEqual(['找到了以前的自建应用', '/admin/installation']);
    expect(new URL(url).searchParams.get('suite')).toBe(suiteId);
    app.advance(86_400);
    await control(app, 'suites/push-ticket', {});
    await app.ctx.scheduler.look();
    await app.settle();
    expect([await told(), cards(corpId).length]).toEqual([[corpId], 1]);
  });

  test('there are none where members installed for themselves: nothing is looked for, and nobody is told', async () => {
    const corpId = await install(suiteId, app.corp.corpId, { member: 'ZhangSan' });
    app.advance(60);
    await app.settle();
    expect(app.ctx.installations.of(corpId).isByMembers).toBe(true);
    expect([await told(), await countIn(app.ctx, 'id_conversion')]).toEqual([[], 0]);
  });
});

describe('what shows that two apps are of one company', () => {
  test('members both apps see, where the provider may not ask for the corpid', async () => {
    fails('service/corpid_to_opencorpid', 48_002);
    const admin = await adminOf(await install());
    expect((await shown(admin)).conversion).toMatchObject({ state: 'found', proof: 'members' });
  });

  test('nothing: an administrator may have it looked for again, when it can be told', async () => {
    const provider = fails('service/corpid_to_opencorpid', 48_002);
    const former = fails('batch/openuserid_to_userid', 48_002);
    const admin = await adminOf(await install());
    expect(await shown(admin)).toEqual({ conversion: null, mayLook: true });
    expect(await find(admin)).toBe('unclear');
    expect((await confirm(admin)).status).toBe(404);
    app.sim.faults.remove(provider);
    app.sim.faults.remove(former);
    app.advance(3600);
    await control(app, 'suites/push-ticket', {});
    await app.settle();
    expect(await find(admin)).toBe('found');
  });

  test.each([company, otherCompany])('never that it was claimed: %s gets nothing of it', async (stranger) => {
    // Apps are numbered in each company anew, so that the former app knows one of the same number.
    const own = await install(templateId);
    const provider = fails('service/corpid_to_opencorpid', 48_002);
    const corpId = await install(suiteId, stranger);
    const [agent, alike] = await rowsIn(app.ctx, 'corp', `id IN (${own}, ${corpId})`);
    expect(agent?.agent_id).toBe(alike?.agent_id);
    expect(calls('batch/openuserid_to_userid')).toBeGreaterThan(0);
    for (const isAsking of [false, true]) {
      if (isAsking) app.sim.faults.remove(provider);
      app.advance(86_400);
      await control(app, 'suites/push-ticket', {});
      await app.ctx.scheduler.look();
      await app.settle();
      expect(await countIn(app.ctx, 'id_conversion', `corp_id = ${corpId}`)).toBe(0);
    }
    expect(await countIn(app.ctx, 'job', "name = 'find-former-app'")).toBe(0);
  });
});

describe('an app that the provider made for the company', () => {
  test('asks for new ids of customers itself, in groups and by hundreds', async () => {
    const corpId = await install(templateId);
    const admin = await adminOf(corpId);
    app.sim.requests.splice(0);
    await confirm(admin);
    await app.settle();
    expect((await shown(admin)).conversion).toMatchObject({ state: 'done', kept: [] });
    expect(calls('externalcontact/get_new_external_userid')).toBe(2);
    expect(calls('externalcontact/from_service_external_userid')).toBe(0);
  });

  test('keeps what is refused, says that consent is missing, and goes on once it is there', async () => {
    app.sim.faults.switches.conversionNeedsConsent = true;
    const corpId = await install(templateId);
    const admin = await adminOf(corpId);
    // The former app may not be asked either.
    const dead = fails('externalcontact/from_service_external_userid', 48_002);
    await confirm(admin);
    await app.settle();
    const { conversion } = await shown(admin);
    expect(conversion).toMatchObject({ state: 'done', consent: 'missing' });
    expect(keptPeople(conversion)).toBeGreaterThan(200);
    expect(conversion?.kept.every(({ reason }) => reason === 'refused')).toBe(true);
    const relations = await countIn(app.ctx, 'follow_relation', `corp_id = ${corpId}`);
    // The platform shows none of them to this app, and that says nothing about them.
    const [run] = await rowsIn(app.ctx, 'sync_run', `corp_id = ${corpId} ORDER BY id DESC LIMIT 1 --`);
    expect(run).toMatchObject({ status: 'done', lost: 0 });
    app.sim.faults.remove(dead);
    app.advance(3600);
    await control(app, 'suites/push-ticket', {});
    await control(app, 'suites/grant', {
      op: 'agree-migration',
      suite_id: templateId,
      corp: app.corp.corpId,
    });
    await app.settle();
    const after = (await shown(admin)).conversion;
    expect(after).toMatchObject({ state: 'done', consent: 'agreed', kept: [] });
    expect(relations - (await countIn(app.ctx, 'follow_relation', `corp_id = ${corpId}`))).toBe(
      await countIn(app.ctx, 'merged_row', `corp_id = ${corpId} AND table_name = 'follow_relation'`),
    );
  });

  test('an old one, whose ids are not replaced, gets the history under the same ids', async () => {
    const corpId = await install(templateId, app.corp.corpId, { plain_ids: true });
    const admin = await adminOf(corpId);
    app.sim.requests.splice(0);
    await confirm(admin);
    await app.settle();
    const { conversion } = await shown(admin);
    expect(conversion).toMatchObject({ state: 'done', kept: [] });
    expect(calls('externalcontact/get_new_external_userid') + calls('batch/userid_to_openuserid')).toBe(0);
    expect(await countIn(app.ctx, 'customer', `corp_id <> ${corpId}`)).toBe(0);
  });
});

describe('what can go wrong on the way', () => {
  test('the former app is dead: what the platform still tells is converted, the rest is kept', async () => {
    const corpId = await install();
    const admin = await adminOf(corpId);
    fails('batch/openuserid_to_userid', 40_001);
    fails('externalcontact/from_service_external_userid', 40_001);
    await confirm(admin);
    await app.settle();
    const { conversion } = await shown(admin);
    expect(conversion).toMatchObject({ state: 'done' });
    expect(conversion?.ids.find(({ kind }) => kind === 'member')).toMatchObject({ kept: 0 });
    expect(keptPeople(conversion)).toBe(customers);
  });

  test('too many unknown members: the platform is not asked until it blocks the call', async () => {
    app.sim.faults.switches.wrongIdBanAfter = 60;
    const corpId = await install();
    const admin = await adminOf(corpId);
    fails('batch/openuserid_to_userid', 48_002);
    const [known] = await rowsIn(app.ctx, 'member', "user_id = 'ZhangSan'");
    const columns = Object.keys(known ?? {}).filter((column) => column !== 'id' && column !== 'user_id');
    await app.ctx.database.transaction(async (db) => {
      for (let serial = 0; serial < 200; serial += 1) {
        await db.query(
          `INSERT INTO member (user_id, ${columns.join(', ')}) SELECT 'Nobody${serial}', ${columns.join(', ')} FROM member WHERE id = ?`,
          [known?.id],
        );
      }
    });
    await confirm(admin);
    await app.settle();
    const { conversion } = await shown(admin);
    expect(conversion?.state).toBe('done');
    const reasons = new Set(
      conversion?.kept.filter(({ kind }) => kind === 'member').map(({ reason }) => reason),
    );
    expect([...reasons].toSorted()).toEqual(['not_asked', 'unknown']);
    expect(calls('batch/userid_to_openuserid')).toBeLessThanOrEqual(2);
    expect(await countIn(app.ctx, 'member', `corp_id = ${corpId} AND user_id LIKE 'Nobody%'`)).toBe(200);
  });

  test('waits for the first full sync, and says so when it failed', async () => {
    const corpId = await install();
    const admin = await adminOf(corpId);
    await app.ctx.database.transaction((db) =>
      db.query("UPDATE sync_run SET status = 'failed', failure = 'no privilege' WHERE corp_id = ?", [corpId]),
    );
    await confirm(admin);
    await app.settle();
    expect((await shown(admin)).conversion).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('no privilege'),
    });
    expect(await countIn(app.ctx, 'corp', "status = 'replaced'")).toBe(0);
    await app.ctx.database.transaction((db) => db.query('DELETE FROM sync_run WHERE corp_id = ?', [corpId]));
    await confirm(admin);
    await app.settle();
    expect((await shown(admin)).conversion?.state).toBe('converting');
    app.advance(61);
    await app.settle();
    expect((await shown(admin)).conversion?.state).toBe('done');
  });

  test('two apps of the provider find the same former one: the first that is agreed to gets it', async () => {
    const first = await install(suiteId);
    const second = await install(templateId);
    const [admin, later] = [await adminOf(first), await adminOf(second)];
    await confirm(admin);
    await app.settle();
    expect((await shown(admin)).conversion?.state).toBe('done');
    expect((await confirm(later)).status).toBe(404);
  });
});
