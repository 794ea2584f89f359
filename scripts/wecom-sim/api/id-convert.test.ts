import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WecomSim } from '../index.ts';
import {
  connectSuites,
  type Granted,
  startProvider,
  suiteToken,
  type TestProvider,
  takeGrant,
} from '../provider/testing.ts';
import { type Client, connect, control, firstCorp, type Json, startTestSim } from '../testing.ts';

let sim: WecomSim;
let provider: TestProvider;
let own: Client;
/** Index 0 is a suite, 2 the template. */
const granted = new Map<number, Granted>();
const appOf = (index: number): Granted => granted.get(index) as Granted;
const corpId = () => firstCorp(sim).corpId;
const agentIdOf = (index: number) =>
  sim.world.corp(corpId()).apps.find(({ grant }) => grant?.suite.suiteId === sim.suites[index]?.suiteId)
    ?.agentId;

beforeAll(async () => {
  sim = await startTestSim({ seed: 'demo', authEventTimeoutMs: 5000 });
  provider = await startProvider(sim);
  await connectSuites(sim, provider);
  own = await connect(sim);
  for (const index of [0, 2]) {
    const suite = sim.suites[index];
    if (!suite) throw new Error('no such suite');
    const { auth_code: code } = await control(sim, 'suites/install', { suite_id: suite.suiteId });
    await sim.drain();
    const token = await suiteToken(sim, provider, suite);
    granted.set(index, await takeGrant(sim, token, String(code), index === 2));
  }
});
afterAll(async () => {
  await sim.stop();
  await provider.stop();
});

const customerOf = (userid: string) => {
  const [relation] = sim.world.corp(corpId()).relations.ofMember(userid);
  return relation?.externalUserId ?? '';
};
const convert = (index: number, ids: string[]) =>
  appOf(index).post('externalcontact/get_new_external_userid', { external_userid_list: ids });

it('gives an app made for the company new ids of customers, and refuses them to a suite that has them', async () => {
  const plain = customerOf('ZhangSan');
  const { items } = await convert(2, [plain]);
  const [item] = items as Json[];
  expect(item).toMatchObject({ external_userid: plain, new_external_userid: expect.stringMatching(/^wm/) });
  expect(item?.new_external_userid).not.toBe(plain);
  expect(await convert(2, [String(item?.new_external_userid)])).toMatchObject({
    items: [{ new_external_userid: item?.new_external_userid }],
  });
  expect(await convert(0, [plain])).toMatchObject({ errcode: 48002 });
  expect(
    await own.post('externalcontact/from_service_external_userid', {
      ...{ external_userid: item?.new_external_userid, source_agentid: agentIdOf(0) },
    }),
  ).toMatchObject({ external_userid: plain });
});

it('waits for the consent of the company when the switch says so', async () => {
  sim.faults.switches.conversionNeedsConsent = true;
  const ids = [customerOf('ZhangSan')];
  expect(await convert(2, ids)).toMatchObject({ errcode: 48002 });
  const suiteId = sim.suites[2]?.suiteId;
  await control(sim, 'suites/grant', { suite_id: suiteId, op: 'agree-migration' });
  expect(await convert(2, ids)).toMatchObject({ errcode: 0 });
  sim.faults.switches.conversionNeedsConsent = false;
});

it('blocks the conversion of userids for the day after too many wrong ones', async () => {
  sim.faults.switches.wrongIdBanAfter = 3;
  const ask = (...userids: string[]) => appOf(0).post('batch/userid_to_openuserid', { userid_list: userids });
  expect(await ask('ZhangSan', 'Nobody1', 'Nobody2', 'Nobody3')).toMatchObject({
    invalid_userid_list: ['Nobody1', 'Nobody2', 'Nobody3'],
  });
  expect(await ask('ZhangSan')).toMatchObject({ errcode: 45009 });
  sim.faults.switches.wrongIdBanAfter = 0;
});

it('tells the own app who is in a group of a member in range, though nobody’s customer', async () => {
  const { chat_id: chatId } = await control(sim, 'group', {
    op: 'create',
    owner: 'ZhangSan',
    name: '试用群',
  });
  const stranger = 'wmStrangerStrangerStrangerStran1';
  const corp = sim.world.corp(corpId());
  const known = corp.relations.contact(customerOf('ZhangSan'));
  if (known) corp.relations.putContact({ ...known, externalUserId: stranger });
  await control(sim, 'group', { op: 'join', chat_id: chatId, ids: [stranger] });
  const shown = await control(sim, `ids?agentid=${agentIdOf(0)}&show=${stranger}`);
  const [open] = shown.show as string[];
  const asked = { external_userid: open, source_agentid: agentIdOf(0) };
  expect(await own.post('externalcontact/from_service_external_userid', asked)).toMatchObject({
    external_userid: stranger,
  });
  await control(sim, 'group', { op: 'leave', chat_id: chatId, ids: [stranger] });
  expect(await own.post('externalcontact/from_service_external_userid', asked)).toMatchObject({
    errcode: 84061,
  });
});
