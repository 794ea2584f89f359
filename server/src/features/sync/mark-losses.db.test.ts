import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { tablesOf, worldOf } from '../../../test/world.ts';

const customers = 6_000;
const gone = 1_150;
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ seed: customers });
  await app.fullSync();
  app.sim.faults.push.dropNext = gone;
  app.advance(600);
  const { relations, members } = app.sim.world.corp(app.corp.corpId);
  const pairs = [...members.values()]
    .flatMap((member) => [...relations.ofMember(member.userid)])
    .slice(0, gone);
  for (const { userid, externalUserId } of pairs) {
    app.sim.act.memberDeletes(app.corp.corpId, { userId: userid, externalUserId });
  }
});

afterAll(() => app.stop());

const lost = () => countIn(app.ctx, 'follow_relation', "status = 'lost'");

/** Ends the process' work at the first transaction after something was marked, as a kill would. */
function cutOffWhileMarking(): () => number {
  const { database } = app.ctx;
  const { transaction } = database;
  let seen = 0;
  Object.assign(database, {
    async transaction(work: never) {
      seen = seen || (await lost());
      if (seen > 0) {
        Object.assign(database, { transaction });
        throw new Error('cut off');
      }
      return transaction(work);
    },
  });
  return () => seen;
}

test('losses are marked some at a time, and a run that was cut off marks the rest', async () => {
  const markedBefore = cutOffWhileMarking();
  await app.fullSync();
  expect(markedBefore()).toBe(500);
  expect(await rowsIn(app.ctx, 'sync_run', "status = 'running'")).toMatchObject([
    { lost: 500, would_lose: gone, stage: 'losses' },
  ]);
  const pages = app.sim.requests.length;
  app.advance(60);
  await app.settle();
  expect(await rowsIn(app.ctx, 'sync_run', 'id = (SELECT MAX(id) FROM sync_run)')).toMatchObject([
    { status: 'done', lost: gone, would_lose: gone },
  ]);
  // What was read and decided is not read and decided again.
  expect(app.sim.requests.length).toBe(pages);
  expect(await lost()).toBe(gone);
  const told = await rowsIn(app.ctx, 'timeline_entry', "kind = 'relation_lost'");
  expect(new Set(told.map((row) => row.customer_id)).size).toBe(gone);
  expect(told).toHaveLength(gone);
  expect(await tablesOf(app)).toEqual(worldOf(app));
});
