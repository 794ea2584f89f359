import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './app.ts';
import { countIn, rowsIn } from './rows.ts';
import { company, control as controlOf, install, otherCompany as other, suiteIdsOf } from './suites.ts';

/** The rows of the error table and the lifetimes that only a suite (第三方应用) meets. */

const minute = 60;

let app: TestApp;
let suiteId: string;

beforeAll(async () => {
  app = await startTestApp({ suites: true });
  suiteId = suiteIdsOf(app).suiteId;
  await app.settle();
  for (const corp of [company, other]) {
    await install(app, { corp, announce: 'event' });
  }
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  app.sim.release();
  for (let look = 0; look < 4; look += 1) {
    app.advance(16 * minute);
    await control('suites/push-ticket', {});
    await app.settle();
  }
  expect(await countIn(app.ctx, 'job', "name <> 'erase-corp'")).toBe(0);
  app.sim.requests.splice(0);
});

const control = (path: string, body: object) => controlOf(app, path, body);
const calls = (path: string) => app.sim.requests.filter((call) => call.path === `/cgi-bin/${path}`).length;
const fails = (path: string, errcode: number, times?: number) =>
  app.sim.faults.add({ path: `/cgi-bin/${path}`, kind: 'errcode', errcode }, times);
const wait = async (seconds: number) => {
  app.advance(seconds);
  await app.settle();
};
/** Makes the tokens of suite and companies run out, with a ticket at hand. */
const renewTokens = async () => {
  await wait(7300);
  await control('suites/push-ticket', {});
  await app.settle();
  app.sim.requests.splice(0);
};
const adds = (corp = company) =>
  app.sim.act.customerAdds(corp, { userId: 'ZhangSan', customer: { name: '新客户' }, addWay: 1 });
const customers = async (name: string) => countIn(app.ctx, 'customer', `name = '${name}'`);
/** The installation of 明川文化 in this process. */
const served = () =>
  app.ctx.installations.all().find((entry) => entry.appKey === suiteId && entry.name === '明川文化');
const suiteToken = 'service/get_suite_token';
const corpToken = 'service/get_corp_token';

test.each([40_082, 42_009])('%i: one new token of the suite, one more call', async (errcode) => {
  fails('service/v2/get_auth_info', errcode, 1);
  await control('suites/grant', { op: 'range', suite_id: suiteId, corp: company, departments: [1] });
  await app.settle();
  expect([calls('service/v2/get_auth_info'), calls(suiteToken)]).toEqual([2, 1]);
});

test.each([40_080, 40_083, 48_003])(
  '%i: one request for a token with the wrong secret, and none for a quarter of an hour',
  async (errcode) => {
    await renewTokens();
    const before = await customers('新客户');
    fails(suiteToken, errcode);
    adds();
    adds(other);
    await app.settle();
    await wait(10 * minute);
    expect(calls(suiteToken)).toBe(1);
    app.sim.faults.clear();
    for (let quarter = 0; quarter < 4; quarter += 1) {
      await wait(15 * minute + 1);
    }
    expect(await customers('新客户')).toBe(before + 2);
  },
);

test('40085: the work waits for the next ticket and uses up no try', async () => {
  await renewTokens();
  const before = await customers('新客户');
  fails(suiteToken, 40_085);
  adds();
  await app.settle();
  for (let look = 0; look < 15; look += 1) {
    await wait(minute + 1);
  }
  expect(await rowsIn(app.ctx, 'job')).toMatchObject([{ status: 'ready', attempts: 0 }]);
  app.sim.faults.clear();
  await wait(minute + 1);
  expect(await customers('新客户')).toBe(before + 1);
});

test('40084: nothing is called for that company any more, and everything for the other', async () => {
  await renewTokens();
  const before = await customers('新客户');
  app.sim.faults.add({ path: `/cgi-bin/${corpToken}`, kind: 'errcode', errcode: 40_084 }, 1);
  adds();
  await app.settle();
  expect(calls(corpToken)).toBe(1);
  adds();
  await app.settle();
  expect([calls(corpToken), calls('externalcontact/get')]).toEqual([1, 0]);
  adds(other);
  await app.settle();
  expect([calls(corpToken), await customers('新客户')]).toEqual([2, before + 1]);
});

test('what is wrong with one company holds up no other', async () => {
  await renewTokens();
  const before = await customers('新客户');
  fails(corpToken, 40_135, 1);
  adds();
  await app.settle();
  adds(other);
  await app.settle();
  expect(await customers('新客户')).toBe(before + 1);
});

test('whoever still holds the client of a company that left calls nothing with it', async () => {
  const held = served();
  await held?.client.listFollowUsers();
  await control('suites/grant', { op: 'cancel', suite_id: suiteId, corp: company });
  await app.settle();
  app.sim.requests.splice(0);
  await expect(held?.client.listFollowUsers()).rejects.toMatchObject({ reason: 'closed', errcode: 48_004 });
  expect(app.sim.requests).toEqual([]);
  await install(app, { announce: 'event' });
  expect(await served()?.client.listFollowUsers()).not.toEqual([]);
});

test('a company that grants again what it had taken away is called at once', async () => {
  const held = served();
  fails('externalcontact/get_follow_user_list', 48_002, 1);
  await expect(held?.client.listFollowUsers()).rejects.toMatchObject({ errcode: 48_002 });
  await expect(held?.client.listFollowUsers()).rejects.toMatchObject({ reason: 'paused' });
  await control('suites/grant', { op: 'range', suite_id: suiteId, corp: company, departments: [1] });
  await app.settle();
  expect(await served()?.client.listFollowUsers()).not.toEqual([]);
});

test('a ticket lives half an hour: one that is over is not even tried', async () => {
  await renewTokens();
  const installation = served();
  app.sim.faults.push.hold = true;
  await wait(31 * minute);
  await expect(installation?.client.listFollowUsers()).rejects.toMatchObject({
    name: 'WecomWaitingForTicket',
    reason: 'missing',
  });
  expect(calls(suiteToken)).toBe(0);
  app.sim.release();
  await app.settle();
  expect(await installation?.client.listFollowUsers()).not.toEqual([]);
  expect(calls(suiteToken)).toBe(1);
});

test('a code of an installation lives ten minutes and works once', async () => {
  const installAgain = async () => {
    const body = { suite_id: suiteId, corp: company, announce: 'redirect' };
    return String((await control('suites/install', body)).auth_code);
  };
  const suite = app.ctx.suites.find(suiteId);
  const late = await installAgain();
  await wait(601);
  await control('suites/push-ticket', {});
  await app.settle();
  await expect(suite?.client.getPermanentCode(late)).rejects.toMatchObject({ errcode: 40_078 });
  const code = await installAgain();
  expect(await suite?.client.getPermanentCode(code)).toMatchObject({ corp: { name: '明川文化' } });
  await expect(suite?.client.getPermanentCode(code)).rejects.toMatchObject({ errcode: 40_078 });
});
