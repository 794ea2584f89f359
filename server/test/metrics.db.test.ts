import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestApp, type TestApp } from './app.ts';
import { company, install } from './suites.ts';

const token = 'abcdefghij0123456789ABCDEFGHIJ';
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ env: { METRICS_TOKEN: token }, suites: true });
  await app.settle();
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(() => app.sim.faults.clear());

const ask = (authorization?: string) =>
  fetch(`${app.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

/** One series: its name with its labels in the order they are written, and its value. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await ask(`Bearer ${token}`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

const adds = (userId = 'ZhangSan') =>
  app.sim.act.customerAdds(app.corp.corpId, { userId, customer: { name: '欧阳娜娜' } });
const corpId = () => app.ctx.installations.all()[0]?.corpId;

describe('the address', () => {
  test.each([
    ['nobody', undefined],
    ['another token', `Bearer ${'x'.repeat(30)}`],
    ['the token without its kind', token],
    ['the beginning of the token', `Bearer ${token.slice(0, 29)}`],
    ['nothing', 'Bearer '],
  ])('is closed to %s', async (_name, authorization) => {
    const answer = await ask(authorization);
    expect([answer.status, await answer.text()]).toEqual([401, '']);
  });

  test('answers in the text form of Prometheus', async () => {
    const answer = await ask(`Bearer ${token}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await answer.text()).toContain('# TYPE guanxi_wecom_calls_total counter');
  });

  test('is not there when no token is set', async () => {
    const closed = await startTestApp();
    const { status } = await fetch(`${closed.url}/metrics`, { headers: { authorization: 'Bearer ' } });
    await closed.stop();
    expect(status).toBe(404);
  });
});

describe('calls of the platform', () => {
  test('are counted by API and by what became of them, and timed', async () => {
    const series = 'guanxi_wecom_calls_total{api="externalcontact/get",priority="normal",outcome=';
    const before = await scrape();
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'errcode', errcode: -1 }, 1);
    adds();
    await app.settle();
    const after = await scrape();
    const grown = (outcome: string) =>
      (after.get(`${series}"${outcome}"}`) ?? 0) - (before.get(`${series}"${outcome}"}`) ?? 0);
    expect([grown('ok'), grown('retry')]).toEqual([1, 1]);
    const exchanges = 'guanxi_wecom_exchange_seconds_count{api="gettoken",result="ok"}';
    expect(after.get(exchanges)).toBeGreaterThan(0);
  });

  test('that are held back are counted with the reason, and the pause shows until it ends', async () => {
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'errcode', errcode: 45_009 }, 1);
    adds();
    await app.settle();
    adds('SunHao');
    await app.settle();
    const lane = `{corp="${corpId()}",api="externalcontact/get"}`;
    const paused = await scrape();
    expect(paused.get(`guanxi_wecom_lane_paused_until_seconds${lane}`)).toBeGreaterThan(
      app.sim.clock.now() / 1000,
    );
    expect(paused.get(`guanxi_wecom_lane_rate_share${lane}`)).toBe(0.5);
    const held =
      'guanxi_wecom_calls_total{api="externalcontact/get",priority="normal",outcome="held_back_paused"}';
    expect(paused.get(held)).toBeGreaterThan(0);
    app.advance(61);
    await app.settle();
    expect((await scrape()).has(`guanxi_wecom_lane_paused_until_seconds${lane}`)).toBe(false);
  });

  test('for a company whose access ended show as an open circuit', async () => {
    expect((await scrape()).has('guanxi_wecom_circuits_open{errcode="50003"}')).toBe(false);
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'errcode', errcode: 50_003 }, 1);
    adds();
    await app.settle();
    expect((await scrape()).get('guanxi_wecom_circuits_open{errcode="50003"}')).toBe(1);
    app.advance(15 * 60 + 1);
    await app.settle();
    expect((await scrape()).has('guanxi_wecom_circuits_open{errcode="50003"}')).toBe(false);
  });

  test('that cannot be answered are told apart by the reason', async () => {
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'http', status: 500 });
    adds();
    await app.settle();
    const broken = 'guanxi_wecom_exchange_seconds_count{api="externalcontact/get",result="http_status"}';
    expect((await scrape()).get(broken)).toBeGreaterThan(0);
    app.sim.faults.clear();
    app.advance(60);
    await app.settle();
  });
});

describe('work', () => {
  test('that waits shows with its age, by kind and lane', async () => {
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'errcode', errcode: 45_009 }, 1);
    adds();
    await app.settle();
    app.advance(120);
    const series = await scrape();
    expect(series.get('guanxi_jobs{kind="inbox",status="waiting"}')).toBe(1);
    expect(series.get('guanxi_job_overdue_seconds{kind="inbox"}')).toBeGreaterThan(50);
    expect(series.get('guanxi_inbox_subjects{lane="event"}')).toBe(1);
    expect(series.get('guanxi_inbox_oldest_seconds{lane="event"}')).toBeGreaterThanOrEqual(120);
    await app.settle();
  });

  test('that was done or given up is counted, with how long it took', async () => {
    app.sim.faults.add({ path: '/cgi-bin/externalcontact/get', kind: 'errcode', errcode: 40_058 }, 1);
    adds();
    await app.settle();
    app.advance(6);
    const series = await scrape();
    expect(series.get('guanxi_job_run_seconds_count{kind="inbox",outcome="done"}')).toBeGreaterThan(0);
    expect(series.get('guanxi_job_run_seconds_count{kind="inbox",outcome="waits"}')).toBeGreaterThan(0);
    expect(series.get('guanxi_job_run_seconds_count{kind="inbox",outcome="dead"}')).toBe(1);
    expect(series.get('guanxi_jobs{kind="inbox",status="dead"}')).toBe(1);
  });

  test('of full syncs shows how the newest ones ended', async () => {
    expect((await scrape()).get('guanxi_sync_runs{status="done"}')).toBe(1);
  });
});

test('requests are counted by the template of their address, never by the address', async () => {
  const rep = await app.signIn('ZhangSan');
  await rep.api('GET', '/customers/987654/timeline');
  await rep.request('/no/such/page/4711');
  await fetch(`${app.url}/wecom/callback/${app.corp.corpId}?msg_signature=1&timestamp=1&nonce=1&echostr=x`);
  await fetch(`${app.url}/api/session`, { method: 'PROPFIND' });
  const series = [...(await scrape())].filter(([name]) =>
    name.startsWith('guanxi_http_request_seconds_count'),
  );
  const routes = series.map(([name]) => /route="([^"]*)"/.exec(name)?.[1]);
  expect(routes).toContain('/api/customers/:customerId/timeline');
  expect(routes).toContain('/wecom/callback/:corpId');
  expect(routes).toContain('page or file');
  expect(series.map(([name]) => name).join('\n')).not.toMatch(/987654|4711|PROPFIND/);
});

test('the process tells of itself', async () => {
  const series = await scrape();
  for (const name of ['guanxi_nodejs_eventloop_lag_p99_seconds', 'guanxi_process_resident_memory_bytes']) {
    expect(series.get(name), name).toBeGreaterThan(0);
  }
  const hasPool = app.ctx.database.dialect === 'mysql';
  expect((series.get('guanxi_database_connections{state="open"}') ?? 0) > 0).toBe(hasPool);
});

test('no label holds a secret, a name, or an id of the platform', async () => {
  await install(app, { announce: 'event' });
  const rep = await app.signIn('ZhangSan');
  const { externalUserId } = adds();
  await app.settle();
  await rep.card(externalUserId);
  for (const api of ['externalcontact/get', 'service/get_corp_token', 'user/get']) {
    app.sim.faults.add({ path: `/cgi-bin/${api}`, kind: 'errcode', errcode: 45_009 }, 2);
  }
  app.advance(7300);
  adds();
  app.sim.act.customerAdds(company, { userId: 'ZhangSan', customer: { name: '欧阳娜娜' }, addWay: 1 });
  await app.settle();
  const text = await (await ask(`Bearer ${token}`)).text();
  const { corpId: wecomCorpId, secret, encodingAesKey, token: callbackToken } = app.corp;
  const hidden = [
    ...[wecomCorpId, secret, encodingAesKey, callbackToken, token, company, externalUserId],
    ...app.sim.suites.flatMap((suite) => [suite.suiteId, suite.secret]),
    ...app.ctx.installations.all().flatMap((entry) => [entry.wecomCorpId, entry.client.access.budgetKey]),
    ...['ZhangSan', '张三', '欧阳娜娜', 'api freq', 'from ip'],
  ];
  expect(hidden.every((value) => value.length > 1)).toBe(true);
  expect(hidden.filter((value) => text.includes(value))).toEqual([]);
  expect(text).toContain('corp="none"');
});

test('scrapes within seconds read the tables once', async () => {
  const { read } = app.ctx.database;
  const query = vi.spyOn(read, 'query');
  app.advance(6);
  await Promise.all([scrape(), scrape()]);
  await scrape();
  const statements = query.mock.calls.map(([statement]) => String(statement));
  expect(statements.filter((statement) => statement.includes('FROM job'))).toHaveLength(1);
  expect(statements.filter((statement) => statement.includes('FROM sync_run'))).toHaveLength(1);
});
