import type { PlatformState } from '@guanxi/shared/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { REACTION_TABLE } from '../src/wecom/index.ts';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { countIn, rowsIn } from './rows.ts';

/** What the whole server does about each row of the platform's error table that calls for something. */

const minute = 60;
let app: TestApp;
let admin: Browser;

beforeAll(async () => {
  app = await startTestApp();
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(async () => {
  await recover();
  admin = await app.signIn('ZhouQiming');
  app.sim.requests.splice(0);
});

/** Ends whatever the last row left behind: pauses, waiting jobs and those that were given up. */
async function recover(): Promise<void> {
  app.sim.faults.clear();
  for (let look = 0; look < 6; look += 1) {
    app.advance(21 * minute);
    await app.settle();
  }
  await app.ctx.database.transaction((db) => db.query("DELETE FROM job WHERE status = 'dead'"));
  expect(await countIn(app.ctx, 'job')).toBe(0);
}

const calls = (path: string) => app.sim.requests.filter((call) => call.path === `/cgi-bin/${path}`).length;
const fails = (path: string, errcode: number, times?: number) =>
  app.sim.faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', errcode }, times);
const state = async () => (await admin.api<PlatformState>('GET', '/platform-state')).body;
const deadJobs = () => countIn(app.ctx, 'job', "status = 'dead'");
const adds = (userId = 'ZhangSan') =>
  app.sim.act.customerAdds(app.corp.corpId, { userId, customer: { name: '新客户' } });
const arrived = async ({ externalUserId }: { externalUserId: string }) =>
  (await countIn(app.ctx, 'customer', `external_user_id = '${externalUserId}'`)) === 1;
const wait = async (seconds: number) => {
  app.advance(seconds);
  await app.settle();
};

const get = 'externalcontact/get';
/** Codes named by a test of this file. */
const covered = new Set<number>();
const rows = (...codes: number[]) => {
  for (const code of codes) {
    covered.add(code);
  }
  return codes;
};

describe('busy, or in conflict', () => {
  const codes = rows(-1, 6000, 45_033, 45_035);

  test.each(codes)('%i passes: the call is made again at once and nobody notices', async (errcode) => {
    fails(get, errcode, 2);
    const added = adds();
    await app.settle();
    expect([await arrived(added), calls(get)]).toEqual([true, 3]);
    expect(app.log.lines.filter((line) => line.includes('job will be tried again'))).toEqual([]);
  });

  test.each(codes)('%i stays: four calls, then the job waits and counts a try', async (errcode) => {
    fails(get, errcode);
    adds();
    await app.settle();
    expect(calls(get)).toBe(4);
    expect(await rowsIn(app.ctx, 'job')).toMatchObject([{ status: 'ready', attempts: 1 }]);
    app.log.lines.splice(0);
  });
});

describe('a void token', () => {
  const codes = rows(40_014, 42_001);

  test.each(codes)('%i: one new token, one more call', async (errcode) => {
    fails(get, errcode, 1);
    const added = adds();
    await app.settle();
    expect([await arrived(added), calls(get), calls('gettoken')]).toEqual([true, 2, 1]);
  });

  test.each(codes)('%i again: no second new token, the job waits', async (errcode) => {
    fails(get, errcode);
    adds();
    await app.settle();
    expect([calls(get), calls('gettoken')]).toEqual([2, 1]);
    expect(await rowsIn(app.ctx, 'job')).toMatchObject([{ status: 'ready', attempts: 1 }]);
  });
});

describe('a limit', () => {
  test.each(rows(45_009, 45_036))(
    '%i: one call, silence until the window is over, then everything arrives',
    async (errcode) => {
      fails(get, errcode, 1);
      const [first, second] = [adds(), adds('SunHao')];
      await app.settle();
      const made = calls(get);
      // Both may have been on their way together.
      expect(made).toBeLessThanOrEqual(2);
      expect((await state()).pauses).toMatchObject([{ api: get, work: 'customers', errcode }]);
      await wait(50);
      adds('LiSi');
      await app.settle();
      expect(calls(get)).toBe(made);
      await wait(15);
      expect([await arrived(first), await arrived(second)]).toEqual([true, true]);
      expect((await state()).pauses).toEqual([]);
      expect(await countIn(app.ctx, 'job')).toBe(0);
    },
  );

  test('of one API holds up no other', async () => {
    fails(get, 45_009, 1);
    adds();
    await app.settle();
    app.sim.act.adminCreatesTag(app.corp.corpId, { groupName: '新组', tags: [{ name: '新' }] });
    await app.settle();
    expect(await countIn(app.ctx, 'tag', "name = '新'")).toBe(1);
  });
});

describe('access that ended', () => {
  test.each(rows(48_004, 50_003, 50_006, 60_031, 301_007))(
    '%i: nothing is called any more, the admin is told, and one call every 15 minutes tries',
    async (errcode) => {
      fails(get, errcode);
      const added = adds();
      await app.settle();
      expect(calls(get)).toBe(1);
      expect((await state()).ended).toMatchObject({ errcode });
      const refused = await admin.api('GET', '/customer-card?externalUserId=wmUnknown');
      expect([refused.status, refused.body]).toMatchObject([
        502,
        { error: { code: 'wecom.access_ended', errcode } },
      ]);
      app.sim.requests.splice(0);
      adds('SunHao');
      app.sim.act.adminCreatesTag(app.corp.corpId, { groupName: `组${errcode}`, tags: [{ name: '签' }] });
      await app.settle();
      await wait(14 * minute);
      expect(app.sim.requests).toEqual([]);
      await wait(2 * minute);
      expect(app.sim.requests.length).toBe(1);
      // No job used up a try, whoever waits longest.
      const jobs = await rowsIn(app.ctx, 'job');
      expect(jobs.map((job) => [job.status, job.attempts])).toEqual(jobs.map(() => ['ready', 0]));

      app.sim.faults.clear();
      for (let quarter = 0; quarter < 3; quarter += 1) {
        await wait(15 * minute + 1);
      }
      expect([await arrived(added), (await state()).ended, await countIn(app.ctx, 'job')]).toEqual([
        true,
        null,
        0,
      ]);
    },
  );

  test.each(rows(48_004, 301_007))('%i marks no member as gone', async (errcode) => {
    const before = await countIn(app.ctx, 'member', 'left_at IS NOT NULL');
    fails('user/get', errcode);
    app.sim.act.memberMoves(app.corp.corpId, { userId: 'LiSi', departments: [2] });
    await app.settle();
    expect(await countIn(app.ctx, 'member', 'left_at IS NOT NULL')).toBe(before);
  });
});

describe('a secret that is wrong', () => {
  test.each(rows(40_001, 40_091, 40_013))(
    '%i: one request for a token, and no second one for a quarter of an hour',
    async (errcode) => {
      app.advance(7300);
      fails('gettoken', errcode);
      const added = [adds(), adds('SunHao'), adds('LiSi')];
      await app.settle();
      await wait(10 * minute);
      expect([calls('gettoken'), calls(get)]).toEqual([1, 0]);
      expect((await state()).ended).toMatchObject({ errcode, cause: 'credentials' });
      app.sim.faults.clear();
      for (let quarter = 0; quarter < 3; quarter += 1) {
        await wait(15 * minute + 1);
      }
      expect(await Promise.all(added.map(arrived))).toEqual([true, true, true]);
    },
  );
});

describe('what somebody must grant, pay or switch on', () => {
  const codes = rows(
    ...[48_001, 48_002, 48_005, 48_007, 48_008, 48_009, 48_010, 60_020, 60_246, 84_074],
    ...[40_133, 40_134, 40_135, 40_136, 40_137, 40_138, 40_139, 40_140, 40_141],
    ...[48_006, 48_011, 610_023, 610_024],
  );

  test.each(codes)('%i: this API pauses, the admin is told, nothing is lost', async (errcode) => {
    fails(get, errcode);
    const added = adds();
    await app.settle();
    await wait(10 * minute);
    adds('SunHao');
    await app.settle();
    expect(calls(get)).toBe(1);
    expect(await state()).toMatchObject({ ended: null, pauses: [{ api: get, errcode }] });
    app.sim.faults.clear();
    await wait(6 * minute);
    expect([await arrived(added), await deadJobs()]).toEqual([true, 0]);
  });

  test.each(rows(48_002, 60_020))('%i: a full sync ends and says why', async (errcode) => {
    fails('externalcontact/batch/get_by_user', errcode);
    await app.fullSync();
    const [run] = await rowsIn(app.ctx, 'sync_run', 'id = (SELECT MAX(id) FROM sync_run)');
    expect([run?.status, String(run?.failure)]).toEqual(['failed', expect.stringContaining(String(errcode))]);
    // One call for each of the three groups that are read side by side, and none is made again.
    const asked = calls('externalcontact/batch/get_by_user');
    expect(asked).toBeLessThanOrEqual(3);
    await wait(2 * 3600);
    expect(calls('externalcontact/batch/get_by_user')).toBe(asked);
  });
});

describe('a request that can never succeed', () => {
  const codes = rows(
    ...[40_056, 301_002, 43_009, 60_011, 60_030, 84_083, 92_001, 92_002, 92_003],
    ...[40_058, 40_063, 45_029, 123_456],
  );

  test.each(codes)('%i: one call, not a second one, and the job is set aside', async (errcode) => {
    fails(get, errcode);
    const added = adds();
    await app.settle();
    await wait(2 * 3600);
    expect([calls(get), await deadJobs()]).toEqual([1, 1]);
    expect((await state()).pauses).toEqual([]);
    // The next news of the same customer brings it back to life.
    app.sim.faults.clear();
    app.sim.act.memberEditsRemark(app.corp.corpId, {
      userId: 'ZhangSan',
      externalUserId: added.externalUserId,
      remark: '又来',
    });
    await app.settle();
    expect([await arrived(added), await countIn(app.ctx, 'job')]).toEqual([true, 0]);
  });
});

describe('a subject that is gone', () => {
  test.each(rows(84_061, 40_096))('%i: the relation is no longer current', async (errcode) => {
    const added = adds();
    await app.settle();
    fails(get, errcode);
    app.advance(2 * minute);
    app.sim.act.memberDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId: added.externalUserId });
    await app.settle();
    const [customer] = await rowsIn(app.ctx, 'customer', `external_user_id = '${added.externalUserId}'`);
    const [relation] = await rowsIn(app.ctx, 'follow_relation', `customer_id = ${customer?.id}`);
    expect([relation?.status, calls(get)]).toEqual(['deleted_by_member', 2]);
  });

  test.each(rows(84_061, 40_096))('%i: a page about nobody says so', async (errcode) => {
    fails(get, errcode);
    const { status, body } = await admin.api('GET', '/customer-card?externalUserId=wmNobody');
    expect([status, body]).toMatchObject([404, { error: { code: 'customer.no_relation' } }]);
    expect(calls(get)).toBe(1);
  });

  test.each(rows(40_003, 46_004, 50_002, 60_021, 60_111, 92_000))(
    '%i: the member has left',
    async (errcode) => {
      await app.ctx.database.transaction((db) => db.query('UPDATE member SET left_at = NULL'));
      fails('user/get', errcode);
      app.sim.act.memberMoves(app.corp.corpId, { userId: 'LiSi', departments: [errcode % 2 === 0 ? 2 : 3] });
      await app.settle();
      expect(calls('user/get')).toBe(1);
      expect(await rowsIn(app.ctx, 'member', 'left_at IS NOT NULL')).toMatchObject([{ user_id: 'LiSi' }]);
      await app.ctx.database.transaction((db) => db.query('UPDATE member SET left_at = NULL'));
    },
  );

  test.each(rows(60_011))('%i: the member is out of range, and their data stays', async (errcode) => {
    fails('user/get', errcode);
    app.sim.act.memberMoves(app.corp.corpId, { userId: 'LiSi', departments: [3] });
    await app.settle();
    expect(calls('user/get')).toBe(1);
    expect(await rowsIn(app.ctx, 'member', "user_id = 'LiSi'")).toMatchObject([{ left_at: null }]);
    expect(await rowsIn(app.ctx, 'member', 'out_of_range_at IS NOT NULL')).toMatchObject([
      { user_id: 'LiSi' },
    ]);
    await app.ctx.database.transaction((db) => db.query('UPDATE member SET out_of_range_at = NULL'));
  });

  test.each(rows(701_008, 701_099))('%i: who asks is told of the licence', async (errcode) => {
    fails(get, errcode);
    const { status, body } = await admin.api('GET', '/customer-card?externalUserId=wmNobody');
    expect([status, body]).toMatchObject([403, { error: { code: 'wecom.licence_missing', errcode } }]);
    expect(calls(get)).toBe(1);
  });
});

describe('a sign-in that is refused', () => {
  const signIn = async () => {
    const browser = app.anonymous();
    const start = await browser.request('/auth/start?return=/sidebar');
    const page = new URL(start.headers.get('location') ?? '');
    page.searchParams.set('sim_user', 'ZhangSan');
    const back = await fetch(page, { redirect: 'manual' });
    const done = await browser.request(back.headers.get('location') ?? '');
    return { status: done.status, body: await done.text(), session: browser.cookies.get('guanxi_session') };
  };

  test.each([
    ...rows(40_029, 42_003, 42_022).map((code) => [code, 401, 'session.code_rejected'] as const),
    ...rows(50_002, 60_021, 92_000).map((code) => [code, 403, 'session.outside_range'] as const),
  ])('%i: asked once, answered %i %s, no session', async (errcode, status, code) => {
    fails('auth/getuserinfo', errcode);
    const done = await signIn();
    expect([done.status, done.session]).toEqual([status, undefined]);
    expect(done.body).toContain(code);
    expect(calls('auth/getuserinfo')).toBe(1);
  });
});

describe('a tag that is refused', () => {
  test.each(rows(40_068, 81_011, 84_084))(
    '%i: sent once, and the member sees that it failed',
    async (errcode) => {
      const rep = await app.signIn('ZhangSan');
      const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
        ...{ groupName: `标签${errcode}`, tags: [{ name: 'VIP' }] },
      });
      const added = adds();
      await app.settle();
      const { customer } = await rep.card(added.externalUserId);
      fails('externalcontact/mark_tag', errcode);
      await rep.api('POST', `/customers/${customer.id}/tags`, { add: tagIds });
      await app.settle();
      await wait(3600);
      expect(calls('externalcontact/mark_tag')).toBe(1);
      expect((await rep.card(added.externalUserId)).tags).toMatchObject([
        { state: 'failed', failure: { errcode } },
      ]);
    },
  );

  test('because the app was disabled is sent when the app is back', async () => {
    const rep = await app.signIn('ZhangSan');
    const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
      ...{ groupName: '停用', tags: [{ name: 'VIP' }] },
    });
    const added = adds();
    await app.settle();
    const { customer } = await rep.card(added.externalUserId);
    fails('externalcontact/mark_tag', 50_003);
    await rep.api('POST', `/customers/${customer.id}/tags`, { add: tagIds });
    await app.settle();
    expect((await rep.card(added.externalUserId)).tags).toMatchObject([{ state: 'pending' }]);
    app.sim.faults.clear();
    await wait(15 * minute + 1);
    expect((await rep.card(added.externalUserId)).tags).toMatchObject([{ state: 'synced' }]);
  });
});

/** Rows no call of this server can meet, by what would have to exist for them to be met. */
const withoutCaller: Readonly<Record<string, readonly number[]>> = {
  'a suite; see suite-manners.db.test.ts': [40_080, 40_082, 40_083, 40_084, 40_085, 42_009, 48_003],
  'mass messages and moments': [41_063, 41_079, 41_094],
  'welcome messages': [41_050, 41_051, 41_096],
  'app messages and cards': [42_052, 60_140, 81_013],
  'group chats': [40_050, 86_001, 86_003],
  'departments by their id; the tree is read as a whole': [40_066, 60_003, 60_123],
  'the open-data component, consent and openids': [40_205, 42_006, 43_004, 43_016, 43_017, 84_014, 84_015],
  'the client, which checks signatures and domains itself': [40_093, 42_012, 91_040, 50_001, 80_001],
  'the console, where addresses and domains are typed in': [40_057, 43_012, 85_004, 85_005, 85_008],
  'ids of another subject or an app that must change its secret': [40_125, 45_031, 610_022],
  'members by whom licences or real names are checked elsewhere': [41_054, 701_016],
};

test('every row that calls for a reaction has one here, or nobody who could meet it', () => {
  const known = new Set([...covered, ...Object.values(withoutCaller).flat()]);
  const codes = REACTION_TABLE.filter((row) => row.reaction !== 'stop').flatMap((row) =>
    row.codes.flatMap((code) =>
      typeof code === 'number'
        ? [code]
        : Array.from({ length: code[1] - code[0] + 1 }, (_, i) => code[0] + i),
    ),
  );
  expect(codes.filter((code) => !known.has(code))).toEqual([]);
});
