import type { MySync, SyncRun } from '@guanxi/shared/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';

const page = 'batch/get_by_user';
/** The eleven members with customers are read in groups of five, the last one alone. */
const groups = 3;
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ seed: 600 });
});

afterEach(() => app.stop());

/** The platform answers so many pages, and then no more in this try. */
function cutAfter(pages: number): void {
  const { take } = app.sim.faults;
  let asked = 0;
  app.sim.faults.take = (path, corpId) => {
    asked += path.endsWith(page) ? 1 : 0;
    return path.endsWith(page) && asked > pages ? [{ path, kind: 'http', status: 500 }] : take(path, corpId);
  };
}

/** A full sync that is cut off after some pages; afterwards the platform answers again. */
async function syncUntil(pages: number): Promise<void> {
  const { take } = app.sim.faults;
  cutAfter(pages);
  await app.fullSync();
  app.sim.faults.take = take;
}

async function goOn(pages?: number): Promise<void> {
  const { take } = app.sim.faults;
  if (pages !== undefined) {
    cutAfter(pages);
  }
  app.advance(60);
  await app.settle();
  app.sim.faults.take = take;
}

const ofWorld = (userId: string) =>
  [...app.sim.world.corp(app.corp.corpId).relations.ofMember(userId)].length;
const readOf = (userId: string) =>
  countIn(app.ctx, 'follow_relation', `member_id = (SELECT id FROM member WHERE user_id = '${userId}')`);
async function anybodyUnread(): Promise<string> {
  for (const { userid } of app.sim.world.corp(app.corp.corpId).members.values()) {
    if (ofWorld(userid) > 0 && (await readOf(userid)) === 0) {
      return userid;
    }
  }
  throw new Error('Everybody was read');
}

const latestRun = async () => {
  const [row] = await rowsIn(app.ctx, 'sync_run', 'id = (SELECT MAX(id) FROM sync_run)');
  return row;
};
const pagesSoFar = () => app.sim.requests.filter(({ path }) => path.endsWith(page)).length;

describe('the first full sync', () => {
  test('reads the customers of whoever opened Guanxi with the first pages', async () => {
    await app.signIn('ZhaoLei');
    expect(ofWorld('ZhaoLei')).toBeGreaterThan(0);
    await syncUntil(groups + 1);
    expect(await readOf('ZhaoLei')).toBe(ofWorld('ZhaoLei'));
    expect(await latestRun()).toMatchObject({ status: 'running' });
  });

  test('opens a group for who opens Guanxi meanwhile, beside those under way, which go on where they were', async () => {
    await syncUntil(2);
    expect(await countIn(app.ctx, 'follow_relation')).toBe(200);
    const late = await anybodyUnread();
    const rep = await app.signIn(late);
    await goOn(groups + 1);
    expect(await readOf(late)).toBe(ofWorld(late));
    expect((await rep.api<MySync>('GET', '/my-sync')).body).toMatchObject({ state: 'read' });
    expect(await latestRun()).toMatchObject({ status: 'running' });
    await goOn();
    const run = await latestRun();
    expect(run).toMatchObject({ status: 'done', relations: 600, customers: 600, lost: 0 });
    expect(run?.members_done).toBe(run?.members_total);
    expect(await tablesOf(app)).toEqual(worldOf(app));
  });

  test('counts a customer once who was read for a member and again with their group', async () => {
    await syncUntil(2);
    await app.signIn('ZhouQiming');
    await goOn();
    const { body } = await (await app.signIn('ZhouQiming')).api<{ run: SyncRun }>('GET', '/sync-runs/latest');
    expect(body.run).toMatchObject({
      relations: 600,
      added: 600,
      customers: 600,
      newCustomers: 600,
      changed: 0,
    });
  });

  test('tells a rep whose customers are not here yet how far it is', async () => {
    await syncUntil(1);
    const rep = await app.signIn('ZhouQiming');
    expect((await rep.api<MySync>('GET', '/my-sync')).body).toEqual({
      ...{ state: 'reading', membersDone: 0, membersTotal: 11, secondsLeft: null },
    });
    await goOn();
    expect((await rep.api<MySync>('GET', '/my-sync')).body).toMatchObject({ state: 'read', membersDone: 11 });
  });

  test('says that nothing was read while nobody asked for it, and once it failed', async () => {
    const rep = await app.signIn('ZhangSan');
    expect((await rep.api<MySync>('GET', '/my-sync')).body).toMatchObject({ state: 'not_read' });
    app.sim.faults.add({ path: page, kind: 'errcode', errcode: 48002 });
    await app.fullSync();
    expect((await rep.api<MySync>('GET', '/my-sync')).body).toMatchObject({ state: 'not_read' });
  });

  test('a later one asks nobody to wait: who has their customers goes with the rest', async () => {
    await app.signIn('ZhaoLei');
    await app.fullSync();
    await app.signIn('SunHao');
    const before = pagesSoFar();
    await app.fullSync();
    const asked = pagesSoFar() - before;
    expect(await countIn(app.ctx, 'member_sync', 'wanted_at IS NOT NULL')).toBe(0);
    await app.fullSync();
    expect(asked).toBe(pagesSoFar() - before - asked);
  });
});

test('one member the platform refuses is skipped, and the others are read', async () => {
  const { take } = app.sim.faults;
  let isFirst = true;
  app.sim.faults.take = (path, corpId) => {
    if (path.endsWith(page) && isFirst) {
      isFirst = false;
      app.sim.faults.push.dropNext = 2;
      app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
    }
    return take(path, corpId);
  };
  await app.fullSync();
  const admin = await app.signIn('ZhouQiming');
  const { body } = await admin.api<{ run: SyncRun }>('GET', '/sync-runs/latest');
  expect(body.run).toMatchObject({
    ...{ status: 'done', lost: 0, membersDone: 11, membersTotal: 11 },
    skipped: [{ reason: 'refused', members: 1, relations: 0 }],
  });
  const others = [...app.sim.world.corp(app.corp.corpId).members.values()].filter(
    (member) => member.hasFeature && member.userid !== 'SunHao',
  );
  for (const { userid } of others) {
    expect([userid, await readOf(userid)]).toEqual([userid, ofWorld(userid)]);
  }
});
