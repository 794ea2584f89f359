import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { rowsIn } from '../../../test/rows.ts';
import { countUnseen } from './mark-lost.ts';

const customers = 3_000;
const notShown = 50;
let app: TestApp;
let corpId: number;

beforeAll(async () => {
  app = await startTestApp({ seed: customers });
  await app.fullSync();
  await app.ctx.database.transaction((db) =>
    db.query(`UPDATE follow_relation SET seen_run_id = 0 WHERE id % ${customers / notShown} = 0`),
  );
  corpId = app.ctx.installations.all()[0]?.corpId ?? 0;
});

afterAll(() => app.stop());

/** The statement that counts, as it was sent. */
async function sentStatement(): Promise<{ sql: string; parameters: unknown[] }> {
  const { read } = app.ctx.database;
  const members = await rowsIn(app.ctx, 'member', 'is_follow_user = 1');
  const [run] = await rowsIn(app.ctx, 'sync_run');
  const { query } = read;
  const sent: { sql: string; parameters: unknown[] }[] = [];
  read.query = (sql: string, parameters: unknown[] = []) => {
    sent.push({ sql, parameters });
    return query.call(read, sql, parameters) as never;
  };
  const listing = {
    runId: Number(run?.id),
    startedAt: new Date(app.sim.clock.now() + 60_000),
    notShown: new Set<number>(),
  };
  const unseen = await countUnseen(
    read,
    corpId,
    members.map((row) => Number(row.id)),
    listing,
  );
  read.query = query;
  expect([...unseen.values()].reduce((sum, n) => sum + n, 0)).toBe(notShown);
  const [statement] = sent;
  if (statement === undefined) {
    throw new Error('Nothing was sent');
  }
  return statement;
}

describe('counting what a listing did not show', () => {
  test('is served by its index, so that it costs what was lost and not what there is', async () => {
    const { sql, parameters } = await sentStatement();
    const { database } = app.ctx;
    if (database.dialect === 'mysql') {
      await database.dataSource.query('ANALYZE TABLE follow_relation');
      const [plan] = await database.read.query(`EXPLAIN ${sql}`, parameters);
      expect(plan).toMatchObject({ type: 'range', key: 'follow_relation_unseen' });
      return;
    }
    const plan: { detail: string }[] = await database.read.query(`EXPLAIN QUERY PLAN ${sql}`, parameters);
    expect(plan.map(({ detail }) => detail).join()).toContain(
      'USING INDEX follow_relation_unseen (corp_id=? AND member_id=? AND status=? AND seen_run_id<?)',
    );
  });
});
