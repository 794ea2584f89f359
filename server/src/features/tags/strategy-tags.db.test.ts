import type { Installation, SetupCheck } from '@guanxi/shared/installation';
import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';

/** Tags of strategy groups (规则组标签), which the customer-contact system app alone may read. */

const contactSecret = 'secretOfTheSystemAppForThisTest';
let app: TestApp;
let strategyId: number;
let gold: string;
let externalUserId: string;

beforeAll(async () => {
  app = await startTestApp({ env: { WECOM_CONTACT_SECRET: contactSecret } });
  const { corpId, token, encodingAesKey } = app.corp;
  // The admin typed the same address and keys for the system app as for ours.
  const callbackUrl = `${app.url}/wecom/callback/${corpId}`;
  Object.assign(app.sim.world.corp(corpId).contactApp, {
    ...{ secret: contactSecret, token, encodingAesKey, callbackUrl },
  });
  strategyId = app.sim.act.adminSavesStrategy(corpId, { name: '华东', users: ['ZhangSan'] }).id;
  app.sim.act.adminCreatesTag(corpId, { groupName: '级别', tags: [{ name: 'VIP' }] });
  const made = app.sim.act.adminCreatesTag(corpId, {
    ...{ groupName: '返点', strategyId, tags: [{ name: '金' }, { name: '银' }] },
  });
  gold = made.tagIds[0] ?? '';
  const added = app.sim.act.customerAdds(corpId, { userId: 'ZhangSan', customer: { name: '客户' } });
  externalUserId = added.externalUserId;
  app.sim.act.customerAdds(corpId, { userId: 'LiSi', externalUserId });
  await app.settle();
  await app.fullSync();
});

afterAll(() => app.stop());

const groupsOf = async (browser: Browser) => {
  const { body } = await browser.api<{ groups: TagGroup[] }>('GET', '/tag-groups');
  return body.groups.map(({ name, kind }) => `${name} ${kind}`).toSorted();
};
const customerIdOf = async (browser: Browser) => (await browser.card(externalUserId)).customer.id;
const put = async (browser: Browser, tagId: string) =>
  browser.api<{ tags: CustomerTag[] }>('POST', `/customers/${await customerIdOf(browser)}/tags`, {
    ...{ add: [tagId], remove: [] },
  });
const tagsOn = (userId: string) =>
  app.sim.world.corp(app.corp.corpId).relations.get(userId, externalUserId)?.tagIds;

describe('tags of a strategy', () => {
  test('are chosen by the members of its range alone', async () => {
    expect(await groupsOf(await app.signIn('ZhangSan'))).toEqual(['级别 corp', '返点 strategy'].toSorted());
    expect(await groupsOf(await app.signIn('LiSi'))).toEqual(['级别 corp']);
  });

  test('reach the platform like any other, and are named on the card', async () => {
    const rep = await app.signIn('ZhangSan');
    expect((await put(rep, gold)).body.tags).toMatchObject([{ tagId: gold, kind: 'strategy' }]);
    await app.settle();
    expect(tagsOn('ZhangSan')).toEqual([gold]);
    expect((await rep.card(externalUserId)).tags).toMatchObject([
      { name: '金', groupName: '返点', kind: 'strategy', state: 'synced' },
    ]);
  });

  test('are refused to a member outside', async () => {
    const { status, body } = await put(await app.signIn('LiSi'), gold);
    expect([status, body]).toMatchObject([404, { error: { code: 'tag.not_found' } }]);
    await app.settle();
    expect(tagsOn('LiSi')).toEqual([]);
  });

  test('are not for rules of the company', async () => {
    const admin = await app.signIn('ZhouQiming');
    const { body } = await admin.api('POST', '/contact-ways', {
      ...{ name: '展位', memberIds: [], departmentIds: [1], skipsVerification: true, welcome: null },
      ...{ tagIds: [gold], requestKey: 'a-way-with-a-tag' },
    });
    expect(body).toMatchObject({ error: { code: 'tag.not_found' } });
  });

  test('open to whole departments, with everything below', async () => {
    const { corpId } = app.corp;
    app.sim.act.adminSavesStrategy(corpId, { id: strategyId, departments: [1] });
    app.sim.act.adminRenamesTag(corpId, { id: gold, name: '金牌' });
    await app.settle();
    expect(await groupsOf(await app.signIn('LiSi'))).toEqual(['级别 corp', '返点 strategy'].toSorted());
  });

  test('follow the events of the system app: renamed, new, deleted', async () => {
    const { corpId } = app.corp;
    const rep = await app.signIn('ZhangSan');
    const names = async () =>
      (await rep.api<{ groups: TagGroup[] }>('GET', '/tag-groups')).body.groups
        .filter(({ kind }) => kind === 'strategy')
        .flatMap(({ tags }) => tags.map(({ name }) => name))
        .toSorted();
    expect(await names()).toEqual(['金牌', '银'].toSorted());
    const before = app.sim.requests.filter(({ path }) => path.endsWith('/get_corp_tag_list')).length;
    app.sim.act.adminCreatesTag(corpId, { groupName: '地区', strategyId, tags: [{ name: '沪' }] });
    app.sim.act.adminDeletesTag(corpId, { id: gold });
    await app.settle();
    expect(await names()).toEqual(['沪', '银'].toSorted());
    expect((await rep.card(externalUserId)).tags).toEqual([]);
    // Our own app is told of them without their strategy, so it looks at the company's.
    expect(app.sim.requests.filter(({ path }) => path.endsWith('/get_corp_tag_list')).length).toBeGreaterThan(
      before,
    );
  });

  test('stay when only those of the company are read', async () => {
    const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
      ...{ groupName: '行业', tags: [{ name: '模具' }] },
    });
    await app.settle();
    app.sim.act.adminDeletesTag(app.corp.corpId, { id: tagIds[0] ?? '' });
    await app.settle();
    expect(await groupsOf(await app.signIn('ZhangSan'))).toEqual(
      ['级别 corp', '返点 strategy', '地区 strategy'].toSorted(),
    );
  });
});

describe('the secret of the system app', () => {
  const check = async () => {
    const admin = await app.signIn('ZhouQiming');
    const { body } = await admin.api<{ checks: SetupCheck[] }>('POST', '/setup-checks', {});
    return body.checks.find(({ name }) => name === 'strategies');
  };

  test('is checked, and the installation says that strategies are read', async () => {
    expect(await check()).toMatchObject({ outcome: 'pass' });
    const admin = await app.signIn('ZhouQiming');
    const { body } = await admin.api<Installation>('GET', '/installation');
    expect(body.readsStrategyTags).toBe(true);
  });

  test('that is wrong holds nothing else up and is found', async () => {
    const { contactApp } = app.sim.world.corp(app.corp.corpId);
    contactApp.secret = 'another';
    app.sim.credentials.revoke(contactApp);
    expect(await check()).toMatchObject({
      outcome: 'fail',
      problem: 'contact_secret_refused',
      errcode: 40001,
    });
    await app.fullSync();
    const runs = await rowsIn(app.ctx, 'sync_run');
    expect(runs.map((run) => run.status)).toEqual(['done', 'done']);
  });

  test('that was never given leaves strategies unread, and says so', async () => {
    const plain = await startTestApp();
    const admin = await plain.signIn('ZhouQiming');
    const { body } = await admin.api<Installation>('GET', '/installation');
    expect(body.readsStrategyTags).toBe(false);
    const checks = await admin.api<{ checks: SetupCheck[] }>('POST', '/setup-checks', {});
    expect(checks.body.checks.some(({ name }) => name === 'strategies')).toBe(false);
    await plain.fullSync();
    expect(plain.sim.requests.some(({ path }) => path.includes('strategy'))).toBe(false);
    await plain.stop();
  });
});
