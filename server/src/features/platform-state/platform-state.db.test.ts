import type { PlatformState } from '@guanxi/shared/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { install } from '../../../test/suites.ts';

const get = 'externalcontact/get';
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ suites: true });
  await app.settle();
  await install(app, { announce: 'event' });
});

afterAll(() => app.stop());

const read = async () =>
  (await (await app.signIn('ZhouQiming')).api<PlatformState>('GET', '/platform-state')).body;

test('a company whose calls go well has nothing that waits, and its calls of the last hour', async () => {
  await app.fullSync();
  const { ended, pauses, calls } = await read();
  expect([ended, pauses]).toEqual([null, []]);
  expect(calls).toContainEqual(
    expect.objectContaining({
      ...{ work: 'tags', api: 'externalcontact/get_corp_tag_list', outcome: 'ok', count: 1 },
    }),
  );
  app.advance(66 * 60);
  expect((await read()).calls.map((call) => call.api)).not.toContain('externalcontact/get_corp_tag_list');
});

test('a pause is told with its cause, its beginning and its end', async () => {
  app.sim.faults.add({ path: `/cgi-bin/${get}`, kind: 'errcode', errcode: 45_009 }, 1);
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '甲' } });
  await app.settle();
  const { ended, pauses, calls } = await read();
  expect([ended, pauses]).toMatchObject([
    null,
    [{ work: 'customers', api: get, errcode: 45_009, cause: 'too_frequent', holdsUpAll: false }],
  ]);
  const [pause] = pauses;
  expect(Date.parse(pause?.until ?? '') - Date.parse(pause?.since ?? '')).toBe(60_000);
  expect(calls).toContainEqual(expect.objectContaining({ api: get, outcome: 'limited', count: 1 }));
  app.advance(61);
  await app.settle();
});

test('a limit on the token holds up everything, and says so', async () => {
  app.advance(7300);
  const admin = await app.signIn('ZhouQiming');
  await app.ctx.database.transaction((db) => db.query('DELETE FROM platform_token'));
  app.sim.faults.add({ path: '/cgi-bin/gettoken', kind: 'errcode', errcode: 45_009 }, 1);
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '乙' } });
  await app.settle();
  expect((await admin.api<PlatformState>('GET', '/platform-state')).body.pauses).toMatchObject([
    { work: 'token', api: 'gettoken', holdsUpAll: true },
  ]);
  app.advance(61);
  await app.settle();
});

test('what befalls another company is told to nobody here', async () => {
  const ours = app.ctx.installations.all().find((entry) => entry.appKey === 'self-built');
  const other = app.ctx.installations.all().find((entry) => entry.corpId !== ours?.corpId);
  const before = await read();
  app.sim.faults.add({ path: '/cgi-bin/user/get', kind: 'errcode', errcode: 45_009 }, 1);
  await expect(other?.client.getUser('ZhangSan')).rejects.toMatchObject({ errcode: 45_009 });
  app.sim.faults.add({ path: '/cgi-bin/agent/get', kind: 'errcode', errcode: 50_003 }, 1);
  await expect(other?.client.getAgent()).rejects.toMatchObject({ errcode: 50_003 });
  const after = await read();
  expect([after.ended, after.pauses]).toEqual([null, []]);
  expect(after.calls.filter((call) => call.outcome !== 'ok')).toEqual(
    before.calls.filter((call) => call.outcome !== 'ok'),
  );
  expect(app.ctx.budget.state().circuits).toHaveLength(1);
});
