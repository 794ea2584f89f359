import type { IdConversion } from '@guanxi/shared/id-conversion';
import type { IdUpgrade } from '@guanxi/shared/id-upgrade';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { historyOf } from '../../../test/history.ts';
import {
  adminOf,
  callsOf,
  customersOf,
  installOld,
  liveWith,
  must,
  signInAt,
  writeFollowUp,
} from '../../../test/old-grants.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { company, control, suiteIdsOf } from '../../../test/suites.ts';
import { inMoveOrder } from '../../db/move-plan.ts';
import { tables } from '../../tables.ts';
import { installCorp } from '../suites/install-corp.ts';
import { convertIdsJob } from './convert-ids.ts';

/** What keeps an upgrade of ids from being done, what happens when it is cut off, and the grants that are half new. */

let app: TestApp;
let suiteId: string;
let templateId: string;

beforeEach(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  ({ suiteId, templateId } = suiteIdsOf(app));
  await app.settle();
});

afterEach(() => app.stop());

const finishing = 'service/finish_openid_migration';
const refuses = (path: string, errcode: number) =>
  app.sim.faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', errcode });
const upgradeOf = async (browser: Browser) =>
  (await must(browser.api<{ upgrade: IdUpgrade | null }>('GET', '/id-upgrade'))).upgrade;
const conversionOf = async (browser: Browser) =>
  (await must(browser.api<{ conversion: IdConversion | null }>('GET', '/id-conversion'))).conversion;
const confirm = (browser: Browser, withoutGone = false) =>
  browser.api<{ upgrade: IdUpgrade }>('POST', '/id-upgrade/confirm', { withoutGone });
const corpRow = async (id: number) => (await rowsIn(app.ctx, 'corp', `id = ${id}`))[0];
const nextOf = async (corpId: number) => Number((await corpRow(corpId))?.replaced_by);
/** Lets the first full sync of the upgraded installation end, and the rows come. */
async function arrive(): Promise<void> {
  await app.settle();
  app.advance(61);
  await app.settle();
}

describe('nothing has changed when', () => {
  let old: number;
  let admin: Browser;
  let history: string[];

  beforeEach(async () => {
    old = await installOld(app, templateId);
    await liveWith(app, old);
    admin = await signInAt(app, old, adminOf(app));
    history = await historyOf(app, old);
  });

  async function expectAsBefore(): Promise<void> {
    expect(await historyOf(app, old)).toEqual(history);
    expect(await corpRow(old)).toMatchObject({ status: 'active', wecom_corp_id: company });
    const [app1] = app.sim.world.corp(company).apps.filter(({ grant }) => grant);
    expect(app1?.grant).toMatchObject({ encryptedUsers: false, encryptedContacts: false });
    const rep = await signInAt(app, old, 'ZhangSan');
    await writeFollowUp(rep, (await customersOf(rep))[0]?.id, '还能用');
  }

  test('the company did not agree to new ids, and it goes on once it did', async () => {
    app.sim.faults.switches.conversionNeedsConsent = true;
    await confirm(admin);
    await app.settle();
    const stopped = await upgradeOf(admin);
    expect(stopped?.conversion).toMatchObject({ state: 'stopped', consent: 'missing' });
    expect(stopped?.missing.needed).toBeGreaterThan(20);
    expect(callsOf(app, finishing)).toBe(0);
    await confirm(admin, true);
    await app.settle();
    expect((await upgradeOf(admin))?.conversion?.state).toBe('stopped');
    expect(callsOf(app, finishing)).toBe(0);
    await expectAsBefore();
    await control(app, 'suites/grant', { op: 'agree-migration', suite_id: templateId, corp: company });
    await confirm(admin);
    await arrive();
    const here = await nextOf(old);
    const conversion = await conversionOf(await signInAt(app, here, adminOf(app)));
    expect(conversion).toMatchObject({ state: 'done', kept: [] });
    expect((await historyOf(app, here)).filter((line) => line.startsWith('follow-up'))).toHaveLength(3);
  });

  test('the platform refuses at the last moment', async () => {
    const fault = refuses(finishing, 48_002);
    await confirm(admin);
    await app.settle();
    expect((await upgradeOf(admin))?.conversion).toMatchObject({
      ...{ state: 'failed', failure: expect.stringContaining('48002') },
    });
    await expectAsBefore();
    app.sim.faults.remove(fault);
    await confirm(admin);
    await arrive();
    expect(await corpRow(old)).toMatchObject({ status: 'replaced' });
  });

  test('the company takes its authorisation back, and nothing of it is left in time', async () => {
    app.sim.faults.switches.conversionNeedsConsent = true;
    await confirm(admin);
    await app.settle();
    const next = await nextOf(old);
    expect(await countIn(app.ctx, 'converted_id', `corp_id = ${next}`)).toBeGreaterThan(0);
    await control(app, 'suites/grant', { op: 'cancel', suite_id: templateId, corp: company });
    await app.settle();
    app.advance(31 * 86_400);
    await app.settle();
    expect(await countIn(app.ctx, 'corp', `id IN (${old}, ${next})`)).toBe(0);
    expect(await countIn(app.ctx, 'converted_id', `corp_id = ${next}`)).toBe(0);
  });

  test('somebody left whose id nobody can tell, until an administrator goes on without them', async () => {
    const leaver = [...app.sim.world.corp(company).members.values()].find(
      ({ userid }) => userid !== 'ZhangSan' && userid !== adminOf(app),
    )?.userid;
    await control(app, 'admin/directory', { corp: company, op: 'member-leaves', userid: leaver });
    await app.settle();
    history = await historyOf(app, old);
    await confirm(admin, true);
    await app.settle();
    const stopped = await upgradeOf(admin);
    expect(stopped).toMatchObject({ conversion: { state: 'stopped' }, missing: { needed: 0 } });
    expect(stopped?.missing.gone).toBeGreaterThan(0);
    expect(stopped?.conversion?.kept).toContainEqual(
      expect.objectContaining({ kind: 'member', id: leaver, reason: 'left' }),
    );
    await expectAsBefore();
    await confirm(admin, true);
    await arrive();
    const here = await nextOf(old);
    const conversion = await conversionOf(await signInAt(app, here, adminOf(app)));
    expect(conversion?.state).toBe('done');
    expect(conversion?.kept).toContainEqual(
      expect.objectContaining({ kind: 'member', id: leaver, reason: 'left' }),
    );
    expect(await countIn(app.ctx, 'member', `corp_id = ${here} AND user_id = '${leaver}'`)).toBe(1);
  });
});

describe('a run that is cut off', () => {
  let old: number;
  let admin: Browser;

  beforeEach(async () => {
    old = await installOld(app, templateId);
    await liveWith(app, old);
    admin = await signInAt(app, old, adminOf(app));
  });

  async function expectDone(): Promise<void> {
    await arrive();
    const here = await nextOf(old);
    expect(await corpRow(old)).toMatchObject({ status: 'replaced' });
    const conversion = await conversionOf(await signInAt(app, here, adminOf(app)));
    expect(conversion).toMatchObject({ state: 'done', kept: [] });
    const now = await historyOf(app, here);
    expect(now.filter((line) => line.startsWith('follow-up'))).toHaveLength(2);
    expect(now.length).toBe(new Set(now).size);
  }

  /** Runs the job by hand, in a process that has just been started. */
  async function runJob(here: number, transaction: typeof app.ctx.database.transaction): Promise<void> {
    await app.ctx.followInstallations();
    const ctx = { ...app.ctx, database: { ...app.ctx.database, transaction } };
    const job = { id: 1, corpId: here, name: 'convert-ids', key: 'corp', attempt: 1, isLastAttempt: false };
    const signal = new AbortController().signal;
    await convertIdsJob(inMoveOrder(tables)).run(ctx, {}, { ...job, signal });
  }

  test('wherever it dies before the upgrade goes on there', async () => {
    await confirm(admin);
    const here = await nextOf(old);
    let turns = 0;
    for (; (await corpRow(old))?.status === 'active'; turns += 1) {
      expect(turns).toBeLessThan(500);
      let left = turns % 3;
      const isBefore = left !== 2;
      const dying: typeof app.ctx.database.transaction = async (work) => {
        const isLast = left === 0;
        left -= 1;
        const result = await app.ctx.database.transaction(async (db) => {
          const written = await work(db);
          if (isLast && isBefore) throw new Error('killed');
          return written;
        });
        if (isLast) throw new Error('killed');
        return result;
      };
      await runJob(here, dying).catch((error: Error) => {
        if (error.message !== 'killed') throw error;
      });
    }
    expect(turns).toBeGreaterThan(30);
    expect(callsOf(app, finishing)).toBe(1);
    await app.ctx.followInstallations();
    await expectDone();
  });

  test('between the platform’s answer and ours goes on, although the old corpid is worth nothing', async () => {
    await confirm(admin);
    const here = await nextOf(old);
    const dying: typeof app.ctx.database.transaction = (work) =>
      app.ctx.database.transaction(async (db) => {
        const written = await work(db);
        if (callsOf(app, finishing) > 0) throw new Error('killed');
        return written;
      });
    await expect(runJob(here, dying)).rejects.toThrow('killed');
    expect(await corpRow(old)).toMatchObject({ status: 'active' });
    await control(app, 'suites/grant', { op: 'revoke-tokens', suite_id: templateId, corp: company });
    await expectDone();
    expect(callsOf(app, finishing)).toBe(1);
  });

  test('by the end of the authorisation brings nothing to life', async () => {
    await confirm(admin);
    const here = await nextOf(old);
    const late: typeof app.ctx.database.transaction = (work) =>
      app.ctx.database.transaction(async (db) => {
        if (callsOf(app, finishing) > 0) {
          await db.query("UPDATE corp SET status = 'cancelled', sealed_code = NULL WHERE id = ?", [old]);
        }
        return work(db);
      });
    await expect(runJob(here, late)).rejects.toThrow('not in force');
    expect(await corpRow(here)).toMatchObject({ status: 'upgrading' });
    await control(app, 'suites/grant', { op: 'cancel', suite_id: templateId, corp: company });
    await app.settle();
    expect([await corpRow(old), await corpRow(here)]).toMatchObject([
      { status: 'cancelled' },
      { status: 'upgrading' },
    ]);
    expect(app.ctx.installations.has(here)).toBe(false);
  });

  test('by an answer that was lost asks first whether the ids are upgraded', async () => {
    app.sim.faults.add({ path: `/cgi-bin/${finishing}`, kind: 'lost' }, 1);
    await confirm(admin);
    await app.settle();
    app.advance(600);
    await control(app, 'suites/push-ticket', {});
    await expectDone();
    expect(callsOf(app, 'corp/get_openid_migration')).toBeGreaterThan(1);
  });
});

test('a tag on its way comes along and is set under the new ids', async () => {
  const old = await installOld(app, templateId);
  const admin = await signInAt(app, old, adminOf(app));
  const rep = await signInAt(app, old, 'ZhangSan');
  const [first] = await customersOf(rep);
  const { groups } = await must(rep.api<{ groups: { tags: { tagId: string }[] }[] }>('GET', '/tag-groups'));
  const fault = refuses('externalcontact/mark_tag', 45_009);
  const add = [groups.at(-1)?.tags.at(-1)?.tagId];
  await must(rep.api('POST', `/customers/${first?.id}/tags`, { add, remove: [] }));
  await confirm(admin);
  await app.settle();
  const here = await nextOf(old);
  expect(await countIn(app.ctx, 'tag_change', "state = 'pending'")).toBe(1);
  app.sim.faults.remove(fault);
  app.advance(3600);
  await control(app, 'suites/push-ticket', {});
  await arrive();
  expect([await countIn(app.ctx, 'tag_change'), app.ctx.installations.has(here)]).toEqual([0, true]);
  const relation = app.sim.world.corp(company).relations.get('ZhangSan', first?.externalUserId ?? '');
  expect(JSON.stringify([...(relation?.tagIds ?? [])])).toContain(String(add[0]));
});

describe('a grant that is half new', () => {
  /** Installs an old grant of which one kind of ids is upgraded already. */
  async function installHalf(half: { encryptedUsers?: true; encryptedContacts?: true }): Promise<number> {
    const { auth_code: code } = await control(app, 'suites/install', {
      ...{ suite_id: templateId, corp: company, plain_ids: true, announce: 'redirect' },
    });
    Object.assign(app.sim.world.corp(company).apps.find(({ grant }) => grant)?.grant ?? {}, half);
    const suite = app.ctx.suites.find(templateId);
    if (suite === undefined) throw new Error('no template');
    const installation = await installCorp(app.ctx, suite, String(code), {});
    await app.settle();
    return Number(installation?.corpId);
  }

  test.each([
    ['customers', { encryptedUsers: true }, { members: 'provider', customers: 'corp' }],
    ['members', { encryptedContacts: true }, { members: 'corp', customers: 'provider' }],
  ] as const)('is upgraded for its %s alone', async (_name, half, subjects) => {
    const old = await installHalf(half);
    const corpId = app.ctx.installations.of(old).wecomCorpId;
    const rep = await signInAt(app, old, 'ZhangSan');
    await writeFollowUp(rep, (await customersOf(rep))[0]?.id, '升级前写的');
    const admin = await signInAt(app, old, adminOf(app));
    expect(await upgradeOf(admin)).toMatchObject({ ...subjects, obstacle: null });
    await confirm(admin);
    await arrive();
    const here = await nextOf(old);
    const keeps = subjects.members === 'provider';
    expect(app.ctx.installations.of(here).wecomCorpId === corpId).toBe(keeps);
    expect((await corpRow(old))?.wecom_corp_id).toBe(keeps ? `${corpId}#${old}` : corpId);
    expect(app.ctx.installations.find(templateId, corpId)?.corpId).toBe(here);
    const conversion = await conversionOf(await signInAt(app, here, adminOf(app)));
    expect(conversion).toMatchObject({ state: 'done', kept: [] });
    const [line, ...more] = (await historyOf(app, here)).filter((one) => one.startsWith('follow-up'));
    expect([line?.includes('升级前写的'), more]).toEqual([true, []]);
    const [run] = await rowsIn(app.ctx, 'sync_run', `corp_id = ${here} ORDER BY id DESC LIMIT 1 --`);
    expect(new Set(Object.values(JSON.parse(String(run?.tally))))).toEqual(new Set([0]));
  });
});

describe('a third-party app', () => {
  const otherSuite = () => app.ctx.suites.all().filter(({ kind }) => kind === 'suite')[1];

  test('is upgraded with all the platform would upgrade, when it is the only old one', async () => {
    const old = await installOld(app, suiteId);
    const rep = await signInAt(app, old, 'ZhangSan');
    await writeFollowUp(rep, (await customersOf(rep))[0]?.id, '升级前写的');
    await confirm(await signInAt(app, old, adminOf(app)));
    await arrive();
    const here = await nextOf(old);
    const conversion = await conversionOf(await signInAt(app, here, adminOf(app)));
    expect(conversion).toMatchObject({ state: 'done', kept: [], consent: 'not_needed' });
    expect((await historyOf(app, here)).filter((one) => one.startsWith('follow-up'))).toHaveLength(1);
  });

  test('keeps what came in between the platform’s upgrade and ours under the new ids, once', async () => {
    const old = await installOld(app, suiteId);
    const admin = await signInAt(app, old, adminOf(app));
    app.sim.faults.add({ path: '/cgi-bin/corp/get_openid_migration', kind: 'errcode', errcode: 45_009 });
    await confirm(admin);
    await app.settle();
    Object.assign(app.sim.world.corp(company).apps.find(({ grant }) => grant)?.grant ?? {}, {
      encryptedContacts: true,
    });
    app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '夹在中间来的人' } });
    await app.settle();
    expect(await countIn(app.ctx, 'customer', `corp_id = ${old} AND name = '夹在中间来的人'`)).toBe(1);
    app.sim.faults.clear();
    app.advance(120);
    await control(app, 'suites/push-ticket', {});
    await arrive();
    const here = await nextOf(old);
    expect(await conversionOf(await signInAt(app, here, adminOf(app)))).toMatchObject({
      state: 'done',
      kept: [],
    });
    expect(await countIn(app.ctx, 'customer', "name = '夹在中间来的人'")).toBe(1);
    expect(await countIn(app.ctx, 'converted_id', "kind = 'person' AND to_id = from_id")).toBe(1);
  });

  test('is not upgraded beside another old one, which the call would upgrade too', async () => {
    const old = await installOld(app, suiteId);
    const other = await installOld(app, otherSuite()?.suiteId ?? '');
    const admin = await signInAt(app, old, adminOf(app));
    expect(await upgradeOf(admin)).toMatchObject({
      ...{ obstacle: 'other_apps', otherApps: [otherSuite()?.name] },
    });
    expect((await confirm(admin)).status).toBe(409);
    expect(await countIn(app.ctx, 'corp', `id = ${other} AND status = 'active'`)).toBe(1);
    expect(callsOf(app, finishing)).toBe(0);
  });
});

test('the history of a self-built app comes first', async () => {
  await control(app, 'suites/install', {
    ...{ suite_id: templateId, corp: app.corp.corpId, plain_ids: true, announce: 'event' },
  });
  await app.settle();
  const [row] = await rowsIn(app.ctx, 'corp', `app_key = '${templateId}'`);
  const start = await app.anonymous();
  const signIn = await start.request(`/auth/start?suite=${templateId}&corp=${row?.wecom_corp_id}`);
  const authorize = new URL(signIn.headers.get('location') ?? '');
  authorize.searchParams.set('sim_user', 'ZhouQiming');
  const back = await fetch(authorize, { redirect: 'manual' });
  await start.request(back.headers.get('location') ?? '');
  expect(await upgradeOf(start)).toMatchObject({ obstacle: 'former_app' });
  expect((await confirm(start)).status).toBe(409);
});

const withoutProvider = {
  ...{ WECOM_PROVIDER_SECRET: undefined, WECOM_PROVIDER_TOKEN: undefined },
  WECOM_PROVIDER_ENCODING_AES_KEY: undefined,
};

test('without the secret of the provider it is said what is missing', async () => {
  await app.stop();
  app = await startTestApp({ seed: 'demo', suites: true, env: withoutProvider });
  await app.settle();
  const old = await installOld(app, templateId);
  const admin = await signInAt(app, old, adminOf(app));
  expect(await upgradeOf(admin)).toMatchObject({ obstacle: 'provider_missing' });
  expect((await confirm(admin)).status).toBe(409);
});
