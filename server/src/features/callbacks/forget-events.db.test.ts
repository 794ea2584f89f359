import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
const day = 86_400;

beforeAll(async () => {
  app = await startTestApp({ env: { INBOX_DAYS: '7' } });
});

afterAll(() => app.stop());

/** The night's work is asked for, and done. */
async function passNight(): Promise<void> {
  await app.ctx.scheduler.look();
  await app.settle();
}

const add = (name: string) =>
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name } });
const digests = async () => new Set((await rowsIn(app.ctx, 'inbox_event')).map((row) => String(row.id)));

test('what was handled is kept as long as the settings say, and then forgotten', async () => {
  add('第一位');
  await app.settle();
  const first = await digests();
  expect(first.size).toBe(1);

  app.advance(6 * day);
  add('第二位');
  await app.settle();
  await passNight();
  expect(await countIn(app.ctx, 'inbox_event')).toBe(2);

  app.advance(2 * day);
  await passNight();
  const left = await digests();
  expect(left.size).toBe(1);
  expect([...left].some((id) => first.has(id))).toBe(false);
  // What came of it stays.
  expect(await countIn(app.ctx, 'timeline_entry', "kind = 'added'")).toBe(2);
});

test('what still waits is kept, however old it is', async () => {
  app.sim.faults.add({ path: 'externalcontact/get', kind: 'http', status: 500 });
  add('第三位');
  await app.settle();
  expect(await countIn(app.ctx, 'inbox_event', 'handled_at IS NULL')).toBe(1);
  app.advance(60 * day);
  await passNight();
  expect(await rowsIn(app.ctx, 'inbox_event')).toMatchObject([{ handled_at: null }]);
});

test('thousands go in one night, and another company keeps its own', async () => {
  app.sim.faults.clear();
  const [installation] = app.ctx.installations.all();
  const corpId = installation?.corpId ?? 0;
  const handledAt = new Date(app.ctx.now().getTime() - 30 * day * 1000);
  await app.ctx.database.transaction(async (db) => {
    for (let index = 0; index < 2500; index += 1) {
      await db.query(
        `INSERT INTO inbox_event (corp_id, digest, subject, sealed, received_at, handled_at) VALUES (?, ?, 'x', ?, ?, ?)`,
        [
          index < 2400 ? corpId : corpId + 1000,
          Buffer.alloc(32)
            .fill(index >> 8, 0, 1)
            .fill(index & 255, 1, 2),
          Buffer.from('sealed'),
          ...[handledAt, handledAt].map((at) =>
            app.ctx.database.dialect === 'mysql' ? at : at.toISOString().replace('T', ' ').slice(0, 23),
          ),
        ],
      );
    }
  });
  app.advance(day);
  await passNight();
  expect(await countIn(app.ctx, 'inbox_event', `corp_id = ${corpId} AND subject = 'x'`)).toBe(0);
  expect(await countIn(app.ctx, 'inbox_event', `corp_id = ${corpId + 1000}`)).toBe(100);
});
