import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  connectSuites,
  type Granted,
  getFrom,
  postTo,
  startProvider,
  suiteToken,
  type TestProvider,
  takeGrant,
} from '../provider/testing.ts';
import { control, firstCorp, type Json, startTestSim } from '../testing.ts';

/** Old grants of a suite and of a template, whose ids are upgraded. */

let sim: WecomSim;
let provider: TestProvider;
let providerToken: string;
const granted = new Map<number, Granted>();
const made = 2;
const appOf = (index: number): Granted => granted.get(index) as Granted;
const agentIdOf = (index: number) =>
  sim.world
    .corp(firstCorp(sim).corpId)
    .apps.find(({ grant }) => grant?.suite.suiteId === sim.suites[index]?.suiteId)?.agentId;

beforeAll(async () => {
  sim = await startTestSim({ seed: 'demo', authEventTimeoutMs: 5000 });
  provider = await startProvider(sim);
  await connectSuites(sim, provider);
  for (const index of [0, made]) {
    const suite = sim.suites[index];
    if (!suite) throw new Error('no such suite');
    const how = { suite_id: suite.suiteId, plain_ids: true };
    const { auth_code: code } = await control(sim, 'suites/install', how);
    await sim.drain();
    const token = await suiteToken(sim, provider, suite);
    granted.set(index, await takeGrant(sim, token, String(code), index === made));
  }
  const { corpId, secret } = sim.provider;
  const answer = await postTo(sim, 'service/get_provider_token', { corpid: corpId, provider_secret: secret });
  providerToken = String(answer.provider_access_token);
});
afterAll(async () => {
  await sim.stop();
  await provider.stop();
});

const finish = (body: object) =>
  postTo(sim, `service/finish_openid_migration?provider_access_token=${providerToken}`, {
    ...{ corpid: firstCorp(sim).corpId, ...body },
  });
const statesOf = async (index: number) => {
  const { migration_info: info } = await appOf(index).get('corp/get_openid_migration');
  return (info as Json[]).map(({ status }) => status);
};
const customerOf = async (index: number, userid: string) => {
  const answer = await appOf(index).get('externalcontact/list', { userid });
  return (answer.external_userid as string[] | undefined)?.[0];
};
const tokenBy = (corpid: string) => {
  const { permanentCode } = appOf(made);
  return getFrom(sim, `gettoken?${new URLSearchParams({ corpid, corpsecret: permanentCode })}`);
};

it('upgrades the customers of one app made for the company, and nothing else', async () => {
  const before = await customerOf(made, 'ZhangSan');
  expect(await finish({ agentid: agentIdOf(made), openid_type: [3] })).toMatchObject({ errcode: 0 });
  expect(await statesOf(made)).toEqual([0, 1]);
  const after = await customerOf(made, 'ZhangSan');
  expect(after).toMatch(/^wm/);
  expect(after).not.toBe(before);
  expect(await tokenBy(firstCorp(sim).corpId)).toMatchObject({ errcode: 0 });
  expect([await statesOf(0), await customerOf(0, 'ZhangSan')]).toEqual([[0, 0], before]);
});

it('upgrades its members and the corpid, by which alone it has tokens from then on', async () => {
  const plain = firstCorp(sim).corpId;
  const asked = { corpid: plain };
  const open = await postTo(
    sim,
    `service/corpid_to_opencorpid?provider_access_token=${providerToken}`,
    asked,
  );
  const openCorpId = String(open.open_corpid);
  expect(await tokenBy(openCorpId)).toMatchObject({ errcode: 40013 });
  await finish({ agentid: agentIdOf(made), openid_type: [1, 3] });
  expect(await statesOf(made)).toEqual([1, 1]);
  expect(await customerOf(made, 'ZhangSan')).toBeUndefined();
  expect(await tokenBy(plain)).toMatchObject({ errcode: 40013 });
  expect(await tokenBy(openCorpId)).toMatchObject({ errcode: 0 });
  expect(await finish({ agentid: agentIdOf(made), openid_type: [1, 3] })).toMatchObject({ errcode: 0 });
});

it('still converts old ids for it, and for a suite no more', async () => {
  const plain = (await customerOf(0, 'ZhangSan')) ?? '';
  const convert = (index: number) =>
    appOf(index).post('externalcontact/get_new_external_userid', { external_userid_list: [plain] });
  expect(await convert(0)).toMatchObject({ errcode: 0 });
  await finish({ openid_type: [1, 3] });
  expect(await statesOf(0)).toEqual([1, 1]);
  expect(await convert(0)).toMatchObject({ errcode: 48002 });
  expect(await convert(made)).toMatchObject({ errcode: 0 });
});
