import type { SyncRun } from '@guanxi/shared/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { sealPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import {
  company,
  control,
  corpRowOf,
  daySeconds,
  install,
  passNights,
  signInToSuite,
  suiteIdsOf,
} from '../../../test/suites.ts';
import { startFullSync } from '../sync/start-sync.ts';

let app: TestApp;
let suiteId: string;
let corpId: number;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  corpId = await install(app);
});

afterAll(() => app.stop());

const change = async (body: object) => {
  await control(app, 'suites/licences', { suite_id: suiteId, corp: company, ...body });
};

/** A night passes: the daily reading runs. */
const aNight = () => passNights(app);

/** What is kept of licences, by the member's plain name in the simulator's world. */
async function kept(): Promise<Record<string, string>> {
  const members = await rowsIn(app.ctx, 'member', `corp_id = ${corpId}`);
  const licences = await rowsIn(app.ctx, 'member_licence', `corp_id = ${corpId}`);
  return Object.fromEntries(
    licences.map((row) => {
      const member = members.find((one) => one.id === row.member_id);
      return [plainByProvider.get(String(member?.user_id)) ?? '', String(row.kind)];
    }),
  );
}

/** The customers known of a member, by the provider's ids. */
async function customersOf(userId: string): Promise<string[]> {
  const rows: { external_user_id: string }[] = await app.ctx.database.read.query(
    `SELECT c.external_user_id FROM follow_relation r JOIN customer c ON c.id = r.customer_id
     JOIN member m ON m.id = r.member_id WHERE m.corp_id = ? AND m.user_id = ? ORDER BY c.id`,
    [corpId, providerIdOf(userId)],
  );
  return rows.map((row) => row.external_user_id);
}

/** The provider's userids with the plain ones. */
const plainByProvider = new Map<string, string>();

const reps = ['ZhangSan', 'MaRui', 'TangYing'];

beforeAll(async () => {
  for (const userId of [...reps, 'QianWei']) {
    const rep = await signInToSuite(app, suiteId, userId);
    const { body } = await rep.api<{ userId: string }>('GET', '/session');
    plainByProvider.set(body.userId, userId);
  }
});

const providerIdOf = (userId: string) =>
  [...plainByProvider].find(([, plain]) => plain === userId)?.[0] ?? '';

const relationsBy = (status: string) =>
  countIn(app.ctx, 'follow_relation', `corp_id = ${corpId} AND status = '${status}'`);

const latestRun = async (): Promise<SyncRun> => {
  const rep = await signInToSuite(app, suiteId, 'ZhangSan');
  return (await rep.api<{ run: SyncRun }>('GET', '/sync-runs/latest')).body.run;
};

async function postSystemEvent(infoType: string, inside: string): Promise<number> {
  const [provider] = app.sim.platform.providers;
  const keys = {
    corpId: app.sim.provider.corpId,
    token: provider?.token ?? '',
    encodingAesKey: provider?.encodingAesKey ?? '',
  };
  const row = await corpRowOf(app, suiteId);
  const at = Math.floor(app.sim.clock.now() / 1000);
  const xml = `<xml><ServiceCorpId><![CDATA[${keys.corpId}]]></ServiceCorpId><InfoType><![CDATA[${infoType}]]></InfoType><AuthCorpId><![CDATA[${row.wecom_corp_id}]]></AuthCorpId><TimeStamp>${at}</TimeStamp>${inside}</xml>`;
  const push = sealPush(keys, xml);
  const response = await fetch(`${app.url}/wecom/provider/system?${push.query}`, {
    method: 'POST',
    body: push.body,
  });
  expect(await response.text()).toBe('success');
  return response.status;
}

describe('during the free trial', () => {
  test('nobody needs a licence, and it is known when that ends', async () => {
    const row = await corpRowOf(app, suiteId);
    expect(row.licence_status).toBe(0);
    expect(row.licence_trial_until).not.toBeNull();
    expect(app.ctx.installations.of(corpId).client.access.capabilities.needsLicence).toBe(false);
    expect(await kept()).toEqual({});
  });
});

describe('after it', () => {
  test('the daily reading knows of each member who may have customers', async () => {
    await change({ check: 'on', members: { ZhangSan: 'interop', MaRui: 'base' } });
    await aNight();
    expect(app.ctx.installations.of(corpId).client.access.capabilities.needsLicence).toBe(true);
    expect(await kept()).toEqual({ ZhangSan: 'interop', MaRui: 'base', TangYing: 'none', QianWei: 'none' });
  });

  test('a full sync skips who has none, says so, and loses nothing of theirs', async () => {
    const active = await relationsBy('active');
    await startFullSync(app.ctx, corpId, 'admin');
    await app.settle();
    expect(await latestRun()).toMatchObject({
      status: 'done',
      skipped: [{ reason: 'unlicensed', members: 3 }],
      lost: 0,
    });
    expect(await relationsBy('lost')).toBe(0);
    expect(await relationsBy('active')).toBe(active);
  });

  test('it does so too when nobody at all has one', async () => {
    const active = await relationsBy('active');
    await change({ members: { ZhangSan: 'base' } });
    await startFullSync(app.ctx, corpId, 'admin');
    await app.settle();
    expect(await latestRun()).toMatchObject({
      status: 'done',
      skipped: [{ reason: 'unlicensed', members: 4 }],
      lost: 0,
    });
    expect(await relationsBy('active')).toBe(active);
    expect((await kept()).ZhangSan).toBe('none');
    await change({ members: { ZhangSan: 'interop' } });
    await aNight();
    expect((await kept()).ZhangSan).toBe('interop');
  });

  test('news of a customer of somebody without one ends no relation', async () => {
    const [relation] = app.sim.world.corp(company).relations.ofMember('TangYing');
    const externalUserId = relation?.externalUserId ?? '';
    app.advance(120);
    app.sim.act.memberEditsRemark(company, { userId: 'TangYing', externalUserId, remark: '新备注' });
    await app.settle();
    expect(await relationsBy('lost')).toBe(0);
    expect(await countIn(app.ctx, 'job', "status = 'dead'")).toBe(0);
    expect(await countIn(app.ctx, 'inbox_event', 'handled_at IS NULL')).toBe(0);
  });

  test('a colleague with a licence being shown does not end the relation of one without', async () => {
    const [relation] = app.sim.world.corp(company).relations.ofMember('TangYing');
    const externalUserId = relation?.externalUserId ?? '';
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', externalUserId, addWay: 1 });
    await app.settle();
    app.advance(120);
    app.sim.act.memberEditsRemark(company, { userId: 'TangYing', externalUserId, remark: '共同的客户' });
    await app.settle();
    expect(await relationsBy('lost')).toBe(0);
  });

  test('an ending is kept although nothing can be read', async () => {
    const [relation] = app.sim.world.corp(company).relations.ofMember('TangYing');
    const before = await relationsBy('deleted_by_customer');
    app.sim.act.customerDeletes(company, {
      ...{ userId: 'TangYing', externalUserId: relation?.externalUserId ?? '' },
    });
    await app.settle();
    expect(await relationsBy('deleted_by_customer')).toBe(before + 1);
  });

  test('the session of who has none opens, and the card says what is missing', async () => {
    const rep = await signInToSuite(app, suiteId, 'MaRui');
    app.advance(20 * 60);
    expect((await rep.api('GET', '/session')).status).toBe(200);
    const card = await rep.api('GET', `/customer-card?externalUserId=${(await customersOf('MaRui'))[0]}`);
    expect([card.status, card.body]).toMatchObject([403, { error: { code: 'wecom.licence_missing' } }]);
  });

  test('a card read a moment ago for a colleague shows nothing to who has none', async () => {
    const [own] = app.sim.world.corp(company).relations.ofMember('MaRui');
    const plain = own?.externalUserId ?? '';
    const unlicensed = await signInToSuite(app, suiteId, 'MaRui');
    const known = await customersOf('MaRui');
    expect(known.length).toBeGreaterThan(0);
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', externalUserId: plain, addWay: 1 });
    await app.settle();
    const licensed = await signInToSuite(app, suiteId, 'ZhangSan');
    const seenByBoth: string[] = [];
    for (const externalUserId of known) {
      const path = `/customer-card?externalUserId=${externalUserId}`;
      if ((await licensed.api('GET', path)).status === 200) {
        seenByBoth.push(externalUserId);
        const { status, body } = await unlicensed.api('GET', path);
        expect([status, body]).toMatchObject([403, { error: { code: 'wecom.licence_missing' } }]);
      }
    }
    expect(seenByBoth).not.toEqual([]);
    await change({ members: { MaRui: 'interop' } });
    await aNight();
    const card = await unlicensed.api('GET', `/customer-card?externalUserId=${seenByBoth[0]}`);
    expect(card.status).toBe(401);
    const again = await signInToSuite(app, suiteId, 'MaRui');
    expect((await again.api('GET', `/customer-card?externalUserId=${seenByBoth[0]}`)).status).toBe(200);
    await change({ members: { MaRui: 'base' } });
    await aNight();
  });

  test('a member whom the platform turned away is known at once', async () => {
    await change({ members: { TangYing: 'interop' } });
    await aNight();
    expect((await kept()).TangYing).toBe('interop');
    await change({ members: { TangYing: null } });
    app.advance(60);
    await expect(signInToSuite(app, suiteId, 'TangYing')).rejects.toThrow();
    await app.settle();
    expect((await kept()).TangYing).toBe('none');
  });

  test('an activated account lets the customers in who came meanwhile', async () => {
    app.sim.act.customerAdds(company, { userId: 'TangYing', customer: { name: '等着激活' }, addWay: 1 });
    await app.settle();
    const came = () => countIn(app.ctx, 'customer', `corp_id = ${corpId} AND name = '等着激活'`);
    expect(await came()).toBe(0);
    await change({ members: { TangYing: 'interop' } });
    app.advance(60);
    const until = Math.floor(app.sim.clock.now() / 1000) + 10 * daySeconds;
    const account = `<AccountList><ActiveCode>c1</ActiveCode><Type>2</Type><ExpireTime>${until}</ExpireTime><UserId><![CDATA[${providerIdOf('TangYing')}]]></UserId><PreviousStatus>1</PreviousStatus></AccountList>`;
    await postSystemEvent('auto_activate', `<Scene>1</Scene>${account}`);
    await app.settle();
    expect((await kept()).TangYing).toBe('interop');
    expect(await came()).toBe(1);
  });

  test('a paid order has every licence read again', async () => {
    await change({ members: { QianWei: 'interop' } });
    expect((await kept()).QianWei).toBe('none');
    app.advance(60);
    await postSystemEvent('license_pay_success', '<OrderId>o1</OrderId><BuyerUserId>x</BuyerUserId>');
    await app.settle();
    expect((await kept()).QianWei).toBe('interop');
  });

  test('when checking ends, nobody needs one', async () => {
    await change({ check: 'off' });
    await aNight();
    expect(app.ctx.installations.of(corpId).client.access.capabilities.needsLicence).toBe(false);
  });
});

describe('the provider’s system address', () => {
  test('refuses what is not signed by its keys', async () => {
    const push = sealPush({ ...app.corp, corpId: app.sim.provider.corpId }, '<xml></xml>');
    const response = await fetch(`${app.url}/wecom/provider/system?${push.query}`, {
      method: 'POST',
      body: push.body,
    });
    expect(response.status).toBe(403);
  });

  test('is not there for who serves no suite', async () => {
    const plain = await startTestApp();
    const response = await fetch(`${plain.url}/wecom/provider/system`, { method: 'POST', body: '<xml/>' });
    await plain.stop();
    expect(response.status).toBe(404);
  });
});
