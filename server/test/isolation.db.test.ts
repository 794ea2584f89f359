import type { Route } from '@guanxi/shared/contract';
import { contract } from '@guanxi/shared/routes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../src/db/rows.ts';
import { corpTable } from '../src/features/corps/table.ts';
import { customerTable, followRelationTable } from '../src/features/customers/table.ts';
import { unhandledEventTable } from '../src/features/failed-work/table.ts';
import { followUpTable } from '../src/features/follow-ups/table.ts';
import { installationStateTable } from '../src/features/installation/table.ts';
import { memberLicenceTable } from '../src/features/licences/table.ts';
import { memberTable } from '../src/features/members/table.ts';
import { syncRunTable } from '../src/features/sync/table.ts';
import { relationTagTable, tagChangeTable, tagGroupTable, tagTable } from '../src/features/tags/table.ts';
import { timelineEntryTable } from '../src/features/timeline/table.ts';
import { sealSession } from '../src/http/session.ts';
import { jobTable } from '../src/queue/tables.ts';
import { tables } from '../src/tables.ts';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { rowsIn } from './rows.ts';

/** What a request names. */
interface Subject {
  readonly customerId: number;
  readonly externalUserId: string;
  readonly followUpId: number;
  readonly tagId: string;
  readonly jobId: number;
}

interface Request {
  readonly path: string;
  readonly body?: object;
}

/** A mark that only rows of the other company carry. */
const mark = 'OTHERTENANT';
const followUp = { method: 'phone', text: '内容' };

/**
 * A right request of each route. `namesSubject` says whether it names a customer or what belongs to one; a route
 * that does not must answer with the caller's own data alone.
 */
const requests: Record<string, { namesSubject: boolean; of: (subject: Subject, origin: string) => Request }> =
  {
    'GET /session': { namesSubject: false, of: () => ({ path: '/session' }) },
    'GET /jssdk/signatures': {
      namesSubject: false,
      of: (_subject, origin) => ({
        path: `/jssdk/signatures?url=${encodeURIComponent(`${origin}/sidebar`)}`,
      }),
    },
    'GET /customer-card': {
      namesSubject: true,
      of: ({ externalUserId }) => ({ path: `/customer-card?externalUserId=${externalUserId}` }),
    },
    'GET /customers': { namesSubject: false, of: () => ({ path: '/customers?limit=100' }) },
    'GET /customers/:customerId/timeline': {
      namesSubject: true,
      of: ({ customerId }) => ({ path: `/customers/${customerId}/timeline` }),
    },
    'POST /customers/:customerId/follow-ups': {
      namesSubject: true,
      of: ({ customerId }) => ({
        path: `/customers/${customerId}/follow-ups`,
        body: { ...followUp, requestKey: 'isolation-test' },
      }),
    },
    'PUT /follow-ups/:id': {
      namesSubject: true,
      of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}`, body: followUp }),
    },
    'DELETE /follow-ups/:id': {
      namesSubject: true,
      of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}` }),
    },
    'POST /follow-ups/:id/restore': {
      namesSubject: true,
      of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}/restore`, body: {} }),
    },
    'PUT /customers/:customerId/follow-up-draft': {
      namesSubject: true,
      of: ({ customerId }) => ({
        path: `/customers/${customerId}/follow-up-draft`,
        body: { method: null, outcome: null, text: '', nextAt: null },
      }),
    },
    'DELETE /customers/:customerId/follow-up-draft': {
      namesSubject: true,
      of: ({ customerId }) => ({ path: `/customers/${customerId}/follow-up-draft` }),
    },
    'GET /tag-groups': { namesSubject: false, of: () => ({ path: '/tag-groups' }) },
    'GET /customers/:customerId/tags': {
      namesSubject: true,
      of: ({ customerId }) => ({ path: `/customers/${customerId}/tags` }),
    },
    'POST /customers/:customerId/tags': {
      namesSubject: true,
      of: ({ customerId, tagId }) => ({
        path: `/customers/${customerId}/tags`,
        body: { add: [tagId], remove: [] },
      }),
    },
    'POST /customers/:customerId/tags/retry': {
      namesSubject: true,
      of: ({ customerId, tagId }) => ({
        path: `/customers/${customerId}/tags/retry`,
        body: { tagIds: [tagId] },
      }),
    },
    'POST /customers/:customerId/tags/undo': {
      namesSubject: true,
      of: ({ customerId, tagId }) => ({
        path: `/customers/${customerId}/tags/undo`,
        body: { tagIds: [tagId] },
      }),
    },
    'GET /installation': { namesSubject: false, of: () => ({ path: '/installation' }) },
    'POST /setup-checks': { namesSubject: false, of: () => ({ path: '/setup-checks', body: {} }) },
    'GET /unhandled-events': { namesSubject: false, of: () => ({ path: '/unhandled-events' }) },
    'GET /failed-jobs': { namesSubject: false, of: () => ({ path: '/failed-jobs' }) },
    'POST /failed-jobs/replay': {
      namesSubject: false,
      of: () => ({ path: '/failed-jobs/replay', body: {} }),
    },
    'POST /failed-jobs/:id/replay': {
      namesSubject: true,
      of: ({ jobId }) => ({ path: `/failed-jobs/${jobId}/replay`, body: {} }),
    },
    'POST /sync-runs': { namesSubject: false, of: () => ({ path: '/sync-runs', body: {} }) },
    'GET /sync-runs/latest': { namesSubject: false, of: () => ({ path: '/sync-runs/latest' }) },
  };

const nameOf = (route: Route) => `${route.method} ${route.path}`;
const memberRoutes = contract.filter((route) => route.access !== 'public').map(nameOf);
const adminRoutes = contract.filter((route) => route.access === 'admin').map(nameOf);
const subjectRoutes = memberRoutes.filter((name) => requests[name]?.namesSubject);
const ownRoutes = memberRoutes.filter((name) => !requests[name]?.namesSubject);

let app: TestApp;
let rep: Browser;
let own: Subject;
let foreign: Subject;
let otherCorpId: number;
let otherMemberId: number;

beforeAll(async () => {
  app = await startTestApp();
  rep = await app.signIn('ZhangSan');
  const { tagIds } = app.sim.act.adminCreatesTag(app.corp.corpId, {
    groupName: '级别',
    tags: [{ name: 'VIP' }],
  });
  const added = app.sim.act.customerAdds(app.corp.corpId, {
    userId: 'ZhangSan',
    customer: { name: '自己的' },
  });
  await app.fullSync();
  await app.settle();
  const { customer } = await rep.card(added.externalUserId);
  const written = await rep.api<{ id: number }>('POST', `/customers/${customer.id}/follow-ups`, {
    ...followUp,
    requestKey: 'the-first-one',
  });
  own = {
    customerId: customer.id,
    externalUserId: added.externalUserId,
    followUpId: written.body.id,
    tagId: tagIds[0] ?? '',
    jobId: await insertDeadJob(app.ctx.installations.all()[0]?.corpId ?? 0, '自己的'),
  };
  const other = await insertOtherCorp(added.externalUserId);
  foreign = { ...other, jobId: await insertDeadJob(otherCorpId, mark) };
});

afterAll(() => app.stop());

/** A job that was given up; no definition has its name, so that it is given up again when it is replayed. */
async function insertDeadJob(corpId: number, subject: string): Promise<number> {
  const at = new Date(app.sim.clock.now());
  return app.ctx.database.transaction(async (db) => {
    await rowsOf(db, jobTable).insert({
      ...{ corpId, name: 'no-such-job', jobKey: subject, lane: 3, payload: {}, status: 'dead', runAt: at },
      ...{ attempts: 1, wanted: 1, claimedBy: null, leaseEpoch: 1, lastError: subject, createdAt: at },
    });
    return (await rowsOf(db, jobTable).findOneByOrFail({ corpId, name: 'no-such-job' })).id;
  });
}

/** A second company in the same database, whose customer has the same platform id as ours. */
async function insertOtherCorp(externalUserId: string): Promise<Omit<Subject, 'jobId'>> {
  const at = new Date(app.sim.clock.now());
  return app.ctx.database.transaction(async (db) => {
    await rowsOf(db, corpTable).insert({
      ...{ wecomCorpId: 'wwOther', appKey: 'self-built', mode: 'self-built', name: mark, agentId: 1 },
      ...{ timeZone: 'Asia/Shanghai', createdAt: at },
      ...{ status: 'active', sealedCode: null, cancelledAt: null },
    });
    otherCorpId = (await rowsOf(db, corpTable).findOneByOrFail({ wecomCorpId: 'wwOther' })).id;
    const corpId = otherCorpId;
    await rowsOf(db, memberTable).insert({
      ...{
        corpId,
        userId: 'ZhangSan',
        name: mark,
        role: 'admin',
        departmentIds: [1],
        leadsDepartmentIds: [1],
      },
      ...{ isFollowUser: true, leftAt: null, syncedAt: at },
    });
    otherMemberId = (await rowsOf(db, memberTable).findOneByOrFail({ corpId })).id;
    for (const id of [externalUserId, `wm${mark}`]) {
      await rowsOf(db, customerTable).insert({
        ...{ corpId, externalUserId: id, name: mark, avatar: null, type: 'wechat', gender: 'unknown' },
        ...{ corpName: mark, position: null, syncedAt: at, createdAt: at },
      });
    }
    const customerId = (
      await rowsOf(db, customerTable).findOneByOrFail({ corpId, externalUserId: `wm${mark}` })
    ).id;
    await rowsOf(db, followRelationTable).insert({
      ...{
        corpId,
        customerId,
        memberId: otherMemberId,
        remark: mark,
        description: mark,
        remarkCompany: null,
      },
      ...{ sealedMobiles: null, addWay: 1, channel: null, operUserId: null, status: 'active', statusAt: at },
      ...{ followedAt: at, endedAt: null, personalTags: [], searchText: mark.toLowerCase(), seenRunId: 0 },
    });
    const relationId = (await rowsOf(db, followRelationTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, tagGroupTable).insert({
      ...{ corpId, groupId: 'etGroup', name: mark, sortOrder: 1, isDeleted: false, syncedAt: at },
    });
    await rowsOf(db, tagTable).insert({
      ...{ corpId, tagId: 'etOther', groupId: 'etGroup', name: mark, sortOrder: 1, isDeleted: false },
    });
    await rowsOf(db, relationTagTable).insert({ corpId, relationId, tagId: 'etOther' });
    await rowsOf(db, tagChangeTable).insert({
      ...{ corpId, relationId, tagId: 'etOther', wanted: 'add', state: 'failed', errcode: null },
      ...{ failure: mark, attempts: 1, requestedBy: otherMemberId, requestedAt: at },
    });
    await rowsOf(db, followUpTable).insert({
      ...{ corpId, customerId, memberId: otherMemberId, method: 'phone', outcome: null, body: mark },
      ...{ nextAt: null, requestKey: mark, createdAt: at, editedAt: null, deletedAt: null },
    });
    const followUpId = (await rowsOf(db, followUpTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, timelineEntryTable).insert({
      ...{ corpId, customerId, at, kind: 'follow_up', actorKind: 'member', actorMemberId: otherMemberId },
      ...{ memberId: otherMemberId, followUpId, detail: {}, entryKey: mark, hiddenAt: null },
    });
    await rowsOf(db, syncRunTable).insert({
      ...{ corpId, status: 'failed', startedAt: at, finishedAt: at, membersTotal: 1, membersDone: 0 },
      ...{ pageCursor: null, customers: 0, relations: 0, lost: 0, failure: mark },
    });
    await rowsOf(db, unhandledEventTable).insert({
      ...{ corpId, eventType: mark, times: 1, firstAt: at, lastAt: at },
    });
    await rowsOf(db, installationStateTable).insert({
      ...{ corpId, kind: 'data_expired', subject: mark, since: at, until: null, endedAt: null, toldAt: at },
    });
    await rowsOf(db, memberLicenceTable).insert({
      ...{ corpId, memberId: otherMemberId, kind: 'none', expiresAt: null, knownAt: at },
    });
    return { customerId, externalUserId: `wm${mark}`, followUpId, tagId: 'etOther' };
  });
}

function send(browser: Browser, name: string, subject: Subject): Promise<{ status: number; body: unknown }> {
  const request = requests[name];
  if (request === undefined) {
    throw new Error(`${name} has no request in this file`);
  }
  const { path, body } = request.of(subject, app.url);
  return browser.api(name.split(' ')[0] ?? '', path, body);
}

/** Every row of the other company. */
async function otherRows(): Promise<unknown[]> {
  const withCorp = tables.filter((table) => 'corpId' in table.columns);
  return Promise.all(withCorp.map((table) => rowsIn(app.ctx, table.name, `corp_id = ${otherCorpId}`)));
}

test('every route of a member has its request here, and nothing else has', () => {
  expect(Object.keys(requests).toSorted()).toEqual(memberRoutes.toSorted());
});

test('routes without a session are few and named', () => {
  expect(contract.filter((route) => route.access === 'public').map(nameOf)).toEqual(['DELETE /session']);
});

describe.each(memberRoutes)('%s', (name) => {
  test('without a session: 401', async () => {
    const { status, body } = await send(app.anonymous(), name, own);
    expect([status, body]).toMatchObject([401, { error: { code: 'session.missing' } }]);
  });

  test("with another company's member in our company's session: 401", async () => {
    const { corpId } = app.ctx.installations.all()[0] ?? { corpId: 0 };
    const forged = sealSession(app.ctx.keyring, {
      ...{ corpId, memberId: otherMemberId, expiresAt: app.sim.clock.now() + 60_000 },
    });
    const browser = app.anonymous();
    browser.cookies.set('guanxi_session', forged);
    expect((await send(browser, name, own)).status).toBe(401);
  });
});

describe.each(subjectRoutes)('%s', (name) => {
  const isForAdmins = adminRoutes.includes(name);
  const callers = isForAdmins ? ['ZhouQiming'] : ['ZhangSan', 'WangMin', 'ZhouQiming'];
  test.each(callers)('of another company is not there for %s, and stays as it is', async (userId) => {
    const before = await otherRows();
    const { status, body } = await send(await app.signIn(userId), name, foreign);
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain(mark);
    await app.settle();
    expect(await otherRows()).toEqual(before);
  });

  // An admin's scope is the whole company; who is none is refused below.
  test.skipIf(isForAdmins).each(['LiSi', 'ChenGuodong'])(
    'outside the scope of %s is not there',
    async (userId) => {
      const { status, body } = await send(await app.signIn(userId), name, own);
      expect(status).toBe(404);
      expect(JSON.stringify(body)).not.toContain('自己的');
    },
  );

  test('is there for whom it belongs to', async () => {
    const { status, body } = await send(isForAdmins ? await app.signIn('ZhouQiming') : rep, name, own);
    const code = (body as { error?: { code: string } }).error?.code;
    // Retry, undo and replay need something that failed; they say so to nobody else.
    expect(status === 200 || code === 'tag.no_change' || code === 'job.not_failed').toBe(true);
    expect(JSON.stringify(body)).not.toContain(mark);
  });
});

describe.each(ownRoutes)('%s', (name) => {
  const readers = adminRoutes.includes(name) ? ['ZhouQiming'] : ['ZhangSan', 'ZhouQiming'];
  test.each(readers)('shows %s nothing of another company', async (userId) => {
    const { status, body } = await send(await app.signIn(userId), name, own);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain(mark);
  });
});

describe.each(adminRoutes)('%s', (name) => {
  test.each(['ZhangSan', 'WangMin'])('is refused to %s, who is no admin', async (userId) => {
    const { status, body } = await send(await app.signIn(userId), name, own);
    expect([status, body]).toMatchObject([403, { error: { code: 'access.admin_only' } }]);
  });
});
