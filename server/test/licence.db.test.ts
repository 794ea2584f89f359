import type { CustomerCard } from '@guanxi/shared/customers';
import { contract } from '@guanxi/shared/routes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { followUp, nameOf, requests, type Subject, sendRequest } from './requests.ts';
import { rowsIn } from './rows.ts';
import { company, control, corpRowOf, passNights, signInToSuite, suiteIdsOf } from './suites.ts';

/** What a member without a licence (接口许可) is shown, route by route. */

const memberRoutes = contract.filter((route) => route.access === 'member');
const guarded = memberRoutes.filter((route) => route.withoutLicence === null).map(nameOf);
const free = memberRoutes.filter((route) => route.withoutLicence !== null).map(nameOf);

let app: TestApp;
let suiteId: string;
let corpId: number;
let rep: Browser;
let subject: Subject;
const own = { userId: 'ZhangSan', externalUserId: '' };

const licences = async (members: Record<string, 'interop' | 'base' | null>) => {
  await control(app, 'suites/licences', { suite_id: suiteId, corp: company, check: 'on', members });
  await passNights(app);
  rep = await signInToSuite(app, suiteId, own.userId);
};
const send = (browser: Browser, name: string) => sendRequest(app.url, browser, name, subject);
const codeOf = (body: unknown) => (body as { error?: { code: string } }).error?.code ?? null;

beforeAll(async () => {
  app = await startTestApp({ seed: 'demo', suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  await control(app, 'suites/install', { suite_id: suiteId, corp: company });
  await app.settle();
  corpId = Number((await corpRowOf(app, suiteId)).id);
  await licences({ ZhangSan: 'interop', TangYing: 'interop' });
  const { body } = await rep.api<{ items: { externalUserId: string }[] }>('GET', '/customers');
  own.externalUserId = body.items[0]?.externalUserId ?? '';
  const { customer } = await rep.card(own.externalUserId);
  const written = await rep.api<{ id: number }>('POST', `/customers/${customer.id}/follow-ups`, {
    ...{ ...followUp, requestKey: 'the-first-one' },
  });
  const [tag] = await rowsIn(app.ctx, 'tag', `corp_id = ${corpId}`);
  subject = {
    ...{ customerId: customer.id, externalUserId: own.externalUserId, followUpId: written.body.id },
    ...{ tagId: String(tag?.tag_id), groupChatId: 1, chatId: 'wrNone', mobileRef: 'x'.repeat(40) },
    ...{ groupWelcomeId: 0, joinWayId: 0, wayId: 0, welcomeId: 0, fileId: 0, memberId: 0, otherMemberId: 0 },
    ...{ handoverId: 0, jobId: 0, runId: 0 },
  };
});

afterAll(() => app.stop());

test('what needs no licence is little, and each says why', () => {
  expect(free.toSorted()).toEqual([
    'GET /jssdk/signatures',
    'GET /members',
    'GET /my-sync',
    'GET /own-installation',
    'GET /session',
    'GET /statistics/customer-contact',
    'GET /sync-runs/latest',
    'GET /tag-groups',
    'POST /own-installation/sync',
    'PUT /session/locale',
  ]);
  expect(memberRoutes.every((route) => requests[nameOf(route)] !== undefined)).toBe(true);
});

test('what names a customer always needs one', () => {
  const named = memberRoutes.filter((route) => /customer(?!-contact)|follow-up|group-chat/.test(route.path));
  expect(named.map(nameOf).filter((name) => free.includes(name))).toEqual([]);
});

describe('with a licence', () => {
  test.each([...guarded, ...free])('%s asks for none', async (name) => {
    expect(codeOf((await send(rep, name)).body)).not.toBe('wecom.licence_missing');
  });
});

describe('without one', () => {
  beforeAll(async () => {
    // Back as they were: one request above deleted it.
    await rep.api('POST', `/follow-ups/${subject.followUpId}/restore`, {});
    await licences({ ZhangSan: 'base' });
  });

  test.each(guarded)('%s shows and changes nothing', async (name) => {
    const before = await everyRow();
    const { status, body } = await send(rep, name);
    expect([status, codeOf(body)]).toEqual([403, 'wecom.licence_missing']);
    expect(await everyRow()).toEqual(before);
  });

  test.each(free)('%s answers', async (name) => {
    const { status, body } = await send(rep, name);
    // An administrator installed here, so that nobody has a page of their own.
    const expected = name.includes('/own-installation') ? 'installation.not_by_members' : null;
    expect([status, codeOf(body)]).toEqual([expected === null ? 200 : 404, expected]);
  });
});

describe('an admin without one', () => {
  let admin: Browser;

  beforeAll(async () => {
    await app.ctx.database.transaction((db) =>
      db.query(
        "UPDATE member SET role = 'admin' WHERE corp_id = ? AND id IN (SELECT member_id FROM member_licence WHERE corp_id = ? AND kind = 'base')",
        [corpId, corpId],
      ),
    );
    app.advance(6);
    admin = rep;
    const { body } = await admin.api<{ role: string }>('GET', '/session');
    expect(body.role).toBe('admin');
  });

  test.each(guarded.filter((name) => /:customerId|customer-card|\/follow-ups\//.test(name)))(
    '%s refuses a customer of their own',
    async (name) => {
      const { status, body } = await send(admin, name);
      expect([status, codeOf(body)]).toEqual([403, 'wecom.licence_missing']);
    },
  );

  test.each([
    ['GET', '/customers', undefined],
    ['GET', '/group-chats?only=mine', undefined],
    ['POST', '/customer-search', { search: '客户', who: 'mine' }],
  ])('%s %s is refused: their own', async (method, path, body) => {
    expect(codeOf((await admin.api(method, path, body)).body)).toBe('wecom.licence_missing');
  });

  test("a colleague's customer is shown", async () => {
    const colleague = await signInToSuite(app, suiteId, 'TangYing');
    const { body } = await colleague.api<{ items: { externalUserId: string }[] }>('GET', '/customers');
    const path = `/customer-card?externalUserId=${body.items[0]?.externalUserId}`;
    const card = await admin.api<CustomerCard>('GET', path);
    expect([card.status, card.body.relation]).toEqual([200, null]);
  });
});

/** What the guarded routes could change. */
async function everyRow(): Promise<unknown> {
  const names = ['follow_up', 'follow_up_draft', 'tag_change', 'profile_change', 'audit_entry'];
  return Promise.all(names.map((name) => rowsIn(app.ctx, name, `corp_id = ${corpId}`)));
}
