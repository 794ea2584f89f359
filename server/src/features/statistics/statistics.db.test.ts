import type { CustomerContactStatistics } from '@guanxi/shared/statistics';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { chinaDay, daysBefore } from './rules.ts';

const day = 24 * 3600;
const api = 'get_user_behavior_data';
let app: TestApp;

beforeEach(async () => {
  app = await startTestApp({ seed: 'demo' });
});

afterEach(() => app.stop());

const yesterday = () => daysBefore(chinaDay(new Date(app.sim.clock.now())), 1);
const calls = () => app.sim.requests.filter((request) => request.path.endsWith(api)).length;

async function ask(userId: string, from = daysBefore(yesterday(), 29), to = yesterday()) {
  const browser = await app.signIn(userId);
  return browser.api<CustomerContactStatistics>('GET', `/statistics/customer-contact?from=${from}&to=${to}`);
}

async function nextNight(): Promise<void> {
  app.advance(day);
  await app.ctx.scheduler.look();
  await app.settle();
}

/** What a rep's customers and chats in the world come to on these days. */
function worldFigures(userId: string, days: number) {
  const corp = app.sim.world.corp(app.corp.corpId);
  const end = Date.parse(`${chinaDay(new Date(app.sim.clock.now()))}T00:00:00+08:00`) / 1000;
  const within = (at: number) => at >= end - days * day && at < end;
  const relations = [...corp.relations.ofMember(userId)];
  return {
    newContacts: relations.filter((relation) => within(relation.createtime)).length,
    messages: relations
      .flatMap((relation) => corp.chats.messages(userId, relation.externalUserId))
      .filter((message) => message.from === 'member' && within(message.at)).length,
  };
}

test('the first full sync brings thirty days of each member', async () => {
  await app.fullSync();
  await app.settle();
  const { body } = await ask('ZhouQiming');
  expect(body.members.length).toBeGreaterThan(8);
  const mine = body.members.find((row) => row.member.name === '张三');
  expect(mine).toMatchObject(worldFigures('ZhangSan', 30));
  expect(mine?.newContacts).toBeGreaterThan(0);
  expect(body.asOf).not.toBeNull();
  expect(body.failure).toBeNull();
  expect(body.total.newContacts).toBe(body.members.reduce((sum, row) => sum + row.newContacts, 0));
  expect(body.total.groupChats.chats).toBe(
    [...app.sim.world.corp(app.corp.corpId).groups.values()].filter((group) => !group.dismissed).length,
  );
});

test('a slot before the first full sync takes nothing away from it', async () => {
  await app.ctx.scheduler.look();
  await app.settle();
  expect(calls()).toBe(0);
  await app.fullSync();
  await app.settle();
  expect((await ask('ZhouQiming')).body.members.length).toBeGreaterThan(8);
});

test('each night adds a day and corrects the two before, without a second row', async () => {
  await app.fullSync();
  await app.settle();
  const members = (await ask('ZhouQiming')).body.members.length;
  const before = await countIn(app.ctx, 'behavior_day');
  await app.ctx.database.transaction((db) =>
    db.query('UPDATE behavior_day SET message_count = 77777 WHERE day = ?', [yesterday()]),
  );
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '新客户' } });
  await nextNight();
  expect(await countIn(app.ctx, 'behavior_day')).toBe(before + members);
  const { body } = await ask('ZhangSan', yesterday());
  expect(body.members).toMatchObject([{ newContacts: 1 }]);
  expect(await countIn(app.ctx, 'behavior_day', 'message_count = 77777')).toBe(0);
});

describe('who sees what', () => {
  test.each([
    ['ZhangSan', ['张三']],
    ['ChenGuodong', ['陈国栋', '黄晓彤', '李思', '吴俊杰']],
  ])('%s', async (userId, expected) => {
    await app.fullSync();
    await app.settle();
    const { body } = await ask(userId);
    expect(body.members.map((row) => row.member.name)).toEqual(expected);
    expect(body.total.messages).toBe(body.members.reduce((sum, row) => sum + row.messages, 0));
  });
});

test('a run that was cut off goes on behind whom it had read', async () => {
  await app.fullSync();
  await app.settle();
  const all = calls();
  app.advance(day);
  const take = app.sim.faults.take;
  let reads = 0;
  app.sim.faults.take = (path, corpId) => {
    reads += path.endsWith(api) ? 1 : 0;
    return path.endsWith(api) && reads > 4 && reads < 9 ? [{ path, kind: 'cut' }] : take(path, corpId);
  };
  await app.ctx.scheduler.look();
  await app.settle();
  app.sim.faults.take = take;
  const readSoFar = (await rowsIn(app.ctx, 'behavior_day', `day = '${yesterday()}'`)).length;
  expect(readSoFar).toBe(4);
  const before = calls();
  app.advance(60);
  await app.settle();
  expect(calls() - before).toBe(all - 4);
  expect((await ask('ZhouQiming', yesterday())).body.members).toHaveLength(all);
});

test('a member the platform says nothing of does not hide the others, and is told', async () => {
  app.sim.faults.add({ path: api, kind: 'errcode', errcode: 60_011 }, 1);
  await app.fullSync();
  await app.settle();
  const { body } = await ask('ZhouQiming');
  expect(body.members.length).toBeGreaterThan(7);
  expect(body.failure).toContain('60011');
  await nextNight();
  expect((await ask('ZhouQiming')).body.failure).toBeNull();
});

test('what fails for good keeps the numbers of before, with their time', async () => {
  await app.fullSync();
  await app.settle();
  const known = (await ask('ZhouQiming')).body;
  app.sim.faults.add({ path: api, kind: 'http', status: 500 });
  await nextNight();
  for (let hours = 0; hours < 8; hours += 1) {
    app.advance(3600);
    await app.settle();
  }
  const { body } = await ask('ZhouQiming', known.from, known.to);
  expect(body.total).toEqual(known.total);
  expect(body.asOf).toBe(known.asOf);
  expect(body.failure).not.toBeNull();
});

test.each([
  ['the wrong way round', '2026-11-02', '2026-11-01'],
  ['longer than the platform keeps', '2026-01-01', '2026-11-01'],
  ['no days', 'yesterday', 'today'],
])('a question %s is refused', async (_name, from, to) => {
  expect((await ask('ZhangSan', from, to)).status).toBe(400);
});
