import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

test('an admin asks for a full sync twice, and one runs', async () => {
  const admin = await app.signIn('ZhouQiming');
  await admin.api('POST', '/sync-runs', {});
  expect(await admin.api('POST', '/sync-runs', {})).toMatchObject({ status: 200 });
  await app.settle();
  expect(await countIn(app.ctx, 'sync_run')).toBe(1);
  const { body } = await admin.api('GET', '/sync-runs/latest');
  expect(body).toMatchObject({ run: { status: 'done' } });
});

test('once it is over, another one can be asked for', async () => {
  const admin = await app.signIn('ZhouQiming');
  await admin.api('POST', '/sync-runs', {});
  await app.settle();
  expect(await countIn(app.ctx, 'sync_run')).toBe(2);
});
