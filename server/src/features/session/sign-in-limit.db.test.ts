import type { ErrorBody } from '@guanxi/shared/errors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser, startTestApp, type TestApp } from '../../../test/app.ts';
import { suiteIdsOf } from '../../../test/suites.ts';

const metricsToken = 'abcdefghij0123456789ABCDEFGHIJ';
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({
    env: { TRUSTED_PROXIES: '127.0.0.1', METRICS_TOKEN: metricsToken },
    suites: true,
  });
});

afterAll(() => app.stop());

type Headers = Record<string, string>;
const from = (address: string): Headers => ({ 'x-forwarded-for': address });

/** Begins a sign-in and comes back with a code: the platform's, or one of the caller's own making. */
async function attempt(headers: Headers, forgedCode?: string, url = app.url): Promise<Response> {
  const browser = createBrowser(url);
  const start = await browser.request('/auth/start?return=/sidebar', { headers });
  const page = new URL(start.headers.get('location') ?? '');
  page.searchParams.set('sim_user', 'ZhangSan');
  const back = new URL((await fetch(page, { redirect: 'manual' })).headers.get('location') ?? '');
  if (forgedCode !== undefined) {
    back.searchParams.set('code', forgedCode);
  }
  return browser.request(back.href, { headers });
}

async function failSixtyTimes(headersOf: (attempt: number) => Headers, url = app.url): Promise<void> {
  for (let done = 0; done < 60; done += 1) {
    const refused = await attempt(headersOf(done), `forged-${done}`, url);
    expect([refused.status, await codeOf(refused)]).toEqual([401, 'session.code_rejected']);
  }
}

const codeOf = async (response: Response) => ((await response.json()) as Partial<ErrorBody>).error?.code;
const exchanges = () => app.sim.requests.filter(({ path }) => path.endsWith('/auth/getuserinfo')).length;

describe('an address that tries codes of its own', () => {
  beforeAll(() => failSixtyTimes(() => from('203.0.113.1')));

  test('is told when to come again, and costs the company no further call', async () => {
    const calls = exchanges();
    const refused = await attempt(from('203.0.113.1'), 'forged');
    expect([refused.status, await codeOf(refused)]).toEqual([429, 'session.too_many_attempts']);
    const waitSeconds = Number(refused.headers.get('retry-after'));
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(600);
    expect(exchanges()).toBe(calls);
  });

  test('is shown a page in a browser', async () => {
    const headers = { ...from('203.0.113.1'), accept: 'text/html' };
    const refused = await attempt(headers, 'forged');
    const problem = new URL(refused.headers.get('location') ?? '', app.url);
    expect([refused.status, problem.pathname, problem.searchParams.get('code')]).toEqual([
      302,
      '/problem',
      'session.too_many_attempts',
    ]);
  });

  test('does not get in the way of another address', async () => {
    expect((await attempt(from('203.0.113.2'))).status).toBe(302);
  });

  test('is no other one by what it writes into the header itself', async () => {
    const refused = await attempt(from('198.51.100.1, 203.0.113.1'), 'forged');
    expect(refused.status).toBe(429);
  });

  test('is counted among the refusals', async () => {
    const answer = await fetch(`${app.url}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    expect(await answer.text()).toMatch(/^guanxi_sign_in_refusals_total\{limit="caller"\} [1-9]/m);
  });
});

test('an address whose state is wrong is refused before the state is looked at', async () => {
  const headers = from('203.0.113.3');
  const visit = () =>
    createBrowser(app.url).request(`/auth/callback/${app.corp.corpId}?code=1&state=2`, { headers });
  const answers: number[] = [];
  for (let done = 0; done < 61; done += 1) {
    answers.push((await visit()).status);
  }
  expect([answers.slice(0, 60).every((status) => status === 400), answers[60]]).toEqual([true, 429]);
});

test('two hundred members come in from one address, though some of them fail', async () => {
  const headers = from('203.0.113.4');
  const statuses: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const together = Array.from({ length: 20 }, () => attempt(headers));
    statuses.push(...(await Promise.all(together)).map(({ status }) => status));
    await attempt(headers, `late-${round}`);
  }
  expect([statuses.length, statuses.filter((status) => status !== 302)]).toEqual([200, []]);
});

test('a proxy that is not named is not believed', async () => {
  const direct = await startTestApp();
  await failSixtyTimes((done) => from(`198.51.100.${done}`), direct.url);
  const refused = await attempt(from('198.51.100.200'), 'forged', direct.url);
  const warnings = direct.log.lines.filter((line) => line.includes('TRUSTED_PROXIES'));
  await direct.stop();
  expect([refused.status, warnings.length]).toEqual([429, 1]);
  expect(warnings.join()).not.toContain('198.51.100');
});

test('an address may not begin installations without end', async () => {
  const { suiteId } = suiteIdsOf(app);
  const headers = from('203.0.113.5');
  const begin = () => createBrowser(app.url).request(`/install/${suiteId}`, { headers });
  const statuses: number[] = [];
  for (let done = 0; done < 151; done += 1) {
    statuses.push((await begin()).status);
  }
  expect([statuses.indexOf(429), statuses[0]]).toEqual([150, 302]);
  for (const path of ['/api/sign-in-ways', `/api/install-codes/${suiteIdsOf(app).templateId}`]) {
    const refused = await fetch(`${app.url}${path}`, { headers });
    expect([path, refused.status, refused.headers.get('retry-after') !== null]).toEqual([path, 429, true]);
  }
});
