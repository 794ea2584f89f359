import type { SyncLosses, SyncRun } from '@guanxi/shared/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';

const members = ['ZhangSan', 'SunHao', 'LiSi', 'HuangXiaotong'];
let app: TestApp;
let admin: Browser;
let gone: { userId: string; externalUserId: string }[];
let before: string[];

type Relation = NonNullable<ReturnType<ReturnType<TestApp['sim']['world']['corp']>['relations']['get']>>;
let shown: Map<string, Relation>;

/** The platform shows four members without customers, and nobody told why; a full sync stops and asks. */
beforeEach(async () => {
  app = await startTestApp({ seed: 'demo' });
  await app.fullSync();
  before = await tablesOf(app);
  const { relations } = app.sim.world.corp(app.corp.corpId);
  const doomed = members.flatMap((userId) => [...relations.ofMember(userId)]);
  shown = new Map(doomed.map((one) => [`${one.userid}/${one.externalUserId}`, { ...one }]));
  gone = doomed.map(({ userid: userId, externalUserId }) => ({ userId, externalUserId }));
  app.sim.faults.push.dropNext = gone.length;
  app.advance(600);
  for (const pair of gone) {
    app.sim.act.memberDeletes(app.corp.corpId, pair);
  }
  await app.fullSync();
  admin = await app.signIn('ZhouQiming');
});

afterEach(() => app.stop());

/** The platform lists them again as if nothing had been, and tells nobody. */
function listAgain(pairs: typeof gone): void {
  const { relations } = app.sim.world.corp(app.corp.corpId);
  for (const pair of pairs) {
    const known = shown.get(`${pair.userId}/${pair.externalUserId}`);
    if (known !== undefined) {
      relations.put({ ...known, seq: relations.nextSeq() });
    }
  }
}

const latest = async () => (await admin.api<{ run: SyncRun }>('GET', '/sync-runs/latest')).body.run;
const answer = async (runId: number, browser = admin) =>
  browser.api<{ run?: SyncRun; error?: { code: string } }>('POST', `/sync-runs/${runId}/losses`, {});
const lostRows = () => rowsIn(app.ctx, 'follow_relation', "status = 'lost'");

describe('a full sync that asks', () => {
  test('says of how many, and whose they are, those with most of them first', async () => {
    const run = await latest();
    expect(run).toMatchObject({ status: 'asking', lost: 0, unseen: { relations: gone.length } });
    const { body } = await admin.api<SyncLosses>('GET', `/sync-runs/${run.id}/losses`);
    expect(body.relations).toBe(gone.length);
    expect(body.members.map(({ member, relations }) => [member.userId, relations])).toEqual(
      members
        .map((userId) => [userId, gone.filter((pair) => pair.userId === userId).length] as const)
        .toSorted((a, b) => b[1] - a[1]),
    );
    expect(body.otherMembers).toBe(0);
    expect(await tablesOf(app)).toEqual(before);
  });

  test('tells the admins once, and nobody else', async () => {
    const messages = await rowsIn(app.ctx, 'app_message', "purpose = 'sync_failed'");
    expect(messages.map((row) => row.title)).toEqual(['全量同步等你确认']);
    const [to] = await rowsIn(app.ctx, 'message_delivery');
    const [member] = await rowsIn(app.ctx, 'member', `id = ${to?.member_id}`);
    expect(member?.user_id).toBe('ZhouQiming');
    expect(await countIn(app.ctx, 'message_delivery')).toBe(1);
  });

  test('marks them when an admin says so, once, and says who it was', async () => {
    const { id } = await latest();
    expect(await answer(id)).toMatchObject({ status: 200, body: { run: { id, status: 'running' } } });
    await app.settle();
    const run = await latest();
    expect(run).toMatchObject({ id, status: 'done', lost: gone.length, failure: null });
    expect(await tablesOf(app)).toEqual(worldOf(app));
    expect(await countIn(app.ctx, 'timeline_entry', "kind = 'relation_lost'")).toBe(gone.length);
    const audit = await rowsIn(app.ctx, 'audit_entry', "action = 'sync.losses_confirmed'");
    expect(audit.map((row) => row.subject)).toEqual([`sync_run:${id}`]);
    expect(await answer(id)).toMatchObject({ status: 409, body: { error: { code: 'sync.not_asking' } } });
    await app.settle();
    expect(await countIn(app.ctx, 'sync_run')).toBe(2);
  });

  test('leaves alone what the platform was seen to list since', async () => {
    const [kept] = gone;
    listAgain(gone.slice(0, 1));
    app.advance(20 * 60);
    const card = await (await app.signIn('ZhangSan')).card(kept?.externalUserId ?? '');
    expect(card.relation?.status).toBe('active');
    await answer((await latest()).id);
    await app.settle();
    expect(await latest()).toMatchObject({ status: 'done', lost: gone.length - 1 });
    expect(await tablesOf(app)).toEqual(worldOf(app));
  });

  test('leaves alone whose ending a callback told since, and keeps its reason', async () => {
    const { id } = await latest();
    const [row] = await rowsIn(
      app.ctx,
      'follow_relation',
      `member_id = (SELECT id FROM member WHERE user_id = 'ZhangSan')`,
    );
    const [customer] = await rowsIn(app.ctx, 'customer', `id = ${row?.customer_id}`);
    const pair = { userId: 'ZhangSan', externalUserId: String(customer?.external_user_id) };
    listAgain([pair]);
    app.sim.act.memberDeletes(app.corp.corpId, { ...pair, byTransfer: true });
    await app.settle();
    await answer(id);
    await app.settle();
    expect(await rowsIn(app.ctx, 'follow_relation', `id = ${row?.id}`)).toMatchObject([
      { status: 'transferred' },
    ]);
    expect(await lostRows()).toHaveLength(gone.length - 1);
  });

  test('can no longer be answered once another one ran', async () => {
    const { id } = await latest();
    await admin.api('POST', '/sync-runs', {});
    await app.settle();
    const newest = await latest();
    expect(newest).toMatchObject({ status: 'asking', askedBy: 'admin' });
    for (const call of [answer(id), admin.api('GET', `/sync-runs/${id}/losses`)]) {
      expect(await call).toMatchObject({ status: 409, body: { error: { code: 'sync.not_asking' } } });
    }
    expect(await rowsIn(app.ctx, 'sync_run', `id = ${id}`)).toMatchObject([
      { status: 'unanswered', lost: 0 },
    ]);
    expect(await lostRows()).toEqual([]);
    expect(await tablesOf(app)).toEqual(before);
  });

  test('has nothing to ask when they are listed again', async () => {
    listAgain(gone);
    await app.fullSync();
    expect(await latest()).toMatchObject({ status: 'done', lost: 0, added: 0, unseen: { relations: 0 } });
    expect(await lostRows()).toEqual([]);
  });

  test.each(['ZhangSan', 'WangMin'])('takes no answer from %s', async (userId) => {
    const { id } = await latest();
    expect(await answer(id, await app.signIn(userId))).toMatchObject({ status: 403 });
    await app.settle();
    expect(await latest()).toMatchObject({ id, status: 'asking', lost: 0 });
  });
});
