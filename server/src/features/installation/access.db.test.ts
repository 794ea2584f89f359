import type { CustomerCard } from '@guanxi/shared/customers';
import type { Viewer } from '@guanxi/shared/session';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import {
  company,
  control,
  enterSuite,
  install,
  otherCompany,
  passNights,
  signInToSuite,
  suiteIdsOf,
} from '../../../test/suites.ts';
import { startFullSync } from '../sync/start-sync.ts';

const all = [
  ...['contacts', 'organization', 'messages', 'customers', 'tags', 'welcome', 'contact-ways'],
  ...['transfer', 'resigned', 'statistics'],
];

let app: TestApp;
let suiteId: string;
let corpId: number;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  corpId = await install(app, { permissions: all });
});

afterAll(() => app.stop());

const grant = async (change: object) => {
  await control(app, 'suites/grant', { suite_id: suiteId, corp: company, ...change });
  await app.settle();
};

const viewerOf = async (browser: Browser) => (await browser.api<Viewer>('GET', '/session')).body;

const codeOf = (body: unknown) => (body as { error?: { code: string } }).error?.code;

/** The first customer of a member, with a tag that could be put on. */
async function aCard(browser: Browser): Promise<CustomerCard> {
  const list = await browser.api<{ items: { externalUserId: string }[] }>('GET', '/customers');
  return browser.card(list.body.items[0]?.externalUserId ?? '');
}

describe('what an installation may do', () => {
  test('is what the company granted', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    expect((await viewerOf(rep)).corp.capabilities).toEqual({
      seesMemberNames: false,
      seesCustomerAvatars: false,
      seesRemarkMobiles: false,
      sendsWelcome: true,
      editsTags: true,
      makesContactWays: true,
      handsOver: true,
      handsOverResigned: true,
      readsStatistics: true,
      needsLicence: false,
    });
    expect((await aCard(rep)).can.changeTags).toBe(true);
  });

  test.each([
    ['tags', 'editsTags'],
    ['welcome', 'sendsWelcome'],
    ['contact-ways', 'makesContactWays'],
    ['transfer', 'handsOver'],
    ['resigned', 'handsOverResigned'],
    ['statistics', 'readsStatistics'],
  ])('follows at once when %s is taken back, and when it is given again', async (permission, capability) => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    const capabilities = async () => (await viewerOf(rep)).corp.capabilities as Record<string, boolean>;
    await grant({ op: 'permissions', permissions: all.filter((name) => name !== permission) });
    expect((await capabilities())[capability]).toBe(false);
    await grant({ op: 'permissions', permissions: all });
    expect((await capabilities())[capability]).toBe(true);
  });

  test('is enforced: without the permission no tag is changed, and the answer says why', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    await grant({ op: 'permissions', permissions: all.filter((name) => name !== 'tags') });
    const card = await aCard(rep);
    expect(card.can.changeTags).toBe(false);
    const [tag] = await rowsIn(app.ctx, 'tag', `corp_id = ${corpId}`);
    const path = `/customers/${card.customer.id}/tags`;
    const change = await rep.api('POST', path, { add: [tag?.tag_id], remove: [] });
    expect([change.status, codeOf(change.body)]).toEqual([403, 'tag.not_permitted']);
    const retry = await rep.api('POST', `${path}/retry`, { tagIds: [tag?.tag_id] });
    expect([retry.status, codeOf(retry.body)]).toEqual([403, 'tag.not_permitted']);
    expect(await countIn(app.ctx, 'tag_change', `corp_id = ${corpId}`)).toBe(0);
    await grant({ op: 'permissions', permissions: all });
    expect((await rep.api('POST', path, { add: [tag?.tag_id], remove: [] })).status).toBe(200);
    await app.settle();
  });

  test('is followed by another process', async () => {
    const other = await app.startSecondNode();
    const editsTags = () => other.installations.of(corpId).client.access.capabilities.editsTags;
    expect(editsTags()).toBe(true);
    await grant({ op: 'permissions', permissions: all.filter((name) => name !== 'tags') });
    await other.followInstallations();
    expect(editsTags()).toBe(false);
    await grant({ op: 'permissions', permissions: all });
    await other.database.close();
  });

  test('is read again every day, because news can be lost', async () => {
    const suiteApp = app.sim.world.corp(company).apps.find((entry) => entry.kind === 'suite');
    suiteApp?.permissions.delete('statistics');
    await app.settle();
    const readsStatistics = () => app.ctx.installations.of(corpId).client.access.capabilities.readsStatistics;
    expect(readsStatistics()).toBe(true);
    await passNights(app);
    expect(readsStatistics()).toBe(false);
    suiteApp?.permissions.add('statistics');
    await passNights(app);
    expect(readsStatistics()).toBe(true);
  });
});

describe('the visible range', () => {
  const memberRows = () => rowsIn(app.ctx, 'member', `corp_id = ${corpId}`);
  const outside = async () =>
    (await memberRows()).filter((row) => row.out_of_range_at !== null).map((row) => row.user_id);

  test('when it shrinks, who is outside is marked, keeps everything and is not let in', async () => {
    const leaving = await signInToSuite(app, suiteId, 'ZhangSan');
    const members = await memberRows();
    const relations = `corp_id = ${corpId} AND status = 'lost'`;
    const lostBefore = await countIn(app.ctx, 'follow_relation', relations);
    const { userId } = await viewerOf(leaving);
    const stays = [...app.sim.world.corp(company).members.values()].find(
      (member) => member.userid !== 'ZhangSan' && member.status === 1,
    );
    await grant({ op: 'range', users: [stays?.userid], departments: [] });
    app.advance(6);
    expect(await outside()).toHaveLength(members.length - 1);
    expect(await outside()).toContain(userId);
    expect((await memberRows()).filter((row) => row.left_at !== null)).toEqual([]);
    expect(await countIn(app.ctx, 'follow_relation', relations)).toBe(lostBefore);
    const [run] = await rowsIn(
      app.ctx,
      'sync_run',
      `id = (SELECT MAX(id) FROM sync_run WHERE corp_id = ${corpId})`,
    );
    const kept = await countIn(
      app.ctx,
      'follow_relation',
      `corp_id = ${corpId} AND status IN ('active', 'half', 'deleted_by_customer')
       AND member_id IN (SELECT id FROM member WHERE out_of_range_at IS NOT NULL)`,
    );
    expect(JSON.parse(String(run?.skipped))).toEqual([
      { reason: 'out_of_range', members: members.length - 1, relations: kept },
    ]);
    expect(kept).toBeGreaterThan(0);
    expect((await leaving.api('GET', '/session')).status).toBe(401);
    const again = await enterSuite(app, suiteId, 'ZhangSan');
    expect([again.response.status, codeOf(await again.response.json())]).toEqual([
      403,
      'session.outside_range',
    ]);
  });

  test('when it grows again, they are back with what was theirs', async () => {
    await grant({ op: 'range', users: [], departments: [1] });
    expect(await outside()).toEqual([]);
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    expect((await aCard(rep)).relation?.status).toBe('active');
  });

  test('a member who leaves the company has left, and is not merely out of range', async () => {
    const gone = [...app.sim.world.corp(company).members.values()].find(
      (member) => member.userid !== 'ZhangSan' && member.status === 1,
    );
    const before = (await memberRows()).filter((row) => row.left_at === null).length;
    app.sim.act.memberLeaves(company, { userId: gone?.userid ?? '' });
    await app.settle();
    expect((await memberRows()).filter((row) => row.left_at === null)).toHaveLength(before - 1);
    expect(await outside()).toEqual([]);
  });

  test('a member who left while no news came is found by the next full sync', async () => {
    const gone = [...app.sim.world.corp(company).members.values()].find(
      (member) => member.userid !== 'ZhangSan' && member.status === 1,
    );
    const before = (await memberRows()).filter((row) => row.left_at === null).length;
    Object.assign(gone ?? {}, { status: 5 });
    await startFullSync(app.ctx, corpId, 'admin');
    await app.settle();
    expect((await memberRows()).filter((row) => row.left_at === null)).toHaveLength(before - 1);
    expect(await outside()).toEqual([]);
  });
});

describe('administrators', () => {
  const roleIn = async (browser: Browser) => (await viewerOf(browser)).role;

  test('are those the company named for the app, and the list is followed within seconds', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    await grant({ op: 'admins', admins: ['ZhangSan'] });
    app.advance(6);
    expect(await roleIn(rep)).toBe('admin');
    await grant({ op: 'admins', admins: [] });
    app.advance(6);
    expect(await roleIn(rep)).not.toBe('admin');
    expect((await rep.api('POST', '/sync-runs', {})).status).toBe(403);
  });

  test('keep their role through a full sync', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    await grant({ op: 'admins', admins: ['ZhangSan'] });
    await startFullSync(app.ctx, corpId, 'admin');
    await app.settle();
    app.advance(6);
    expect(await roleIn(rep)).toBe('admin');
  });

  test('lose it although a sync that began before wrote members afterwards', async () => {
    const rep = await signInToSuite(app, suiteId, 'ZhangSan');
    const { admins } = app.ctx.installations.of(corpId);
    await grant({ op: 'admins', admins: [] });
    // A process that did not learn of it yet still serves the old list.
    app.ctx.installations.put({ ...app.ctx.installations.of(corpId), admins });
    await startFullSync(app.ctx, corpId, 'admin');
    await app.settle();
    app.advance(6);
    expect(await roleIn(rep)).not.toBe('admin');
  });
});

describe('members who installed for themselves', () => {
  const ownCorp = async () => {
    const [row] = await rowsIn(app.ctx, 'corp', `app_key = '${suiteId}' AND auth_mode = 'member'`);
    return Number(row?.id);
  };
  const names = async () =>
    (await rowsIn(app.ctx, 'member', `corp_id = ${await ownCorp()} AND out_of_range_at IS NULL`)).length;

  test('are the only ones there', async () => {
    await control(app, 'suites/install', { suite_id: suiteId, corp: otherCompany, member: 'ZhangSan' });
    await app.settle();
    expect(await names()).toBe(1);
  });

  test('another one, who installs by opening the page, is read with their customers', async () => {
    app.advance(5);
    const userId = 'LuoXin';
    app.sim.act.customerAdds(otherCompany, { userId, customer: { name: '早就认识' }, addWay: 1 });
    const rep = await signInToSuite(app, suiteId, userId, otherCompany);
    await app.settle();
    expect(await names()).toBe(2);
    expect(await countIn(app.ctx, 'customer', `corp_id = ${await ownCorp()} AND name = '早就认识'`)).toBe(1);
    expect((await aCard(rep)).customer.name).toBe('早就认识');
  });
});

describe('a self-built app', () => {
  test('keeps the administrators of the settings beside those of the console', async () => {
    await app.fullSync();
    const rep = await app.signIn('ZhangSan');
    const admin = await app.signIn('ZhouQiming');
    expect(await roleOf(admin)).toBe('admin');
    const own = app.sim.world.corp(app.corp.corpId).apps.find((entry) => entry.kind === 'self-built');
    own?.admins.push('ZhangSan');
    await control(app, 'push-event', { corp: app.corp.corpId, event: 'change_app_admin' });
    await app.settle();
    app.advance(6);
    expect(await roleOf(rep)).toBe('admin');
    expect(await roleOf(admin)).toBe('admin');
  });

  const roleOf = async (browser: Browser) => (await viewerOf(browser)).role;
});
