import type { Browser, TestApp } from './app.ts';
import { createBrowser } from './app.ts';
import { rowsIn } from './rows.ts';

/** 明川文化 of the simulator's demo: 24 customers. */
export const company = 'ww2b9d64c0e8f71a53';
/** 启航教育: nobody has a customer. */
export const otherCompany = 'ww9e3a71f5c6480b2d';

export const daySeconds = 86_400;

/** Does something by the simulator's control API. @throws when it cannot happen in that world */
export async function control(app: TestApp, path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${app.sim.url}/sim/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (answer.ok !== true) {
    throw new Error(`${path} answered ${JSON.stringify(answer)}`);
  }
  return answer;
}

/** A night passes: what comes back by the clock is asked for, and runs with a fresh ticket. */
export async function passNights(app: TestApp, nights = 1): Promise<void> {
  app.advance(nights * daySeconds);
  await control(app, 'suites/push-ticket', {});
  await app.ctx.scheduler.look();
  await app.settle();
}

/** The simulated provider's first suite, and its template of apps made for companies. */
export function suiteIdsOf(app: TestApp): { suiteId: string; templateId: string } {
  const idOf = (isSuite: boolean) =>
    app.sim.suites.find((suite) => (suite.kind === 'suite') === isSuite)?.suiteId ?? '';
  return { suiteId: idOf(true), templateId: idOf(false) };
}

/** The installation's row. */
export async function corpRowOf(app: TestApp, appKey: string): Promise<Record<string, unknown>> {
  const [row] = await rowsIn(app.ctx, 'corp', `app_key = '${appKey}'`);
  if (row === undefined) {
    throw new Error(`${appKey} was never installed`);
  }
  return row;
}

/**
 * A company installs the suite, or another app of the provider's, and everything that follows is done.
 *
 * @param how - further words for the simulator: who installs, what they grant, how it is told
 * @returns the corp's id here
 */
export async function install(
  app: TestApp,
  {
    appKey = suiteIdsOf(app).suiteId,
    corp = company,
    ...how
  }: Record<string, unknown> & {
    appKey?: string;
    corp?: string;
  } = {},
): Promise<number> {
  await control(app, 'suites/install', { suite_id: appKey, corp, ...how });
  await app.settle();
  return Number((await corpRowOf(app, appKey)).id);
}

/** Signs a member in through the suite's own door. The answer of the last step is returned, whatever it is. */
export async function enterSuite(
  app: TestApp,
  suiteId: string,
  userId: string,
  corp = company,
): Promise<{ browser: Browser; response: Response }> {
  const browser = createBrowser(app.url);
  const start = await browser.request(`/auth/start?suite=${suiteId}&return=/sidebar`);
  const authorize = new URL(start.headers.get('location') ?? '');
  authorize.searchParams.set('sim_user', `${corp}/${userId}`);
  const back = await fetch(authorize, { redirect: 'manual' });
  const location = back.headers.get('location');
  if (location === null) {
    throw new Error(`The platform let ${corp}/${userId} not in: ${back.status}`);
  }
  const response = await browser.request(location);
  return { browser, response };
}

/** A member's browser inside a suite. @throws when the member is not let in */
export async function signInToSuite(
  app: TestApp,
  suiteId: string,
  userId: string,
  corp = company,
): Promise<Browser> {
  const { browser, response } = await enterSuite(app, suiteId, userId, corp);
  if (response.status !== 302) {
    throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  }
  return browser;
}
