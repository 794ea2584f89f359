import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PushRecord } from '../../scripts/wecom-sim/callback/delivery.ts';
import { createCleanup } from '../bench/lib/cleanup.ts';
import { createRandom } from '../bench/lib/random.ts';
import { startTestApp, type TestApp } from '../test/app.ts';
import { isMysqlRun } from '../test/database.ts';
import { databaseScenario } from './database.ts';
import { killsScenario } from './kills.ts';
import type { Happening } from './lib/traffic.ts';
import { isGood, judge } from './lib/verdict.ts';
import { rollingScenario } from './rolling.ts';

describe('the verdict', () => {
  let app: TestApp;
  let told: Happening[];
  const empty = { lost: 0, doubled: 0, diverged: 0, dead: 0 };

  beforeAll(async () => {
    app = await startTestApp();
    told = ['第一位', '第二位'].map((name) => {
      const userId = 'ZhangSan';
      const { externalUserId } = app.sim.act.customerAdds(app.corp.corpId, { userId, customer: { name } });
      const push = app.sim.pushes.at(-1) as PushRecord;
      return { kind: 'added' as const, pair: { userId, externalUserId }, remark: name, push };
    });
    await app.settle();
  });

  afterAll(() => app.stop());

  const write = (statement: string, parameters: unknown[] = []) =>
    app.ctx.database.transaction((db) => db.query(statement, parameters));
  const verdict = () => judge(app.ctx.database, told);

  test('is good when everything acknowledged was done once', async () => {
    expect(await verdict()).toEqual({ sent: 2, acknowledged: 2, ...empty });
    expect(isGood(await verdict())).toBe(true);
  });

  test('is not good when nothing was at stake', async () => {
    expect(isGood(await judge(app.ctx.database, []))).toBe(false);
  });

  test('sees an effect that happened twice', async () => {
    const columns =
      'corp_id, customer_id, at, kind, actor_kind, actor_member_id, member_id, follow_up_id, detail, hidden_at';
    await write(
      `INSERT INTO timeline_entry (${columns}, entry_key) SELECT ${columns}, 'again' FROM timeline_entry ORDER BY id LIMIT 1`,
    );
    expect(await verdict()).toMatchObject({ ...empty, doubled: 1 });
    await write("DELETE FROM timeline_entry WHERE entry_key = 'again'");
  });

  test('sees a relation that is not what the platform has', async () => {
    await write("UPDATE follow_relation SET remark = '别的' WHERE remark = '第一位'");
    expect(await verdict()).toMatchObject({ ...empty, diverged: 1 });
    await write("UPDATE follow_relation SET remark = '第一位' WHERE remark = '别的'");
  });

  test('sees an acknowledged callback that is gone', async () => {
    const digest = createHash('sha256')
      .update(told[0]?.push.plaintext ?? '')
      .digest();
    await write('DELETE FROM inbox_event WHERE digest = ?', [digest]);
    expect(await verdict()).toMatchObject({ ...empty, lost: 1 });
  });
});

// SQLite has neither a second process nor a server that could be killed; kill.db.test.ts kills the server on both.
if (isMysqlRun) {
  describe('under load', () => {
    test.each([killsScenario, databaseScenario, rollingScenario])(
      '$about',
      async (scenario) => {
        const seed = Math.floor(Math.random() * 1_000_000) + 1;
        const said = [`--seed ${seed}`];
        const cleanup = createCleanup();
        const verdict = await scenario
          .run({
            ...{ times: 2, perSecond: 50, random: createRandom(seed) },
            say: (line) => said.push(line),
            atEnd: cleanup.atEnd,
          })
          .finally(() => cleanup.run());
        expect(isGood(verdict), `${JSON.stringify(verdict)}\n${said.join('\n')}`).toBe(true);
      },
      240_000,
    );
  });
}
