import type { IdConversion } from '@guanxi/shared/id-conversion';
import type { IdUpgrade } from '@guanxi/shared/id-upgrade';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { historyOf, idsAsSeenBy, renameIds } from '../../../test/history.ts';
import {
  adminOf,
  callsOf,
  customersOf,
  enterBy,
  installOld,
  liveWith,
  must,
  signInAt,
  writeFollowUp,
} from '../../../test/old-grants.ts';
import { eventXml, sealPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { company, control, corpRowOf, suiteIdsOf } from '../../../test/suites.ts';

/** An app made for a company long ago, which still gets the company's own ids, is upgraded with its history. */

let app: TestApp;
let templateId: string;
/** The installation with the old ids, and the one with the new. */
let old: number;
let here: number;
let admin: Browser;
let history: string[];
let names: Map<string, string>;
/** A page that was open all the while. */
let open: Browser;

const upgradeOf = async (browser: Browser) =>
  (await must(browser.api<{ upgrade: IdUpgrade | null }>('GET', '/id-upgrade'))).upgrade;
const conversionOf = async (browser: Browser) =>
  (await must(browser.api<{ conversion: IdConversion | null }>('GET', '/id-conversion'))).conversion;
const confirm = (browser: Browser, withoutGone = false) =>
  browser.api<{ upgrade: IdUpgrade }>('POST', '/id-upgrade/confirm', { withoutGone });
const countOf = (table: string, corpId: number, and = '1 = 1') =>
  countIn(app.ctx, table, `corp_id = ${corpId} AND ${and}`);
const corpRow = async (id: number) => (await rowsIn(app.ctx, 'corp', `id = ${id}`))[0];
const agentId = () => Number(app.sim.world.corp(company).apps.find(({ grant }) => grant)?.agentId);

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  ({ templateId } = suiteIdsOf(app));
  await app.settle();
  old = await installOld(app, templateId);
  await liveWith(app, old);
});

afterAll(() => app.stop());

/** The customer with a follow-up of before, as a member finds them afterwards. */
async function theCustomer(rep: Browser) {
  const line = renameIds(history, names).find((one) => one.includes('升级前：约了周三')) ?? '';
  return (await customersOf(rep)).find(({ externalUserId }) => line.includes(externalUserId));
}

/** Every id of the company with the one that the app will see. */
async function newNames(): Promise<Map<string, string>> {
  const corp = app.sim.world.corp(company);
  const columns: [string, string][] = [
    ['customer', 'external_user_id'],
    ['group_chat_member', 'platform_id'],
    ['group_chat', 'chat_id'],
    ['tag', 'tag_id'],
    ['tag', 'group_id'],
  ];
  const ids = [...corp.members.keys(), ...[...corp.members.values()].map(({ userid }) => userid)];
  for (const [table, column] of columns) {
    ids.push(...(await rowsIn(app.ctx, table)).map((row) => String(row[column])));
  }
  return idsAsSeenBy(app, company, agentId(), [...new Set(ids)]);
}

describe('an app that still gets the ids of the company', () => {
  test('tells its administrators so, and nobody else', async () => {
    admin = await signInAt(app, old, adminOf(app));
    open = await signInAt(app, old, 'ZhangSan');
    expect(await upgradeOf(admin)).toEqual({
      ...{ members: 'corp', customers: 'corp', obstacle: null, otherApps: [] },
      ...{ conversion: null, missing: { gone: 0, needed: 0 } },
    });
    expect((await open.api('GET', '/id-upgrade')).status).toBe(403);
    expect((await confirm(open)).status).toBe(403);
    expect(await countIn(app.ctx, 'corp', "status = 'upgrading'")).toBe(0);
  });

  test('is upgraded once an administrator agreed, and its rows wait for the first full sync', async () => {
    await control(app, 'suites/grant', { op: 'agree-migration', suite_id: templateId, corp: company });
    await app.settle();
    history = await historyOf(app, old);
    expect(history.filter((line) => line.startsWith('follow-up'))).toHaveLength(2);
    expect((await confirm(admin)).body.upgrade.conversion?.state).toBe('converting');
    expect((await confirm(admin)).status).toBe(409);
    await app.settle();
    names = await newNames();
    here = Number((await corpRow(old))?.replaced_by);
    expect(await corpRow(old)).toMatchObject({
      status: 'replaced',
      wecom_corp_id: company,
      sealed_code: null,
    });
    expect(await corpRow(here)).toMatchObject({ status: 'active', agent_id: agentId() });
    expect(app.ctx.installations.of(here).wecomCorpId).toMatch(/^wp/);
    expect(callsOf(app, 'service/finish_openid_migration')).toBe(1);
    const told = await rowsIn(app.ctx, 'installation_state', "kind = 'id_migration_agreed'");
    expect(told.map((row) => row.corp_id)).toContain(here);
  });

  test('an old page is sent to sign in again, and the same address leads to the new installation', async () => {
    expect((await open.api('GET', '/session')).status).toBe(401);
    const { browser, response } = await enterBy(
      app,
      { appKey: templateId, wecomCorpId: company },
      'ZhangSan',
    );
    expect(response.status).toBe(302);
    const { body } = await browser.api<{ corp: { wecomCorpId: string } }>('GET', '/session');
    expect(body.corp.wecomCorpId).toBe(app.ctx.installations.of(here).wecomCorpId);
  });

  test('a member writes before the rows are here', async () => {
    const rep = await signInAt(app, here, 'ZhangSan');
    await writeFollowUp(rep, (await theCustomer(rep))?.id, '升级后：已回访');
  });

  test('and an administrator has the contact ways listed, which takes ours for somebody else’s', async () => {
    const boss = await signInAt(app, here, adminOf(app));
    await must(boss.api('POST', '/contact-ways/sync', {}));
    await app.settle();
    expect(await countOf('contact_way', here, 'is_foreign = 1')).toBe(1);
  });

  test('all of it comes under the new ids, and nothing twice', async () => {
    app.advance(61);
    await app.settle();
    admin = await signInAt(app, here, adminOf(app));
    expect(await conversionOf(admin)).toMatchObject({
      state: 'done',
      proof: 'upgrade',
      kept: [],
      failure: null,
    });
    expect(await upgradeOf(admin)).toBeNull();
    const now = await historyOf(app, here);
    expect(renameIds(history, names).filter((line) => !now.includes(line))).toEqual([]);
    for (const what of [
      'relation',
      'somebody in a chat',
      'tag on a relation',
      'tag',
      'contact way',
      'chat',
    ]) {
      const keys = now.filter((line) => line.startsWith(`${what} |`));
      expect(keys.length, what).toBe(new Set(keys).size);
      expect(keys.length, what).toBeGreaterThan(0);
    }
    for (const table of app.ctx.database.dataSource.entityMetadatas) {
      const isOfCorps = table.findColumnWithPropertyName('corpId') !== undefined;
      expect(isOfCorps ? await countOf(table.tableName, old) : 0, table.tableName).toBe(0);
    }
    expect(await countOf('job', here, "status = 'dead'")).toBe(0);
  });

  test('who agreed is still known', async () => {
    expect((await conversionOf(admin))?.confirmedBy?.userId).toBe(names.get(adminOf(app)));
  });

  test('a rep finds what was written before and after on one card', async () => {
    const rep = await signInAt(app, here, 'ZhangSan');
    const customer = await theCustomer(rep);
    const { items } = await must(
      rep.api<{ items: { followUp?: { text: string } }[] }>('GET', `/customers/${customer?.id}/timeline`),
    );
    const texts = items.flatMap(({ followUp }) => followUp?.text ?? []);
    expect(texts).toEqual(expect.arrayContaining(['升级前：约了周三', '升级后：已回访']));
  });

  test('the next full sync finds no difference', async () => {
    const [run] = await rowsIn(app.ctx, 'sync_run', `corp_id = ${here} ORDER BY id DESC LIMIT 1 --`);
    expect(run).toMatchObject({ status: 'done', asked_by: 'change', lost: 0 });
    expect(new Set(Object.values(JSON.parse(String(run?.tally))))).toEqual(new Set([0]));
  });

  test('the codes of its contact ways go on working and can be changed', async () => {
    const [way] = await rowsIn(app.ctx, 'contact_way', `corp_id = ${here} AND name = '展位'`);
    expect(way).toMatchObject({ is_foreign: 0, state: 'done', wanted: null });
    app.sim.act.customerScans(company, { configId: String(way?.config_id) });
    await app.settle();
    expect(await countOf('way_arrival', here, `way_id = ${way?.id}`)).toBe(2);
    const [member] = await rowsIn(
      app.ctx,
      'member',
      `corp_id = ${here} AND user_id = '${names.get('ZhangSan')}'`,
    );
    const wanted = { name: '展位二号', memberIds: [member?.id], departmentIds: [], tagIds: [] };
    await must(
      admin.api('PUT', `/contact-ways/${way?.id}`, {
        ...{ ...wanted, skipsVerification: false, welcome: { text: '欢迎', attachments: [] } },
      }),
    );
    await app.settle();
    expect((await rowsIn(app.ctx, 'contact_way', `id = ${way?.id}`))[0]).toMatchObject({ state: 'done' });
  });

  test('what members write reaches the platform', async () => {
    const rep = await signInAt(app, here, 'ZhangSan');
    const [first] = await customersOf(rep);
    await must(rep.api('PATCH', `/customers/${first?.id}/profile`, { remark: '升级后的备注' }));
    await app.settle();
    const { relations } = app.sim.world.corp(company);
    expect([...relations.ofMember('ZhangSan')].map(({ remark }) => remark)).toContain('升级后的备注');
  });
});

describe('callbacks after the upgrade', () => {
  const suite = () => {
    const found = app.sim.suites.find((one) => one.suiteId === templateId);
    return { token: found?.token ?? '', encodingAesKey: found?.encodingAesKey ?? '' };
  };
  const newCorpId = () => app.ctx.installations.of(here).wecomCorpId;
  let serial = 0;
  const push = async (address: string, receiver: string, named: string) => {
    serial += 1;
    const keys = { ...suite(), corpId: named };
    const event = eventXml(keys, { CreateTime: 1763600000, Event: 'something_new', EventKey: `k-${serial}` });
    const { query, body } = sealPush(keys, event, receiver);
    const url = `${app.url}/wecom/suites/${templateId}/data/${address}?${query}`;
    return (await fetch(url, { method: 'POST', body })).status;
  };

  test('come to the old address, because nobody enters another one', async () => {
    const before = app.sim.pushes.length;
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '升级之后来的人' } });
    await app.settle();
    const made = app.sim.pushes.slice(before).filter(({ url }) => url.includes(templateId));
    expect(made.map(({ outcome, status }) => [outcome, status])).toEqual([['delivered', 200]]);
    expect(made[0]?.url).toContain(`/data/${company}`);
    expect(await countOf('customer', here, "name = '升级之后来的人'")).toBe(1);
    expect(await countIn(app.ctx, 'customer', "name = '升级之后来的人'")).toBe(1);
  });

  test.each([
    ['old', 'old', 'old'],
    ['old', 'new', 'new'],
    ['old', 'old', 'new'],
    ['new', 'old', 'old'],
    ['new', 'new', 'new'],
  ])('at the %s address, for the %s corpid, naming the %s one, are taken for it', async (...which) => {
    const [address = '', receiver = '', named = ''] = which.map((one) =>
      one === 'old' ? company : newCorpId(),
    );
    const before = await countOf('inbox_event', here);
    expect(await push(address, receiver, named)).toBe(200);
    expect(await countOf('inbox_event', here)).toBe(before + 1);
    await app.settle();
  });

  test('for another company are still refused', async () => {
    expect(await push(company, app.corp.corpId, app.corp.corpId)).toBe(403);
    expect(await push(company, company, app.corp.corpId)).toBe(403);
  });

  test('and links are understood by a server that was started afterwards', async () => {
    const again = await app.startSecondNode();
    expect(again.installations.find(templateId, company)?.corpId).toBe(here);
    expect(again.installations.has(old)).toBe(false);
    await again.database.close();
  });

  test('with the old corpid end the installation like the new one, and both rows are erased in time', async () => {
    await control(app, 'suites/grant', { op: 'cancel', suite_id: templateId, corp: company });
    await app.settle();
    expect(await corpRow(here)).toMatchObject({ status: 'cancelled' });
    app.advance(31 * 86_400);
    await app.settle();
    expect(await countIn(app.ctx, 'corp', `id IN (${old}, ${here})`)).toBe(0);
    expect(await countIn(app.ctx, 'inbox_event', `corp_id IN (${old}, ${here})`)).toBe(0);
  });
});

test('the row of the app is the only one of its name', async () => {
  await expect(corpRowOf(app, templateId)).rejects.toThrow('never installed');
});
