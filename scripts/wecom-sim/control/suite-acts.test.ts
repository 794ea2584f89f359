import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  connectSuites,
  postTo,
  startProvider,
  suiteToken,
  type TestProvider,
  takeGrant,
} from '../provider/testing.ts';
import { control, firstCorp, type Json, startTestSim } from '../testing.ts';

let sim: WecomSim;
let provider: TestProvider;
let token: string;
const suiteId = () => sim.suites[0]?.suiteId ?? '';
const act = async (name: string, body: object = {}) => {
  const answer = await control(sim, `suites/${name}`, { suite_id: suiteId(), ...body });
  await sim.drain();
  return answer;
};
/** What the provider was told since the last look: the kinds in their order. */
let seen = 0;
const told = () => {
  const news = provider.received.slice(seen).map(({ nodes }) => nodes.InfoType ?? nodes.Event ?? '');
  seen = provider.received.length;
  return news.filter((type) => type !== 'suite_ticket');
};
const grant = async (): Promise<Json> => ((await control(sim, 'suites')).grants as Json[])[0] ?? {};
const follow = () => postTo(sim, `externalcontact/get_corp_tag_list?access_token=${token}`, {});

beforeAll(async () => {
  sim = await startTestSim({ authEventTimeoutMs: 5000, appUrl: 'http://crm.test' });
  provider = await startProvider(sim);
  await connectSuites(sim, provider);
  await control(sim, 'suites/system-url', { url: `${provider.url}/system` });
  const [suite] = sim.suites;
  if (!suite) throw new Error('no suite');
  const { auth_code: code } = await act('install', { corp: firstCorp(sim).corpId });
  await control(sim, 'suites/push-ticket', {});
  await sim.drain();
  token = (await takeGrant(sim, await suiteToken(sim, provider, suite), String(code))).token;
  told();
});
afterAll(async () => {
  await sim.stop();
  await provider.stop();
});

describe('an edition', () => {
  it('is ordered, paid, and then another one; a renewal is added to its end', async () => {
    const first = (await act('buy-edition', { edition_name: '专业版', seats: 20, days: 30 })) as Json;
    expect(told()).toEqual(['open_order', 'pay_for_app_success', 'change_editon']);
    const [opened] = provider.of('open_order');
    expect(opened?.nodes).toMatchObject({ OrderId: first.order_id, PaidCorpId: (await grant()).open_corpid });
    const end = (first.edition as { expired_time: number }).expired_time;
    const second = await act('buy-edition', { edition_name: '专业版', seats: 30, days: 30 });
    expect(second.edition).toMatchObject({ app_status: 3, user_limit: 30, expired_time: end + 30 * 86_400 });
    told();
  });

  it('is given back once', async () => {
    await act('refund-edition');
    expect(told()).toEqual(['refund', 'change_editon']);
    expect((await grant()).edition).toMatchObject({ app_status: 0 });
    expect((await act('refund-edition')).ok).toBe(false);
  });
});

it('licences are active at once, and the provider is told of the order', async () => {
  await act('licences', { check: 'on' });
  await act('buy-licences', { kind: 'interop', members: ['ZhangSan', 'WangMin'] });
  expect(told()).toEqual(['license_pay_success']);
  expect(((await grant()).licence as Json).members).toEqual({ ZhangSan: 'interop', WangMin: 'interop' });
  expect((await act('buy-licences', { kind: 'base', members: ['Nobody'] })).ok).toBe(false);
});

describe('an app that is hardly used', () => {
  it.each([
    ['warned', 'inactive_alert', 0],
    ['closed', 'close_inactive_agent', 48_006],
    ['reopened', 'reopen_inactive_agent', 0],
    ['low-warned', 'low_active_alert', 0],
    ['low', 'low_active', 48_011],
    ['restored', 'active_restored', 0],
  ])('%s: is told %s, and its calls answer %i', async (activity, event, errcode) => {
    await act('activity', { activity });
    expect(told()).toEqual([event]);
    expect(await follow()).toMatchObject({ errcode });
  });
});

describe('a data permission', () => {
  it('is given for 90 days: said once seven days before, and at the end', async () => {
    await act('data-permission', { auth_type: 'data_zone_chat', granted: true });
    expect(told()).toEqual(['auth_data_permission']);
    sim.clock.advance(82 * 86_400);
    await sim.drain();
    expect(told()).toEqual([]);
    for (const days of [2, 2, 5]) {
      sim.clock.advance(days * 86_400);
      await sim.drain();
    }
    expect(told()).toEqual(['expire_remind_data_permission', 'expire_data_permission']);
    expect((await grant()).data_permissions).toEqual({});
  });

  it('is taken back by the admin, and 获客助手 has events of its own', async () => {
    expect((await act('data-permission', { auth_type: 'x', granted: false })).ok).toBe(false);
    await act('data-permission', { auth_type: 'customer_acquisition', granted: true });
    await act('data-permission', { auth_type: 'customer_acquisition', granted: false });
    expect(told()).toEqual(['approve_special_auth', 'cancel_special_auth']);
  });
});
