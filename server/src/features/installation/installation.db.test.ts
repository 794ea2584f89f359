import type { Installation, SetupCheck } from '@guanxi/shared/installation';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';
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
import { installationEvents } from './events.ts';

let app: TestApp;
let suiteId: string;
let corpId: number;
let admin: Browser;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  corpId = await install(app);
  await control(app, 'suites/grant', { op: 'admins', suite_id: suiteId, corp: company, admins: ['QianWei'] });
  await app.settle();
  admin = await signInToSuite(app, suiteId, 'QianWei');
});

afterAll(() => app.stop());

beforeEach(() => app.sim.faults.clear());

const installation = async () => (await admin.api<Installation>('GET', '/installation')).body;
const states = async () => (await installation()).states.map(({ kind }) => kind).toSorted();

/** An event as the platform sends it: to the app's data address, the suite's command address, or the system's. */
interface Sent {
  readonly to: 'app' | 'command' | 'system';
  readonly name: string;
  readonly nodes?: Record<string, string | number>;
}

const onApp = (name: string, nodes?: Sent['nodes']): Sent => ({ to: 'app', name, ...(nodes && { nodes }) });
const onCommand = (name: string, nodes?: Sent['nodes']): Sent => ({
  ...{ to: 'command', name },
  ...(nodes && { nodes }),
});
const acquisition = { AuthType: 'customer_acquisition' };
const dataZone = { AuthType: 'data_zone_chat' };

const edition = (more: object) => ({
  ...{ edition_id: 'e1', edition_name: '专业版', app_status: 3, user_limit: 30, expired_time: 0, ...more },
});

async function sell(sold: object | null): Promise<void> {
  await control(app, 'suites/edition', { suite_id: suiteId, corp: company, edition: sold });
  await send(
    onCommand('change_editon', { PaidCorpId: String((await corpRowOf(app, suiteId)).wecom_corp_id) }),
  );
  await app.settle();
}

describe('the paid edition', () => {
  const day = Date.parse('2027-06-01T00:00:00.000Z');
  const until = new Date(day).toISOString();
  test.each([
    ['paid', { app_status: 3, expired_time: day / 1000 }, { state: 'paid', until, seats: 30 }],
    ['on trial', { app_status: 1, expired_time: day / 1000 }, { state: 'trial', until, seats: null }],
    [
      'on trial for ever',
      { app_status: 5, expired_time: 9 },
      { state: 'endless_trial', until: null, seats: null },
    ],
    ['at a fixed price', { app_status: 4, user_limit: 0 }, { state: 'paid_over', until: null, seats: null }],
  ])('%s is shown as soon as the platform tells of it', async (_name, sold, shown) => {
    await sell(edition(sold));
    expect((await installation()).edition).toEqual({ name: '专业版', ...shown });
  });

  test('that is no more is shown no more', async () => {
    await sell(null);
    expect((await installation()).edition).toBeNull();
  });
});

describe('what the admin of the company does in the console', () => {
  const acts = async (name: string, body: object) => {
    await control(app, `suites/${name}`, { suite_id: suiteId, corp: company, ...body });
    await app.settle();
  };

  test('an edition that was bought is shown, longer after it was renewed, and over when the money went back', async () => {
    const bought = { edition_name: '旗舰版', seats: 80, days: 30 };
    await acts('buy-edition', bought);
    const first = (await installation()).edition;
    expect(first).toMatchObject({ name: '旗舰版', state: 'paid', seats: 80 });
    await acts('buy-edition', bought);
    const second = (await installation()).edition;
    expect(Date.parse(second?.until ?? '') - Date.parse(first?.until ?? '')).toBe(30 * 86_400_000);
    await acts('refund-edition', {});
    expect((await installation()).edition).toMatchObject({ state: 'unpaid' });
    await sell(null);
  });

  test('an app that nobody uses stops, and is used again', async () => {
    await acts('activity', { activity: 'closed' });
    expect(await states()).toContain('inactive_closed');
    await acts('activity', { activity: 'reopened' });
    expect(await states()).not.toContain('inactive_closed');
  });
});

async function send(...sent: Sent[]): Promise<void> {
  for (const { to, name, nodes } of sent) {
    await control(app, 'push-event', {
      corp: company,
      ...(to === 'app' ? { event: name } : { info_type: name }),
      ...(to === 'system' ? {} : { suite_id: suiteId }),
      ...(nodes && { nodes }),
    });
  }
  await app.settle();
}

describe('what befalls an installation', () => {
  test.each([
    ['inactive_alert', [onApp('inactive_alert', { EffectTime: 1_900_000_000 })], ['inactive_warned']],
    ['close_inactive_agent', [onApp('close_inactive_agent')], ['inactive_closed']],
    ['reopen_inactive_agent', [onApp('reopen_inactive_agent')], []],
    ['low_active_alert', [onApp('low_active_alert', { EffectTime: 1_900_000_000 })], ['low_activity_warned']],
    ['low_active', [onApp('low_active')], ['low_activity']],
    ['active_restored', [onApp('active_restored')], []],
    [
      'expire_remind_data_permission',
      [onCommand('expire_remind_data_permission', dataZone)],
      ['data_expiring'],
    ],
    ['expire_data_permission', [onCommand('expire_data_permission', dataZone)], ['data_expired']],
    ['auth_data_permission', [onCommand('auth_data_permission', dataZone)], []],
    ['approve_special_auth', [onCommand('approve_special_auth', acquisition)], ['special_granted']],
    ['cancel_special_auth', [onCommand('cancel_special_auth', acquisition)], ['special_withdrawn']],
    ['approve_special_auth again', [onCommand('approve_special_auth', acquisition)], ['special_granted']],
    ['corp_arch_auth', [onCommand('corp_arch_auth')], ['departments_allowed', 'special_granted']],
    [
      'agree_external_userid_migration',
      [{ to: 'system' as const, name: 'agree_external_userid_migration' }],
      ['departments_allowed', 'id_migration_agreed', 'special_granted'],
    ],
  ])('%s leaves it in the right states', async (_name, sent, expected) => {
    app.advance(2);
    await send(...sent);
    expect(await states()).toEqual(expected);
  });

  test('is told with its date, and with what it is about', async () => {
    app.advance(2);
    await send(
      onApp('low_active_alert', { EffectTime: 1_900_000_000 }),
      onCommand('expire_remind_data_permission', dataZone),
    );
    const { states: told } = await installation();
    const alert = told.find(({ kind }) => kind === 'low_activity_warned');
    expect(alert).toMatchObject({ until: '2030-03-17T17:46:40.000Z', weight: 'warns' });
    expect(told.find(({ kind }) => kind === 'data_expiring')).toMatchObject({ subject: 'data_zone_chat' });
  });

  test('is handled, each kind of it', async () => {
    const { body } = await admin.api<{ items: { type: string }[] }>('GET', '/unhandled-events');
    const types = body.items.map(({ type }) => type);
    expect(types.filter((type) => type in installationEvents)).toEqual([]);
  });
});

describe('an app the company switched off', () => {
  test('says so on the page and to everybody who needs the platform', async () => {
    await control(app, 'suites/grant', { op: 'disable', suite_id: suiteId, corp: company, disabled: true });
    await app.settle();
    expect(await states()).toContain('app_disabled');
    const card = await admin.api('GET', '/customer-card?externalUserId=wmNobodyKnowsThis');
    expect([card.status, card.body]).toMatchObject([502, { error: { code: 'wecom.access_ended' } }]);
  });

  test('says so no longer when it is switched on', async () => {
    await control(app, 'suites/grant', { op: 'disable', suite_id: suiteId, corp: company, disabled: false });
    await app.settle();
    expect(await states()).not.toContain('app_disabled');
  });
});

describe('the page of the installation', () => {
  test('tells mode, range, permissions, administrators and licences', async () => {
    const page = await installation();
    expect(page).toMatchObject({
      mode: 'suite',
      corpName: '明川文化',
      authMode: 'admin',
      licences: { need: 'trial' },
    });
    expect(page.range).toMatchObject({ membersInRange: 4, membersOutOfRange: 0, followMembers: 4, tags: 0 });
    expect(page.range.departments.map(({ departmentId }) => departmentId)).toEqual([1]);
    expect(page.admins).toHaveLength(1);
    expect(page.admins[0]?.memberId).not.toBeNull();
    expect(page.permissions?.every(({ isGranted }) => isGranted)).toBe(true);
    expect(page.permissions?.map(({ name }) => name)).not.toContain('contact:sensitive:user_name');
  });

  test('names who has no licence, and whose licence ends soon', async () => {
    await control(app, 'suites/licences', {
      ...{ suite_id: suiteId, corp: company, check: 'on' },
      members: { ZhangSan: 'interop', MaRui: 'interop', QianWei: 'interop' },
    });
    await passNights(app);
    admin = await signInToSuite(app, suiteId, 'QianWei');
    expect((await installation()).licences).toMatchObject({
      ...{ need: 'needed', counts: { active: 3, none: 1 }, expiring: [] },
    });
    expect((await installation()).licences.lacking).toMatchObject([{ state: 'none', expiresAt: null }]);
    await passNights(app, 340);
    admin = await signInToSuite(app, suiteId, 'QianWei');
    expect((await installation()).licences.expiring).toHaveLength(3);
    await control(app, 'suites/licences', { suite_id: suiteId, corp: company, check: 'off' });
    await passNights(app);
    admin = await signInToSuite(app, suiteId, 'QianWei');
  });
});

describe('the addresses of the platform', () => {
  const addressesFor = async (browser: Browser) =>
    (await browser.api<Installation>('GET', '/installation')).body.addresses;

  test('are there for a firewall, whatever the mode, and are read anew every night', async () => {
    const own = await app.signIn('ZhouQiming');
    await passNights(app);
    for (const browser of [await signInToSuite(app, suiteId, 'QianWei'), await app.signIn('ZhouQiming')]) {
      expect(await addressesFor(browser)).toEqual({ callbacks: ['127.0.0.1'], api: ['127.0.0.1'] });
    }
    app.sim.faults.switches.callbackAddresses = '101.226.103.*,203.0.113.7';
    expect(await addressesFor(await app.signIn('ZhouQiming'))).toMatchObject({ callbacks: ['127.0.0.1'] });
    await passNights(app);
    expect((await own.api('GET', '/session')).status).toBe(401);
    for (const browser of [await signInToSuite(app, suiteId, 'QianWei'), await app.signIn('ZhouQiming')]) {
      expect(await addressesFor(browser)).toEqual({
        ...{ callbacks: ['101.226.103.*', '203.0.113.7'], api: ['127.0.0.1'] },
      });
    }
  });

  test('stay as they were while the platform does not tell', async () => {
    app.sim.faults.add({ path: 'getcallbackip', kind: 'errcode', errcode: 48002 });
    await passNights(app);
    app.sim.faults.clear();
    const browser = await app.signIn('ZhouQiming');
    expect(await addressesFor(browser)).toMatchObject({ callbacks: ['101.226.103.*', '203.0.113.7'] });
    admin = await signInToSuite(app, suiteId, 'QianWei');
  });
});

describe('the set-up check', () => {
  const run = async (browser: Browser) => {
    const { status, body } = await browser.api<{ checks: SetupCheck[] }>('POST', '/setup-checks', {});
    expect(status).toBe(200);
    return Object.fromEntries(body.checks.map((line) => [line.name, line]));
  };

  test('passes line by line where everything is right', async () => {
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '新客户' }, addWay: 1 });
    await app.settle();
    const lines = await run(admin);
    const wrong = Object.values(lines).filter((line) => line.outcome !== 'pass');
    expect(wrong).toEqual([]);
    expect(Object.keys(lines)).toHaveLength(9);
  });

  test.each([
    ['agent/get', 50003, 'app', 'app_disabled'],
    ['agent/get', 60020, 'app', 'address_refused'],
    ['agent/get', 60246, 'app', 'not_online'],
    ['get_api_domain_ip', 40001, 'secret', 'secret_wrong'],
    ['get_api_domain_ip', 48004, 'secret', 'access_ended'],
    ['agent/get_permissions', 48002, 'permissions', 'customers_not_permitted'],
    ['agent/get_permissions', 48011, 'permissions', 'low_activity'],
    ['agent/get_permissions', 40058, 'permissions', 'refused'],
  ])('says what %s refusing with %i means', async (path, errcode, name, problem) => {
    app.sim.faults.add({ path, kind: 'errcode', errcode });
    expect((await run(admin))[name]).toMatchObject({ outcome: 'fail', problem, errcode });
  });

  test('names our own address when the platform does not trust it', async () => {
    const corp = app.corp.corpId;
    const trust = (trusted_ips: string[] | null) => control(app, 'admin/app', { corp, trusted_ips });
    const own = await app.signIn('ZhouQiming');
    await trust(['203.0.113.9']);
    const refused = (await run(own)).secret;
    await trust(null);
    expect(refused).toMatchObject({ problem: 'address_refused', errcode: 60020, names: ['127.0.0.1'] });
    expect((await run(own)).secret).toMatchObject({ outcome: 'pass', names: [] });
  });

  test('says that the platform cannot be reached', async () => {
    app.sim.faults.add({ path: 'agent/get', kind: 'http', status: 500 });
    expect((await run(admin)).app).toMatchObject({ outcome: 'fail', problem: 'unreachable' });
  });

  test('names the permissions that are missing', async () => {
    await control(app, 'suites/grant', {
      ...{ op: 'permissions', suite_id: suiteId, corp: company },
      permissions: ['contacts', 'customers', 'messages', 'organization'],
    });
    await app.settle();
    const line = (await run(admin)).permissions;
    expect(line).toMatchObject({ outcome: 'warn', problem: 'permissions_missing' });
    expect(line?.names).toContain('externalcontact:contact:tag');
  });

  test('says of a self-built app that no callback ever came', async () => {
    const own = await app.signIn('ZhouQiming');
    const lines = await run(own);
    expect(lines.callbacks).toMatchObject({ outcome: 'fail', problem: 'never_called' });
    expect(lines.secret).toMatchObject({ outcome: 'pass' });
    expect(lines.licences).toMatchObject({ outcome: 'pass' });
  });
});

describe('erasing a company', () => {
  test('after the grace period takes its states, licences and unhandled events along', async () => {
    await send(onCommand('share_agent_change', { AppId: 1 }), onApp('close_inactive_agent'));
    const left = async () =>
      Promise.all(
        ['installation_state', 'member_licence', 'unhandled_event'].map((table) =>
          countIn(app.ctx, table, `corp_id = ${corpId}`),
        ),
      );
    expect((await left()).every((count) => count > 0)).toBe(true);
    await control(app, 'suites/grant', { op: 'cancel', suite_id: suiteId, corp: company });
    await app.settle();
    app.advance(31 * daySeconds);
    await app.settle();
    expect(await left()).toEqual([0, 0, 0]);
  });
});
