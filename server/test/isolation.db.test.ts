import { contract } from '@guanxi/shared/routes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../src/db/data-source.ts';
import { rowsOf } from '../src/db/rows.ts';
import { appMessageTable, messageDeliveryTable } from '../src/features/app-messages/table.ts';
import { auditEntryTable } from '../src/features/audit/table.ts';
import { contactWayTable, wayArrivalTable } from '../src/features/contact-ways/table.ts';
import { corpTable } from '../src/features/corps/table.ts';
import { customerIndexTable, customerTermTable } from '../src/features/customer-search/table.ts';
import { customerTable, followRelationTable } from '../src/features/customers/table.ts';
import { unhandledEventTable } from '../src/features/failed-work/table.ts';
import { followUpTable } from '../src/features/follow-ups/table.ts';
import {
  groupChatEventTable,
  groupChatMemberTable,
  groupChatTable,
} from '../src/features/group-chats/table.ts';
import { groupWelcomeTable } from '../src/features/group-welcomes/table.ts';
import { handoverItemTable, handoverTable, unassignedCustomerTable } from '../src/features/handover/table.ts';
import { convertedIdTable, idConversionTable } from '../src/features/id-conversion/table.ts';
import { installationStateTable } from '../src/features/installation/table.ts';
import { joinWayTable } from '../src/features/join-ways/table.ts';
import { memberLicenceTable } from '../src/features/licences/table.ts';
import { mediaContentTable, mediaFileTable } from '../src/features/media/table.ts';
import { departmentTable, memberTable } from '../src/features/members/table.ts';
import { mobileRefsOf } from '../src/features/profile/mobile-refs.ts';
import { profileChangeTable } from '../src/features/profile/table.ts';
import { behaviorDayTable, statisticsReadingTable } from '../src/features/statistics/table.ts';
import { memberSyncTable, syncRunTable } from '../src/features/sync/table.ts';
import {
  relationTagTable,
  tagChangeTable,
  tagGroupTable,
  tagStrategyTable,
  tagTable,
} from '../src/features/tags/table.ts';
import { timelineEntryTable } from '../src/features/timeline/table.ts';
import { welcomeMessageTable, welcomeSendTable } from '../src/features/welcome/table.ts';
import { sealSession } from '../src/http/session.ts';
import { jobTable } from '../src/queue/tables.ts';
import { tables } from '../src/tables.ts';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { followUp, joinWay, mark, nameOf, requests, type Subject, sendRequest, way } from './requests.ts';
import { rowsIn } from './rows.ts';

const foreignMobile = '13900000000';

const memberRoutes = contract.filter((route) => route.access !== 'public').map(nameOf);
const adminRoutes = contract.filter((route) => route.access === 'admin').map(nameOf);
const managerRoutes = contract.filter((route) => route.access === 'manager').map(nameOf);
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
  const { chatId } = app.sim.act.memberCreatesGroup(app.corp.corpId, {
    ...{ owner: 'ZhangSan', name: '自己的群', members: [added.externalUserId] },
  });
  await app.fullSync();
  await app.settle();
  app.sim.act.memberEditsRemark(app.corp.corpId, {
    ...{ userId: 'ZhangSan', externalUserId: added.externalUserId, remarkMobiles: ['13800138000'] },
  });
  await app.settle();
  const { customer, profile } = await rep.card(added.externalUserId);
  const chat = await rep.api<{ id: number }>('GET', `/group-chat-card?chatId=${chatId}`);
  const admin = await app.signIn('ZhouQiming');
  const made = await admin.api<{ joinWay: { id: number } }>(
    'POST',
    '/join-ways',
    joinWay('the-first-one', { chatId }),
  );
  const written = await rep.api<{ id: number }>('POST', `/customers/${customer.id}/follow-ups`, {
    ...followUp,
    requestKey: 'the-first-one',
  });
  const members = await rowsIn(app.ctx, 'member');
  const memberIdOf = (userId: string) => Number(members.find((row) => row.user_id === userId)?.id);
  const pair = { memberId: memberIdOf('ZhangSan'), otherMemberId: memberIdOf('SunHao') };
  const handover = await (await app.signIn('WangMin')).api<{ id: number }>('POST', '/handovers', {
    ...{ fromMemberId: pair.memberId, toMemberId: pair.otherMemberId, customers: { customerIds: [] } },
    ...{ withGroupChats: true, requestKey: 'the-first-one' },
  });
  own = {
    customerId: customer.id,
    externalUserId: added.externalUserId,
    followUpId: written.body.id,
    tagId: tagIds[0] ?? '',
    groupWelcomeId: 0,
    groupChatId: chat.body.id,
    chatId,
    joinWayId: made.body.joinWay.id,
    wayId: 0,
    welcomeId: 0,
    fileId: 0,
    mobileRef: profile?.mobiles.value[0]?.ref ?? '',
    ...pair,
    handoverId: handover.body.id,
    jobId: await insertDeadJob(app.ctx.installations.all()[0]?.corpId ?? 0, '自己的'),
    runId: await insertAskingRun(app.ctx.installations.all()[0]?.corpId ?? 0, pair.memberId, '自己的'),
  };
  const contactWay = await admin.api<{ way: { id: number } }>('POST', '/contact-ways', {
    ...{ ...way, requestKey: 'the-first-one' },
  });
  const welcome = await admin.api<{ id: number }>('PUT', '/welcome-messages', {
    ...{ scope: 'department', targetId: 1, content: { text: '欢迎' } },
  });
  const group = await admin.api<{ id: number }>('POST', '/group-welcomes', {
    ...{ content: { text: '欢迎进群' }, notifiesOwners: false, requestKey: 'the-first-one' },
  });
  const file = await send(admin, 'POST /media-files', own);
  const { id: fileId } = file.body as { id: number };
  own = {
    ...own,
    ...{ wayId: contactWay.body.way.id, welcomeId: welcome.body.id, fileId, groupWelcomeId: group.body.id },
  };
  const other = await insertOtherCorp(added.externalUserId);
  foreign = {
    ...other,
    jobId: await insertDeadJob(otherCorpId, mark),
    runId: await insertAskingRun(otherCorpId, otherMemberId, mark),
  };
});

afterAll(() => app.stop());

const send = (browser: Browser, name: string, subject: Subject) =>
  sendRequest(app.url, browser, name, subject);

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

/** A full sync that asks whether it may lose one relation of a member. */
async function insertAskingRun(corpId: number, memberId: number, failure: string): Promise<number> {
  const at = new Date(app.sim.clock.now());
  return app.ctx.database.transaction(async (db) => {
    await rowsOf(db, syncRunTable).insert({
      ...{ corpId, status: 'asking', startedAt: at, finishedAt: at, membersTotal: 1, membersDone: 1 },
      ...{ customers: 0, relations: 0, lost: 0, stage: 'losses', wouldLose: 1, lossBase: 1, failure },
    });
    const { id: runId } = await rowsOf(db, syncRunTable).findOneByOrFail({ corpId, status: 'asking' });
    const waiting = { corpId, memberId, runId, outcome: 'read', wouldLose: 1 };
    await rowsOf(db, memberSyncTable).delete({ corpId, memberId });
    await rowsOf(db, memberSyncTable).insert({ ...waiting, errcode: null, readAt: at, wantedAt: null });
    return runId;
  });
}

/** A second company in the same database, whose customer has the same platform id as ours. */
async function insertOtherCorp(externalUserId: string): Promise<Omit<Subject, 'jobId' | 'runId'>> {
  const at = new Date(app.sim.clock.now());
  const seal = (value: unknown) => app.ctx.keyring.seal(JSON.stringify(value));
  return app.ctx.database.transaction(async (db) => {
    await rowsOf(db, corpTable).insert({
      ...{ wecomCorpId: 'wwOther', appKey: 'self-built', mode: 'self-built', name: mark, agentId: 1 },
      ...{ timeZone: 'Asia/Shanghai', createdAt: at },
      ...{ status: 'active', sealedCode: null, cancelledAt: null },
    });
    otherCorpId = (await rowsOf(db, corpTable).findOneByOrFail({ wecomCorpId: 'wwOther' })).id;
    const corpId = otherCorpId;
    await rowsOf(db, departmentTable).insert({
      ...{ corpId, departmentId: 1, parentId: 0, name: mark, sortOrder: 1 },
    });
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
      ...{
        sealedMobiles: seal([foreignMobile]),
        addWay: 1,
        channel: null,
        operUserId: null,
        status: 'active',
        statusAt: at,
      },
      ...{ followedAt: at, endedAt: null, personalTags: [], searchText: mark.toLowerCase(), seenRunId: 0 },
    });
    const relationId = (await rowsOf(db, followRelationTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, customerTermTable).insert({
      ...{ corpId, memberId: otherMemberId, term: mark.toLowerCase(), relationId },
    });
    await rowsOf(db, customerIndexTable).insert({ corpId, stamp: mark, lastCustomerId: 0, finishedAt: at });
    await rowsOf(db, tagGroupTable).insert({
      ...{ corpId, groupId: 'etGroup', name: mark, sortOrder: 1, isDeleted: false, syncedAt: at },
      strategyId: '7',
    });
    await rowsOf(db, tagStrategyTable).insert({
      ...{ corpId, strategyId: '7', userIds: ['ZhangSan'], departmentIds: [1], syncedAt: at },
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
      ...{ customers: 0, relations: 0, lost: 0, failure: mark },
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
    await rowsOf(db, groupChatTable).insert({
      ...{ corpId, chatId: `wr${mark}`, name: mark, ownerMemberId: otherMemberId, notice: mark },
      ...{ foundedAt: at, status: 'open', statusAt: at, ownership: 'normal', memberVersion: null },
      ...{ memberCount: 2, customerCount: 1, readAt: at, searchText: mark.toLowerCase(), seenRunId: 0 },
    });
    const groupChatId = (await rowsOf(db, groupChatTable).findOneByOrFail({ corpId })).id;
    // Both have the platform ids of our own people.
    for (const [platformId, kind] of [
      ['ZhangSan', 'member'],
      [externalUserId, 'external'],
    ] as const) {
      await rowsOf(db, groupChatMemberTable).insert({
        ...{ corpId, groupChatId, platformId, kind, joinedAt: at, leftAt: null, joinScene: 1 },
        ...{ channel: mark, invitedByUserId: null, groupNickname: mark, name: mark, searchText: '' },
      });
    }
    await rowsOf(db, groupChatEventTable).insert({
      ...{ corpId, groupChatId, at, kind: 'renamed', platformId: null, detail: { from: mark, to: mark } },
      eventKey: mark,
    });
    await rowsOf(db, joinWayTable).insert({
      ...{ corpId, configId: mark, name: mark, channel: mark, chatIds: [`wr${mark}`], opensNewChats: false },
      ...{
        newChatName: mark,
        newChatNumber: 1,
        qrCodeUrl: mark,
        wanted: 'save',
        state: 'failed',
        revision: 1,
      },
      ...{ errcode: null, failure: mark, createdBy: otherMemberId, createdAt: at, updatedAt: at },
    });
    const joinWayId = (await rowsOf(db, joinWayTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, contactWayTable).insert({
      ...{
        corpId,
        configId: mark,
        isForeign: false,
        name: mark,
        channel: mark,
        ownMark: mark,
        kind: 'single',
      },
      ...{ scene: 'qr-code', skipsVerification: true, userIds: ['ZhangSan'], departmentIds: [], tagIds: [] },
      ...{ qrCodeUrl: mark, wanted: 'update', state: 'failed', version: 1, errcode: 1, failure: mark },
      ...{ triedAt: at, searchText: mark.toLowerCase(), requestKey: mark, createdBy: otherMemberId },
      ...{ createdAt: at, updatedAt: at, seenAt: at, deletedAt: null },
    });
    const wayId = (await rowsOf(db, contactWayTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, wayArrivalTable).insert({ corpId, wayId, relationId, taggedAt: at });
    await rowsOf(db, welcomeMessageTable).insert({
      ...{
        corpId,
        scope: 'member',
        targetId: otherMemberId,
        content: { text: mark },
        updatedBy: otherMemberId,
      },
      updatedAt: at,
    });
    const welcomeId = (await rowsOf(db, welcomeMessageTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, welcomeSendTable).insert({
      ...{ corpId, codeDigest: Buffer.alloc(32, mark), externalUserId, userId: 'ZhangSan', source: 'corp' },
      ...{ wayId, state: 'sent', reason: null, errcode: null, createdAt: at, settledAt: at },
    });
    await rowsOf(db, mediaFileTable).insert({
      ...{ corpId, kind: 'file', name: mark, contentType: mark, size: 5, digest: Buffer.alloc(32, mark) },
      ...{ mediaId: mark, uploadedAt: at, pictureUrl: mark, createdBy: otherMemberId, createdAt: at },
    });
    const fileId = (await rowsOf(db, mediaFileTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, mediaContentTable).insert({ corpId, fileId, content: Buffer.from(mark) });
    await rowsOf(db, idConversionTable).insert({
      ...{
        corpId,
        fromCorpId: corpId,
        state: 'done',
        proof: 'corpid',
        foundAt: at,
        confirmedBy: otherMemberId,
      },
      ...{ confirmedAt: at, replacedAt: at, finishedAt: at, attempt: 1, step: null, stepCursor: '' },
      ...{ refusedErrcode: null, moved: 1, merged: 1, failure: mark },
    });
    await rowsOf(db, convertedIdTable).insert({
      ...{ corpId, kind: 'person', fromId: `wm${mark}`, toId: null, reason: 'unknown', attempt: 1 },
    });
    await rowsOf(db, groupWelcomeTable).insert({
      ...{ corpId, templateId: mark, content: { text: mark }, notifiesOwners: false, wanted: 'update' },
      ...{ state: 'failed', version: 1, errcode: 1, failure: mark, triedAt: null, requestKey: mark },
      ...{ createdBy: otherMemberId, createdAt: at, updatedAt: at },
    });
    const groupWelcomeId = (await rowsOf(db, groupWelcomeTable).findOneByOrFail({ corpId })).id;
    await rowsOf(db, profileChangeTable).insert({
      ...{ corpId, relationId, field: 'remark', sealedValue: seal(mark), changeKey: mark, state: 'failed' },
      ...{ reason: 'rejected', errcode: null, attempts: 1, requestedBy: otherMemberId, requestedAt: at },
    });
    await rowsOf(db, auditEntryTable).insert({
      ...{
        corpId,
        actorMemberId: otherMemberId,
        action: 'mobile.read',
        subject: `relation:${relationId}`,
        at,
      },
    });
    const [mobile] = mobileRefsOf(app.ctx.keyring, relationId, [foreignMobile]);
    const handoverId = await insertHandover(db, { corpId, memberId: otherMemberId, customerId, at });
    return {
      ...{ customerId, externalUserId: `wm${mark}`, followUpId, tagId: 'etOther' },
      ...{ groupChatId, chatId: `wr${mark}`, joinWayId },
      ...{ wayId, welcomeId, fileId, groupWelcomeId },
      mobileRef: mobile?.ref ?? '',
      ...{ memberId: otherMemberId, otherMemberId, handoverId },
    };
  });
}

async function insertHandover(
  db: Db,
  of: { corpId: number; memberId: number; customerId: number; at: Date },
): Promise<number> {
  const { corpId, memberId, customerId, at } = of;
  await rowsOf(db, handoverTable).insert({
    ...{ corpId, kind: 'in_service', fromMemberId: memberId, toMemberId: memberId, requestedBy: memberId },
    ...{ message: mark, withGroupChats: false, requestKey: mark, createdAt: at },
  });
  const handoverId = (await rowsOf(db, handoverTable).findOneByOrFail({ corpId })).id;
  await rowsOf(db, handoverItemTable).insert({
    ...{ corpId, handoverId, kind: 'customer', subjectId: `wm${mark}`, customerId, name: mark },
    ...{ state: 'failed', reason: 'rejected', errcode: null, attempt: 1 },
    ...{ calledAt: null, startedAt: null, dueAt: null, settledAt: at },
  });
  await rowsOf(db, appMessageTable).insert({
    ...{ corpId, messageKey: mark, purpose: 'sync_failed', subjectId: null, taskId: mark, title: mark },
    ...{ content: {}, createdAt: at },
  });
  const messageId = (await rowsOf(db, appMessageTable).findOneByOrFail({ corpId })).id;
  await rowsOf(db, messageDeliveryTable).insert({
    ...{ corpId, messageId, memberId, state: 'sent', reason: null, errcode: null, createdAt: at, sentAt: at },
  });
  await rowsOf(db, behaviorDayTable).insert({
    ...{ corpId, memberId, day: '2026-11-01', appliedCount: 1, newContactCount: 1, chatCount: 1 },
    ...{ messageCount: 1, replyShare: null, replySeconds: null, lostCount: 1, readAt: at },
  });
  await rowsOf(db, statisticsReadingTable).insert({ corpId, finishedAt: at, failure: mark });
  await rowsOf(db, unassignedCustomerTable).insert({
    ...{ corpId, memberId, customerId, externalUserId: `wm${mark}`, leftAt: at, readAt: at },
  });
  return handoverId;
}

test("a number of another company is not read through one's own customer", async () => {
  const before = await otherRows();
  for (const userId of ['ZhangSan', 'ZhouQiming']) {
    const browser = await app.signIn(userId);
    const { status, body } = await browser.api('POST', `/customers/${own.customerId}/mobiles/reveal`, {
      ref: foreign.mobileRef,
    });
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain(foreignMobile);
  }
  expect(await otherRows()).toEqual(before);
});

/** Every row of the other company. */
async function otherRows(): Promise<unknown[]> {
  const withCorp = tables.filter((table) => 'corpId' in table.columns);
  return Promise.all(withCorp.map((table) => rowsIn(app.ctx, table.name, `corp_id = ${otherCorpId}`)));
}

test('every route of a member has its request here, and nothing else has', () => {
  expect(Object.keys(requests).toSorted()).toEqual(memberRoutes.toSorted());
});

test('routes without a session are few and named', () => {
  expect(contract.filter((route) => route.access === 'public').map(nameOf)).toEqual([
    'DELETE /session',
    'GET /sign-in-ways',
    'GET /install-codes/:templateId',
  ]);
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
  const isForManagers = managerRoutes.includes(name);
  const callers = isForAdmins
    ? ['ZhouQiming']
    : [...(isForManagers ? [] : ['ZhangSan']), 'WangMin', 'ZhouQiming'];
  test.each(callers)('of another company is not there for %s, and stays as it is', async (userId) => {
    const before = await otherRows();
    const { status, body } = await send(await app.signIn(userId), name, foreign);
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain(mark);
    await app.settle();
    expect(await otherRows()).toEqual(before);
  });

  // An admin's scope is the whole company; who is none is refused below.
  const outsiders = [...(isForManagers ? [] : ['LiSi']), 'ChenGuodong'];
  test.each(isForAdmins ? [] : outsiders)('outside the scope of %s is not there', async (userId) => {
    const { status, body } = await send(await app.signIn(userId), name, own);
    expect(status).toBe(404);
    expect(JSON.stringify(body)).not.toContain('自己的');
  });

  test('is there for whom it belongs to', async () => {
    const owner = isForAdmins ? 'ZhouQiming' : isForManagers ? 'WangMin' : null;
    const { status, body } = await send(owner === null ? rep : await app.signIn(owner), name, own);
    const code = (body as { error?: { code: string } }).error?.code ?? '';
    // Retry and undo need something that failed; they say so to nobody else.
    const isNothing =
      code.endsWith('.no_change') ||
      code.endsWith('.no_failure') ||
      [
        ...['handover.nothing_to_retry', 'job.not_failed', 'sync.not_asking'],
        // An administrator installed here; own-installation.db.test.ts has a company where members did.
        'installation.not_by_members',
      ].includes(code);
    expect(status === 200 || isNothing).toBe(true);
    expect(JSON.stringify(body)).not.toContain(mark);
  });
});

/** What a company is told that has nothing of the kind. */
const nothingThere = new Set([
  'id_conversion.not_found',
  'id_upgrade.not_possible',
  'installation.not_by_members',
]);

describe.each(ownRoutes)('%s', (name) => {
  const member = managerRoutes.includes(name) ? 'WangMin' : 'ZhangSan';
  const readers = adminRoutes.includes(name) ? ['ZhouQiming'] : [member, 'ZhouQiming'];
  test.each(readers)('shows %s nothing of another company', async (userId) => {
    const before = await otherRows();
    const { status, body } = await send(await app.signIn(userId), name, own);
    const code = (body as { error?: { code: string } }).error?.code;
    expect(status === 200 || nothingThere.has(code ?? '')).toBe(true);
    expect(JSON.stringify(body)).not.toContain(mark);
    expect(await otherRows()).toEqual(before);
  });
});

describe.each(adminRoutes)('%s', (name) => {
  test.each(['ZhangSan', 'WangMin'])('is refused to %s, who is no admin', async (userId) => {
    const { status, body } = await send(await app.signIn(userId), name, own);
    expect([status, body]).toMatchObject([403, { error: { code: 'access.admin_only' } }]);
  });
});

describe('the content of a file', () => {
  const contentOf = (browser: Browser, { fileId }: Subject) =>
    browser.request(`/api/media-files/${fileId}/content`);

  test('is for admins of its own company', async () => {
    const admin = await app.signIn('ZhouQiming');
    const response = await contentOf(admin, own);
    expect([response.status, await response.text()]).toEqual([200, 'price list']);
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect((await contentOf(admin, foreign)).status).toBe(404);
    expect((await contentOf(rep, own)).status).toBe(403);
    expect((await contentOf(app.anonymous(), own)).status).toBe(401);
  });
});

describe.each(managerRoutes)('%s', (name) => {
  test('is refused to ZhangSan, who is no manager', async () => {
    const { status, body } = await send(rep, name, own);
    expect([status, body]).toMatchObject([403, { error: { code: 'access.manager_only' } }]);
  });
});
