import type { MessageDelivery } from '@guanxi/shared/message-deliveries';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';
import { sendToMembers } from './send-to-members.ts';

let app: TestApp;
let corpId: number;
let memberIds: Map<string, number>;

beforeEach(async () => {
  app = await startTestApp();
  await app.fullSync();
  corpId = app.ctx.installations.all()[0]?.corpId ?? 0;
  const members = await rowsIn(app.ctx, 'member');
  memberIds = new Map(members.map((row) => [String(row.user_id), Number(row.id)]));
});

afterEach(() => app.stop());

async function send(key: string, userIds: readonly string[], text = '内容'): Promise<void> {
  await app.ctx.database.transaction((db) =>
    sendToMembers(app.ctx, db, corpId, {
      ...{ key, purpose: 'sync_failed', subjectId: null },
      memberIds: userIds.map((userId) => memberIds.get(userId) ?? 0),
      write: ({ source }) => ({ title: key, content: { kind: 'text', text: `${source} ${text} ${key}` } }),
    }),
  );
  await app.settle();
}

const pushed = (userId: string) => app.sim.world.corp(app.corp.corpId).chats.pushed(userId, app.corp.agentId);
const calls = () => app.sim.requests.filter((request) => request.path.endsWith('message/send')).length;

async function log(): Promise<MessageDelivery[]> {
  const admin = await app.signIn('ZhouQiming');
  return (await admin.api<{ items: MessageDelivery[] }>('GET', '/message-deliveries?limit=100')).body.items;
}

describe('a message', () => {
  test('reaches each member once, however often it is asked for', async () => {
    await send('once', ['ZhangSan', 'LiSi']);
    await send('once', ['ZhangSan', 'LiSi']);
    expect([pushed('ZhangSan').length, pushed('LiSi').length, calls()]).toEqual([1, 1, 1]);
    expect(await log()).toMatchObject([
      { state: 'sent', member: { name: '李思' }, title: 'once' },
      { state: 'sent', member: { name: '张三' } },
    ]);
  });

  test('whose answer was lost is repeated, and arrives once', async () => {
    app.sim.faults.add({ path: 'message/send', kind: 'lost' }, 1);
    await send('lost', ['ZhangSan']);
    app.advance(60);
    await app.settle();
    expect(calls()).toBe(2);
    expect(pushed('ZhangSan')).toHaveLength(1);
    expect(await log()).toMatchObject([{ state: 'sent' }]);
  });

  test('to one who left is told to the log and not to the platform', async () => {
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
    await app.settle();
    await send('left', ['SunHao', 'ZhangSan']);
    expect((await log()).map(({ state, reason }) => [state, reason]).toSorted()).toEqual([
      ['failed', 'left'],
      ['sent', null],
    ]);
    expect(pushed('SunHao')).toEqual([]);
  });

  test('names whom the platform does not reach', async () => {
    app.sim.faults.push.dropNext = 1;
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
    await app.settle();
    await send('some', ['SunHao', 'ZhangSan']);
    expect((await log()).map(({ state, reason }) => [state, reason]).toSorted()).toEqual([
      ['failed', 'out_of_range'],
      ['sent', null],
    ]);
    await send('none', ['SunHao']);
    expect((await log())[0]).toMatchObject({ state: 'failed', reason: 'out_of_range', errcode: 81_013 });
  });

  test('that the platform refuses is not sent again', async () => {
    app.sim.faults.add({ path: 'message/send', kind: 'errcode', errcode: 48_002 });
    await send('refused', ['ZhangSan']);
    app.advance(3600);
    await app.settle();
    expect(calls()).toBe(1);
    expect(await log()).toMatchObject([{ state: 'failed', reason: 'not_permitted', errcode: 48_002 }]);
  });

  test('waits when a member had too many, because the platform would drop it in silence', async () => {
    for (let index = 0; index < 26; index += 1) {
      await send(`message-${index}`, ['ZhangSan']);
    }
    expect(pushed('ZhangSan')).toHaveLength(25);
    app.advance(61);
    await app.settle();
    expect(pushed('ZhangSan')).toHaveLength(26);
    expect(await countIn(app.ctx, 'message_delivery', "state = 'sent'")).toBe(26);
  });
});

describe('the admins are told', () => {
  test('when a full sync failed', async () => {
    app.sim.faults.add({ path: 'batch/get_by_user', kind: 'errcode', errcode: 48_002 });
    await app.fullSync();
    for (let look = 0; look < 10; look += 1) {
      app.advance(3600);
      await app.settle();
    }
    const [message, ...more] = pushed('ZhouQiming');
    expect(more).toEqual([]);
    expect(message).toMatchObject({ msgtype: 'textcard' });
    expect(JSON.stringify(message?.body)).toContain(`${app.url}/admin/sync?corp=${app.corp.corpId}`);
    expect(pushed('ZhangSan')).toEqual([]);
  });

  test('when a full sync stopped because it would lose too many, and not when it went well', async () => {
    expect(pushed('ZhouQiming')).toEqual([]);
    const added = Array.from({ length: 60 }, () =>
      app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '客户' } }),
    );
    await app.settle();
    app.sim.faults.push.dropNext = 60;
    app.advance(600);
    for (const { externalUserId } of added) {
      app.sim.act.memberDeletes(app.corp.corpId, { userId: 'ZhangSan', externalUserId });
    }
    await app.fullSync();
    await app.settle();
    expect(pushed('ZhouQiming')).toHaveLength(1);
    expect(JSON.stringify(pushed('ZhouQiming')[0]?.body)).toContain('60 条跟进关系里有 60 条');
  });
});

describe('the card for who takes over', () => {
  async function handOver(): Promise<void> {
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '甲' } });
    await app.settle();
    const admin = await app.signIn('ZhouQiming');
    await admin.api('POST', '/handovers', {
      ...{ fromMemberId: memberIds.get('ZhangSan'), toMemberId: memberIds.get('LiSi') },
      ...{ customers: { all: true }, requestKey: 'handover-1' },
    });
    await app.settle();
  }
  const click = (key: string, index = 0) =>
    app.sim.act.memberClicksCard(app.corp.corpId, {
      ...{ userId: 'LiSi', msgid: pushed('LiSi')[index]?.msgid ?? '', key },
    });

  test('says who gives how many', async () => {
    await handOver();
    expect(pushed('LiSi')).toHaveLength(1);
    expect(pushed('LiSi')[0]?.body).toMatchObject({
      ...{ card_type: 'button_interaction', main_title: { title: '张三交给你 1 位客户' } },
    });
    expect(pushed('ZhangSan')).toEqual([]);
  });

  test('changes once after a tap, and remembers it', async () => {
    await handOver();
    click('seen');
    await app.settle();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ replace_text: '已知道', is_disabled: true });
    click('later');
    await app.settle();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ replace_text: '已知道' });
    expect(await countIn(app.ctx, 'card_click')).toBe(1);
    expect((await log())[0]?.answeredAt).not.toBeNull();
    app.advance(3 * 3600);
    await app.settle();
    expect(pushed('LiSi')).toHaveLength(1);
  });

  test('changes once though the answer to the change was lost', async () => {
    await handOver();
    app.sim.faults.add({ path: 'update_template_card', kind: 'lost' }, 1);
    click('seen');
    await app.settle();
    app.advance(60);
    await app.settle();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ replace_text: '已知道' });
    expect(await rowsIn(app.ctx, 'card_click')).toMatchObject([{ state: 'done' }]);
  });

  test('comes again two hours later for who wants that, once for each wish', async () => {
    await handOver();
    app.sim.faults.push.duplicateNext = 1;
    click('later');
    await app.settle();
    app.advance(2 * 3600 - 60);
    await app.settle();
    expect(pushed('LiSi')).toHaveLength(1);
    app.advance(120);
    await app.settle();
    expect(pushed('LiSi')).toHaveLength(2);
    app.advance(12 * 3600);
    await app.settle();
    expect(pushed('LiSi')).toHaveLength(2);
  });

  test('names nobody where the installation sees no names', async () => {
    const { capabilities } = app.ctx.installations.all()[0]?.client.access ?? { capabilities: {} };
    Object.assign(capabilities, { seesMemberNames: false });
    await handOver();
    expect(pushed('LiSi')[0]?.body).toMatchObject({ main_title: { title: '有同事交给你 1 位客户' } });
  });
});
