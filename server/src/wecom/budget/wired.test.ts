import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSuiteAccess } from '../access.ts';
import { createCorpClient } from '../client.ts';
import { createSuiteClient } from '../suite/client.ts';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { createTokenHolder } from '../tokens/holder.ts';
import { createMemoryTokenStore } from '../tokens/store.ts';
import { createTransport } from '../transport.ts';
import { createBudget } from './budget.ts';
import { createCallCounts } from './counts.ts';
import { DEFAULT_BUDGET_LIMITS } from './types.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const API = 'externalcontact/get_follow_user_list';
const ok = { follow_user: ['u1'] };

function setUp() {
  const budget = createBudget();
  const counts = createCallCounts();
  const { client, access } = createTestClient(platform.baseUrl, {
    client: { budget, onCall: counts.record },
  });
  return { budget, counts, client, access };
}

it('calls nothing after the corp’s access ended, the token included', async () => {
  platform.on('gettoken', { errcode: 40084, errmsg: 'invalid permanent code' });
  const { client, budget, access } = setUp();
  await expect(client.listFollowUsers()).rejects.toMatchObject({ errcode: 40084 });
  const before = platform.received.length;
  await expect(client.listFollowUsers()).rejects.toMatchObject({ reason: 'closed', errcode: 40084 });
  await expect(client.getAgent()).rejects.toMatchObject({ reason: 'closed' });
  expect(platform.received).toHaveLength(before);
  expect(budget.state().circuits).toMatchObject([{ corp: access.budgetKey }]);
});

it('stops an API at its limit and lets the others go on', async () => {
  platform.on(API, { errcode: 45009, errmsg: 'api freq out of limit' });
  platform.on('agent/get', { agentid: 1000002, name: 'app' });
  const { client } = setUp();
  await expect(client.listFollowUsers()).rejects.toMatchObject({ reaction: 'backOff' });
  await expect(client.listFollowUsers({ priority: 'interactive' })).rejects.toMatchObject({
    reason: 'paused',
  });
  expect(platform.count(API)).toBe(1);
  expect(await client.getAgent()).toMatchObject({ name: 'app' });
});

it('never has more calls of one API in flight than allowed', async () => {
  platform.on(API, ok);
  const { client, budget } = setUp();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, budget.state().lanes[0]?.inFlight ?? 0);
  }, 1);
  await Promise.all(Array.from({ length: 80 }, () => client.listFollowUsers()));
  clearInterval(timer);
  expect(most).toBeLessThanOrEqual(DEFAULT_BUDGET_LIMITS.mostInFlight);
  expect(budget.state().lanes[0]).toMatchObject({ inFlight: 0, waiting: 0 });
});

it('counts every attempt by API and outcome', async () => {
  platform.on(API, { errcode: -1, errmsg: 'system busy' }, 'cut', ok);
  const { client, counts, access } = setUp();
  await client.listFollowUsers();
  const read = counts.read(access.budgetKey).map(({ api, outcome, count }) => ({ api, outcome, count }));
  expect(read).toEqual([
    { api: API, outcome: 'retry', count: 1 },
    { api: API, outcome: 'unavailable_network', count: 1 },
    { api: API, outcome: 'ok', count: 1 },
  ]);
});

it('does not blame a suite for one corp that left', async () => {
  platform.on('service/get_corp_token', { errcode: 40084, errmsg: 'invalid permanent code' });
  platform.on('service/get_pre_auth_code', { pre_auth_code: 'pre', expires_in: 1200 });
  const transport = createTransport({ baseUrl: platform.baseUrl, timeoutMs: 2000 });
  const tokens = createTokenHolder({ store: createMemoryTokenStore() });
  const budget = createBudget();
  const suite = createSuiteClient({
    suiteId: 'ww_suite',
    suiteSecret: 's',
    ticket: async () => 't',
    transport,
    tokens,
    budget,
  });
  const access = createSuiteAccess({ corpId: 'wp1', agentId: '7', permanentCode: 'p', suite, tokens });
  const client = createCorpClient({ access, transport, tokens, budget });
  await expect(client.listFollowUsers()).rejects.toMatchObject({ errcode: 40084 });
  await expect(client.listFollowUsers()).rejects.toMatchObject({ reason: 'closed' });
  expect(platform.count('service/get_corp_token')).toBe(1);
  expect(await suite.getPreAuthCode()).toMatchObject({ preAuthCode: 'pre' });
  expect(budget.state().circuits.map((circuit) => circuit.corp)).toEqual([access.budgetKey]);
});
