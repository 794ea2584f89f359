import type { JoinWay } from '@guanxi/shared/join-ways';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, startTestApp, type TestApp } from '../../../test/app.ts';
import { countIn } from '../../../test/rows.ts';

let app: TestApp;
let admin: Browser;
let chatId: string;
let customer: string;
let serial = 0;

beforeAll(async () => {
  app = await startTestApp();
  const { corpId } = app.corp;
  customer = app.sim.act.customerAdds(corpId, {
    userId: 'ZhangSan',
    customer: { name: '扫码的人' },
  }).externalUserId;
  await app.fullSync();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  serial += 1;
  chatId = app.sim.act.memberCreatesGroup(app.corp.corpId, { owner: 'ZhangSan', name: `群${serial}` }).chatId;
  await app.settle();
  admin = await app.signIn('ZhouQiming');
});

const input = (changes: object = {}) => ({
  ...{
    name: `展会${serial}`,
    channel: `expo-${serial}`,
    chatIds: [chatId],
    opensNewChats: false,
    ...changes,
  },
});
type Answer = { joinWay: JoinWay; error?: { code: string } };
const create = (changes?: object) => admin.api<Answer>('POST', '/join-ways', input(changes));
const listed = async (): Promise<JoinWay | undefined> =>
  (await admin.api<{ items: JoinWay[] }>('GET', '/join-ways')).body.items[0];
/** The ways the platform has, newest last. */
const there = () =>
  [...app.sim.world.corp(app.corp.corpId).ways.values()].filter(({ kind }) => kind === 'join');
const untilFailed = async () => {
  for (let look = 0; look < 8; look += 1) {
    await app.settle();
    app.advance(120);
  }
};

describe('a way into a group chat', () => {
  test('is shown at once as on its way, then is at the platform with its code', async () => {
    const { status, body } = await create({ opensNewChats: true, newChatName: '交流群', newChatNumber: 3 });
    expect([status, body.joinWay]).toMatchObject([
      200,
      {
        state: 'pending',
        qrCodeUrl: null,
        chats: [{ chatId, name: `群${serial}`, isOpen: true }],
        createdBy: { name: '周启明' },
      },
    ]);
    await app.settle();
    expect(there().at(-1)?.settings).toMatchObject({
      ...{ scene: 2, chat_id_list: [chatId], state: `expo-${serial}`, remark: `展会${serial}` },
      ...{ auto_create_room: 1, room_base_name: '交流群', room_base_id: 3 },
    });
    expect(await listed()).toMatchObject({
      state: 'done',
      failure: null,
      qrCodeUrl: expect.stringContaining('/qr/'),
    });
  });

  test('marks those who come by it, and counts them', async () => {
    await create();
    await app.settle();
    const configId = there().at(-1)?.configId ?? '';
    app.advance(100);
    app.sim.act.customerScans(app.corp.corpId, { configId, externalUserId: customer });
    await app.settle();
    expect(await listed()).toMatchObject({ joinedCount: 1, insideCount: 1 });
    const rep = await app.signIn('ZhangSan');
    const { body } = await rep.api('GET', `/group-chat-card?chatId=${chatId}`);
    expect(body).toMatchObject({
      channels: [{ channel: `expo-${serial}`, joinWayName: `展会${serial}`, count: 1 }],
      members: {
        items: [
          {
            displayName: '扫码的人',
            joinScene: 'qr_code',
            channel: `expo-${serial}`,
            joinWayName: `展会${serial}`,
          },
          {},
        ],
      },
    });
    app.advance(100);
    app.sim.act.peopleLeaveGroup(app.corp.corpId, { chatId, ids: [customer] });
    await app.settle();
    expect(await listed()).toMatchObject({ joinedCount: 1, insideCount: 0 });
  });

  test('changes, and is the same way at the platform', async () => {
    const { joinWay } = (await create()).body;
    await app.settle();
    const before = there().length;
    const changed = await admin.api<Answer>('PUT', `/join-ways/${joinWay.id}`, input({ name: '改了名' }));
    expect(changed.body.joinWay).toMatchObject({ name: '改了名', state: 'pending' });
    await app.settle();
    expect(there().length).toBe(before);
    expect(there().at(-1)?.settings).toMatchObject({ remark: '改了名', auto_create_room: 0 });
  });

  test('changed twice before the platform heard of it arrives as it was wanted last', async () => {
    const { joinWay } = (await create()).body;
    await admin.api('PUT', `/join-ways/${joinWay.id}`, input({ name: '第二次' }));
    await app.settle();
    expect(there().at(-1)?.settings.remark).toBe('第二次');
    expect(await listed()).toMatchObject({ name: '第二次', state: 'done' });
  });

  test('is taken away on both sides', async () => {
    const { joinWay } = (await create()).body;
    await app.settle();
    const before = there().length;
    expect((await admin.api<Answer>('DELETE', `/join-ways/${joinWay.id}`)).body.joinWay).toMatchObject({
      wanted: 'delete',
      state: 'pending',
    });
    await app.settle();
    expect(there().length).toBe(before - 1);
    expect(await countIn(app.ctx, 'join_way', `id = ${joinWay.id}`)).toBe(0);
  });

  test('taken away at the platform by somebody else can still be taken away here', async () => {
    const { joinWay } = (await create()).body;
    await app.settle();
    app.sim.world.corp(app.corp.corpId).ways.delete(there().at(-1)?.configId ?? '');
    await admin.api('DELETE', `/join-ways/${joinWay.id}`);
    await app.settle();
    expect(await countIn(app.ctx, 'join_way', `id = ${joinWay.id}`)).toBe(0);
  });

  test('the platform refuses says why, and goes through when tried again', async () => {
    app.sim.faults.add({ path: 'groupchat/add_join_way', kind: 'errcode', errcode: 41_045 });
    const { joinWay } = (await create()).body;
    await app.settle();
    expect(await listed()).toMatchObject({ state: 'failed', failure: { errcode: 41_045 }, qrCodeUrl: null });
    app.sim.faults.clear();
    const again = await admin.api<Answer>('POST', `/join-ways/${joinWay.id}/retry`, {});
    expect(again.body.joinWay).toMatchObject({ state: 'pending', failure: null });
    await app.settle();
    expect(await listed()).toMatchObject({ state: 'done', failure: null });
  });

  test('that never gets through has failed', async () => {
    app.sim.faults.add({ path: 'groupchat/add_join_way', kind: 'http', status: 500 });
    await create();
    await untilFailed();
    admin = await app.signIn('ZhouQiming');
    expect(await listed()).toMatchObject({ state: 'failed', failure: { errcode: null } });
  });

  test('whose code could not be read is made only once', async () => {
    const before = there().length;
    app.sim.faults.add({ path: 'groupchat/get_join_way', kind: 'http', status: 500 }, 8);
    await create();
    await untilFailed();
    app.sim.faults.clear();
    admin = await app.signIn('ZhouQiming');
    const way = await listed();
    await admin.api('POST', `/join-ways/${way?.id}/retry`, {});
    await app.settle();
    expect(there().length).toBe(before + 1);
    expect(await listed()).toMatchObject({ state: 'done', qrCodeUrl: expect.stringContaining('/qr/') });
  });
});

describe('what cannot be', () => {
  test('two ways of one channel', async () => {
    await create();
    const { status, body } = await create({ name: '另一个' });
    expect([status, body.error?.code]).toEqual([409, 'join_way.channel_taken']);
  });

  test.each([
    ['a chat nobody knows', () => ['wrNobody']],
    ['a chat that was dismissed', () => [chatId]],
  ])('a way into %s', async (_name, chatIds) => {
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId });
    await app.settle();
    const { status, body } = await create({ chatIds: chatIds() });
    expect([status, body.error?.code]).toEqual([409, 'join_way.chat_not_open']);
  });

  test.each([
    ['six chats', { chatIds: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['no chat', { chatIds: [] }],
    ['one chat twice', { chatIds: ['a', 'a'] }],
    ['a channel of 31 characters', { channel: '字'.repeat(31) }],
    ['new chats without a name', { opensNewChats: true }],
  ])('%s', async (_name, changes) => {
    expect((await create(changes)).body.error?.code).toBe('request.invalid');
  });

  test('a change of a way that is not there', async () => {
    const { body } = await admin.api<Answer>('PUT', '/join-ways/999999', input());
    expect(body.error?.code).toBe('join_way.not_found');
  });
});
