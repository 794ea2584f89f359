import type {
  CustomerGroupChat,
  GroupChatCard,
  GroupChatItem,
  GroupMember,
} from '@guanxi/shared/group-chats';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';

let app: TestApp;
let chatId: string;
let mine: string;
let colleagues: string;

beforeAll(async () => {
  app = await startTestApp();
  const { corpId } = app.corp;
  mine = app.sim.act.customerAdds(corpId, {
    userId: 'ZhangSan',
    customer: { name: '欧阳娜娜' },
  }).externalUserId;
  colleagues = app.sim.act.customerAdds(corpId, {
    userId: 'LiSi',
    customer: { name: '同事的人' },
  }).externalUserId;
  app.sim.act.memberEditsRemark(corpId, { userId: 'ZhangSan', externalUserId: mine, remark: '欧总-采购' });
  app.sim.act.memberEditsRemark(corpId, { userId: 'LiSi', externalUserId: colleagues, remark: '私下的备注' });
  await app.fullSync();
  chatId = app.sim.act.memberCreatesGroup(corpId, {
    ...{
      owner: 'ZhangSan',
      name: '五轴加工交流群',
      notice: '先看公告',
      members: [mine, colleagues, 'LiuFang'],
    },
  }).chatId;
  await app.settle();
});

afterAll(() => app.stop());

beforeEach(() => app.sim.faults.clear());

const cardOf = async (userId: string, id = chatId) =>
  (await app.signIn(userId)).api<GroupChatCard & { error?: { code: string } }>(
    'GET',
    `/group-chat-card?chatId=${id}`,
  );
const listOf = async (userId: string, query = '') =>
  (
    await (
      await app.signIn(userId)
    ).api<{ items: GroupChatItem[]; nextCursor: string | null }>('GET', `/group-chats${query}`)
  ).body;
const membersOf = async (userId: string, query: string) => {
  const { id } = (await cardOf('ZhouQiming')).body;
  const browser = await app.signIn(userId);
  return browser.api<{ items: GroupMember[]; nextCursor: string | null }>(
    'GET',
    `/group-chats/${id}/members${query}`,
  );
};

describe('the card of a group chat', () => {
  test('names the chat, who is in it and who of them is known', async () => {
    const { status, body } = await cardOf('ZhangSan');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{
        chatId,
        name: '五轴加工交流群',
        notice: '先看公告',
        isMine: true,
        status: 'open',
        ownership: 'normal',
      },
      ...{ memberCount: 4, customerCount: 2, knownCount: 2, isStale: false, owner: { userId: 'ZhangSan' } },
    });
    expect(body.members.items.map((member) => [member.displayName, member.standing, member.isOwner])).toEqual(
      [
        ['欧总-采购', 'mine', false],
        ['同事的人', 'colleague', false],
        ['张三', 'member', true],
        ['刘芳', 'member', false],
      ],
    );
  });

  test('opens the card of a customer only for those who may see the customer', async () => {
    const customers = async (userId: string) =>
      (await cardOf(userId)).body.members.items.slice(0, 2).map((member) => member.customer?.externalUserId);
    expect(await customers('ZhangSan')).toEqual([mine, undefined]);
    expect((await customers('ZhouQiming')).toSorted()).toEqual([mine, colleagues].toSorted());
    expect(JSON.stringify((await cardOf('ZhangSan')).body)).not.toContain('私下的备注');
    expect(JSON.stringify((await cardOf('ZhangSan')).body)).not.toContain(colleagues);
  });

  test.each([
    ['ZhangSan', 200],
    ['LiuFang', 200],
    ['WangMin', 200],
    ['ZhouQiming', 200],
    ['SunHao', 404],
    ['ChenGuodong', 404],
  ])('for %s answers %i', async (userId, status) => {
    const answer = await cardOf(userId);
    expect(answer.status).toBe(status);
    if (status === 404) {
      expect(answer.body.error?.code).toBe('group_chat.not_found');
    }
  });

  test('of a chat whose callback never came is read on the spot', async () => {
    app.sim.faults.push.dropNext = 1;
    const unheard = app.sim.act.memberCreatesGroup(app.corp.corpId, {
      owner: 'ZhangSan',
      name: '没听说的群',
    }).chatId;
    await app.settle();
    expect((await cardOf('ZhangSan', unheard)).body).toMatchObject({ name: '没听说的群' });
  });

  test('shows who has come in a moment ago, with the callback still on its way', async () => {
    app.advance(60);
    app.sim.faults.push.dropNext = 1;
    app.sim.act.peopleJoinGroup(app.corp.corpId, { chatId, ids: ['SunHao'] });
    await app.settle();
    expect((await cardOf('SunHao')).status).toBe(200);
    app.sim.act.peopleLeaveGroup(app.corp.corpId, { chatId, ids: ['SunHao'] });
    app.advance(120);
    await app.settle();
    expect((await cardOf('SunHao')).status).toBe(404);
  });

  test.each([
    ['wrNobody', 404, 'group_chat.not_found'],
    ['wxNobody', 404, 'group_chat.not_found'],
  ])('of %s, which is no chat, is not there', async (id, status, code) => {
    const answer = await cardOf('ZhouQiming', id);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  test('the platform does not show to the app says so', async () => {
    app.sim.faults.add({ path: 'groupchat/get', kind: 'errcode', errcode: 60_011 });
    const answer = await cardOf('ZhouQiming', 'wrUnknownHidden');
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'group_chat.hidden']);
    app.sim.faults.clear();
    app.sim.faults.add({ path: 'groupchat/get', kind: 'errcode', errcode: 701_008 });
    expect((await cardOf('ZhouQiming', 'wrUnknownUnlicensed')).body.error?.code).toBe(
      'wecom.licence_missing',
    );
  });

  test('is shown as it was known while the platform cannot be asked', async () => {
    app.advance(16 * 60);
    app.sim.faults.add({ path: 'groupchat/get', kind: 'http', status: 500 });
    expect((await cardOf('ZhangSan')).body).toMatchObject({ name: '五轴加工交流群', isStale: true });
    app.sim.faults.clear();
    expect((await cardOf('ZhangSan')).body).toMatchObject({ isStale: false });
  });

  test('tells the newest comings and goings with their reasons', async () => {
    app.advance(100);
    app.sim.act.peopleJoinGroup(app.corp.corpId, { chatId, ids: ['WangMin'], scene: 3 });
    await app.settle();
    app.advance(100);
    app.sim.act.peopleLeaveGroup(app.corp.corpId, { chatId, ids: ['WangMin'], removed: true });
    await app.settle();
    expect((await cardOf('ZhangSan')).body.events.slice(0, 2)).toMatchObject([
      { kind: 'left', person: '王敏', reason: 'removed' },
      { kind: 'joined', person: '王敏', scene: 'qr_code' },
    ]);
  });
});

describe('the people of a group chat', () => {
  test.each([
    ['欧总', ['欧总-采购']],
    ['oynn', ['欧总-采购']],
    ['刘芳', ['刘芳']],
    ['liufang', ['刘芳']],
    ['同事', ['同事的人']],
    ['私下', []],
    ['没有这个人', []],
  ])('are found by %s', async (search, names) => {
    const { body } = await membersOf('ZhangSan', `?search=${encodeURIComponent(search)}`);
    expect(body.items.map((member) => member.displayName)).toEqual(names);
  });

  test('come page by page, each once', async () => {
    const big = app.sim.act.memberCreatesGroup(app.corp.corpId, {
      ...{ owner: 'ZhangSan', name: '大群' },
      members: Array.from(
        { length: 120 },
        (_, index) =>
          app.sim.act.customerAdds(app.corp.corpId, {
            userId: 'ZhangSan',
            customer: { name: `成员${index}` },
          }).externalUserId,
      ),
    }).chatId;
    await app.settle();
    const first = (await cardOf('ZhangSan', big)).body;
    expect([first.memberCount, first.members.items.length]).toEqual([121, 50]);
    const rep = await app.signIn('ZhangSan');
    const ids = first.members.items.map(({ id }) => id);
    for (let cursor = first.members.nextCursor; cursor !== null; ) {
      const { body } = await rep.api<GroupChatCard['members']>(
        'GET',
        `/group-chats/${first.id}/members?limit=50&cursor=${cursor}`,
      );
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(new Set(ids).size).toBe(121);
    expect(ids).toHaveLength(121);
  });

  test('are not there for who may not see the chat', async () => {
    expect((await membersOf('SunHao', '')).status).toBe(404);
  });
});

describe('the list of group chats', () => {
  test('holds the chats one is in, a leader’s people’s, an admin’s company’s', async () => {
    const others = app.sim.act.memberCreatesGroup(app.corp.corpId, {
      owner: 'SunHao',
      name: '孙浩的群',
    }).chatId;
    await app.settle();
    const has = async (userId: string, query?: string) => {
      const ids = (await listOf(userId, query)).items.map((item) => item.chatId);
      return [ids.includes(chatId), ids.includes(others)];
    };
    expect(await has('ZhangSan')).toEqual([true, false]);
    expect(await has('LiuFang')).toEqual([true, false]);
    expect(await has('SunHao')).toEqual([false, true]);
    expect(await has('ZhouQiming')).toEqual([true, true]);
    expect(await has('ZhouQiming', '?only=mine')).toEqual([false, false]);
    expect((await has('WangMin'))[0]).toBe(true);
  });

  test('is searched by name and pinyin, and comes page by page', async () => {
    expect((await listOf('ZhangSan', '?search=wzjg')).items.map((item) => item.name)).toEqual([
      '五轴加工交流群',
    ]);
    expect((await listOf('ZhangSan', '?search=%25')).items).toEqual([]);
    const first = await listOf('ZhouQiming', '?limit=1');
    const second = await listOf('ZhouQiming', `?limit=1&cursor=${first.nextCursor}`);
    expect(first.items[0]?.id).not.toBe(second.items[0]?.id);
  });

  test('leaves out what was dismissed; its card stays with those who were in it', async () => {
    const ended = app.sim.act.memberCreatesGroup(app.corp.corpId, {
      owner: 'ZhangSan',
      name: '散了的群',
      members: [mine],
    }).chatId;
    await app.settle();
    app.advance(100);
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId: ended });
    await app.settle();
    expect((await listOf('ZhangSan')).items.map((item) => item.chatId)).not.toContain(ended);
    const { body } = await cardOf('ZhangSan', ended);
    expect(body).toMatchObject({ status: 'dismissed', memberCount: 0 });
    expect(body.members.items).toHaveLength(2);
    expect((await cardOf('SunHao', ended)).status).toBe(404);
  });
});

test('the chats of a customer are those the viewer may see; others are counted', async () => {
  const rep = await app.signIn('ZhangSan');
  app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '别处的人' } });
  app.sim.act.memberCreatesGroup(app.corp.corpId, { owner: 'SunHao', name: '看不到的群', members: [mine] });
  await app.settle();
  const { customer } = await rep.card(mine);
  const chatsOf = async (userId: string) =>
    (
      await (
        await app.signIn(userId)
      ).api<{ items: CustomerGroupChat[]; hiddenCount: number }>(
        'GET',
        `/customers/${customer.id}/group-chats`,
      )
    ).body;
  const own = await chatsOf('ZhangSan');
  expect(own.items.map((item) => [item.groupChat.name, item.leftAt === null])).toEqual([
    ['散了的群', false],
    ['五轴加工交流群', true],
  ]);
  expect(own.hiddenCount).toBe(1);
  const all = await chatsOf('ZhouQiming');
  expect([all.items.map((item) => item.groupChat.name), all.hiddenCount]).toEqual([
    ['看不到的群', '散了的群', '五轴加工交流群'],
    0,
  ]);
});
