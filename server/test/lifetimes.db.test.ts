import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from './app.ts';
import { rowsIn } from './rows.ts';

/** The lifetimes and quotas of the platform that the server keeps; those of a suite are in suite-manners.db.test.ts. */

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ seed: 250 });
  await app.fullSync();
});

afterAll(() => app.stop());

const calls = (path: string) => app.sim.requests.filter((call) => call.path === `/cgi-bin/${path}`).length;

/** What a person does that needs the token or the ticket. */
const uses = {
  gettoken: () => app.ctx.installations.all()[0]?.client.getAgent(),
  get_jsapi_ticket: () => sign(),
  'ticket/get': () => sign(),
} as const;

async function sign(): Promise<void> {
  const rep = await app.signIn('ZhangSan');
  const url = encodeURIComponent(`${app.url}/sidebar`);
  expect((await rep.api('GET', `/jssdk/signatures?url=${url}`)).status).toBe(200);
}

describe.each(Object.entries(uses))('%s', (path, use) => {
  beforeEach(async () => {
    // Whatever was there is over now, so that a life begins here.
    app.advance(7300);
    await use();
    app.sim.requests.splice(0);
  });

  test.each([
    ['is asked for once in 115 minutes', [2300, 2300, 2290], 0],
    ['is renewed once in its last five minutes', [6910], 1],
    ['is asked for anew after two hours', [7210], 1],
  ])('%s', async (_name, steps, expected) => {
    for (const seconds of steps) {
      app.advance(seconds);
      await use();
    }
    await use();
    expect(calls(path)).toBe(expected);
  });

  test('that cannot be renewed early serves to its end', async () => {
    app.advance(6910);
    app.sim.faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', errcode: -1 });
    await use();
    app.sim.faults.clear();
    expect(calls(path)).toBeGreaterThan(0);
    app.advance(120);
    await use();
  });
});

describe('a sign-in code', () => {
  const startIn = async (browser: Browser) =>
    new URL((await browser.request('/auth/start?return=/sidebar')).headers.get('location') ?? '');

  /** The code grows old while the sign-in it comes back to is a fresh one. */
  const codeAt = async (seconds: number) => {
    const browser = app.anonymous();
    const page = await startIn(browser);
    page.searchParams.set('sim_user', 'ZhangSan');
    const answer = await fetch(page, { redirect: 'manual' });
    app.advance(seconds);
    const back = new URL(answer.headers.get('location') ?? '');
    back.searchParams.set('state', (await startIn(browser)).searchParams.get('state') ?? '');
    return { browser, done: await browser.request(back.href) };
  };

  test.each([
    ['lives five minutes', 290, 302],
    ['is refused after that, and who signs in is sent to begin again', 301, 401],
  ])('%s', async (_name, seconds, status) => {
    const { browser, done } = await codeAt(seconds);
    expect(done.status).toBe(status);
    expect(browser.cookies.has('guanxi_session')).toBe(status === 302);
  });
});

describe('quotas', () => {
  test('a batch names at most 100 members; the platform refuses more', async () => {
    for (let serial = 0; serial < 130; serial += 1) {
      app.sim.act.memberJoins(app.corp.corpId, {
        ...{ userId: `New${serial}`, name: `新${serial}`, departments: [2], hasFeature: true },
      });
    }
    await app.settle();
    app.sim.requests.splice(0);
    await app.fullSync();
    const batches = app.sim.requests.filter(({ path }) => path.endsWith('batch/get_by_user'));
    expect(batches.map(({ errcode }) => errcode)).toEqual(batches.map(() => 0));
    const [run] = await rowsIn(app.ctx, 'sync_run', 'id = (SELECT MAX(id) FROM sync_run)');
    expect(run).toMatchObject({ status: 'done' });
    expect(run?.members_done).toBe(run?.members_total);
    expect(Number(run?.members_total)).toBeGreaterThan(130);
  });

  test('no API is called more often than the platform allows, however much waits', async () => {
    const { budget } = app.ctx;
    const started = app.ctx.now().getTime();
    let passed = 0;
    for (let call = 0; call < 1200; call += 1) {
      const abort = AbortSignal.timeout(5);
      const turn = budget.acquire({ corp: 'quota', api: 'externalcontact/get', signal: abort });
      const permit = await turn.catch(() => null);
      permit?.done({ kind: 'ok' });
      passed += permit === null ? 0 : 1;
      if (permit === null) {
        break;
      }
    }
    // A tenth of the minute's 10,000, less the room for others; the rest is spread over the minute.
    const seconds = (app.ctx.now().getTime() - started) / 1000;
    expect(passed).toBeLessThanOrEqual(900 + Math.ceil(seconds * 135) + 1);
    expect(passed).toBeGreaterThanOrEqual(900);
  });
});
