import type { TimelineEntry } from '@guanxi/shared/timeline';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/app.ts';
import { eventXml, post, sealPush } from '../../../test/push.ts';
import { countIn, rowsIn } from '../../../test/rows.ts';

let app: TestApp;
let customers: string[];

beforeAll(async () => {
  app = await startTestApp();
  customers = ['甲', '乙', '丙', '丁', '戊'].map(
    (name) =>
      app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name } }).externalUserId,
  );
  await app.fullSync();
  await app.settle();
});

afterAll(() => app.stop());

beforeEach(async () => {
  app.sim.faults.clear();
  app.sim.faults.switches.groupChatLagSeconds = 0;
  await app.settle();
});

const creates = (name = '交流群', members: string[] = []) =>
  app.sim.act.memberCreatesGroup(app.corp.corpId, { owner: 'ZhangSan', name, members }).chatId;
const joins = (chatId: string, ids: string[]) =>
  app.sim.act.peopleJoinGroup(app.corp.corpId, { chatId, ids });
const leaves = (chatId: string, ids: string[], removed = false) =>
  app.sim.act.peopleLeaveGroup(app.corp.corpId, { chatId, ids, removed });
const storedChat = async (chatId: string) =>
  (await rowsIn(app.ctx, 'group_chat', `chat_id = '${chatId}'`))[0];
const insideOf = async (chatId: string) => {
  const chat = await storedChat(chatId);
  const rows = await rowsIn(
    app.ctx,
    'group_chat_member',
    `group_chat_id = ${chat?.id ?? 0} AND left_at IS NULL`,
  );
  return rows.map((row) => String(row.platform_id)).toSorted();
};
const worldOfChat = (chatId: string) =>
  (app.sim.world.corp(app.corp.corpId).groups.get(chatId)?.members ?? []).map(({ id }) => id).toSorted();
const historyOf = async (chatId: string) => {
  const chat = await storedChat(chatId);
  const rows = await rowsIn(app.ctx, 'group_chat_event', `group_chat_id = ${chat?.id ?? 0}`);
  return rows
    .map((row) => {
      const { reason } = JSON.parse(String(row.detail)) as { reason?: string };
      return [row.kind, row.platform_id, reason].filter(Boolean).join(' ');
    })
    .toSorted();
};
const timelineOf = async (externalUserId: string): Promise<TimelineEntry[]> => {
  const rep = await app.signIn('ZhangSan');
  return (await rep.card(externalUserId)).timeline.items.filter(({ kind }) => kind.startsWith('group_'));
};
const untilQuiet = async () => {
  for (let look = 0; look < 40 && (await countIn(app.ctx, 'job', "status = 'ready'")) > 0; look += 1) {
    app.advance(15);
    await app.settle();
  }
  await app.settle();
};
const [a, b, c] = [0, 1, 2].map((index) => () => customers[index] ?? '') as [
  () => string,
  () => string,
  () => string,
];

describe('callbacks of a group chat', () => {
  test('a new chat is read with everybody in it', async () => {
    const chatId = creates('五轴交流群', [a(), 'LiSi']);
    await app.settle();
    expect(await storedChat(chatId)).toMatchObject({
      name: '五轴交流群',
      status: 'open',
      member_count: 3,
      customer_count: 1,
    });
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
    // Who was there from the start came with the chat, so there is nothing to tell of the chat itself.
    expect(await historyOf(chatId)).toEqual([]);
    expect(await timelineOf(a())).toMatchObject([
      { kind: 'group_joined', groupChat: { chatId, name: '五轴交流群' } },
    ]);
  });

  test('coming, leaving and being removed are told apart, in the chat and to the customers', async () => {
    const chatId = creates('进出群');
    await app.settle();
    app.advance(100);
    joins(chatId, [b(), c()]);
    await app.settle();
    app.advance(100);
    leaves(chatId, [b()]);
    leaves(chatId, [c()], true);
    await app.settle();
    await untilQuiet();
    expect(await historyOf(chatId)).toEqual(
      [`joined ${b()}`, `joined ${c()}`, `left ${b()} left`, `left ${c()} removed`].toSorted(),
    );
    expect(
      (await timelineOf(b())).map((entry) => [
        entry.kind,
        'reason' in entry && entry.reason,
        entry.actor.kind,
      ]),
    ).toEqual([
      ['group_left', 'left', 'customer'],
      ['group_joined', false, 'customer'],
    ]);
    expect((await timelineOf(c()))[0]).toMatchObject({
      kind: 'group_left',
      reason: 'removed',
      actor: { kind: 'platform' },
    });
    expect(await storedChat(chatId)).toMatchObject({ member_count: 1, customer_count: 0 });
  });

  test('who comes back is inside once, with two comings and one leaving', async () => {
    const chatId = creates('回来群');
    await app.settle();
    for (const step of [
      () => joins(chatId, [a()]),
      () => leaves(chatId, [a()]),
      () => joins(chatId, [a()]),
    ]) {
      app.advance(30);
      step();
      await app.settle();
    }
    await untilQuiet();
    expect(await insideOf(chatId)).toEqual(['ZhangSan', a()].toSorted());
    expect(await historyOf(chatId)).toEqual(
      [`joined ${a()}`, `joined ${a()}`, `left ${a()} left`].toSorted(),
    );
  });

  test('name, notice and owner follow, each told once', async () => {
    const chatId = creates('旧名字', ['LiSi']);
    await app.settle();
    app.advance(100);
    app.sim.act.ownerEditsGroup(app.corp.corpId, {
      chatId,
      name: '新名字',
      notice: '请改群昵称',
      owner: 'LiSi',
    });
    await app.settle();
    await untilQuiet();
    const [owner] = await rowsIn(app.ctx, 'member', "user_id = 'LiSi'");
    expect(await storedChat(chatId)).toMatchObject({
      name: '新名字',
      notice: '请改群昵称',
      owner_member_id: owner?.id,
    });
    expect(await historyOf(chatId)).toEqual(['notice_changed', 'owner_changed', 'renamed']);
  });

  test('the same callback again changes nothing', async () => {
    const chatId = creates('重复群');
    await app.settle();
    app.advance(100);
    app.sim.faults.push.duplicateNext = 1;
    joins(chatId, [a()]);
    const plaintext = app.sim.pushes.at(-1)?.plaintext ?? '';
    await app.settle();
    await post(app, app.corp.corpId, sealPush(app.corp, plaintext));
    await app.settle();
    expect(await historyOf(chatId)).toEqual([`joined ${a()}`]);
    expect(
      await timelineOf(a()).then((entries) =>
        entries.filter((entry) => 'groupChat' in entry && entry.groupChat.chatId === chatId),
      ),
    ).toHaveLength(1);
  });

  test('swapped callbacks end the same way', async () => {
    const chatId = creates('乱序群');
    await app.settle();
    app.advance(100);
    app.sim.faults.push.reorderNext = 3;
    joins(chatId, [a(), b()]);
    app.advance(3);
    leaves(chatId, [a()], true);
    app.advance(3);
    app.sim.act.ownerEditsGroup(app.corp.corpId, { chatId, name: '改过名' });
    await app.settle();
    await untilQuiet();
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
    expect(await historyOf(chatId)).toEqual(
      [`joined ${a()}`, `joined ${b()}`, `left ${a()} removed`, 'renamed'].toSorted(),
    );
  });

  test('a burst of callbacks is one reading', async () => {
    const chatId = creates('热闹群');
    await app.settle();
    app.advance(100);
    await app.sim.drain();
    const readings = () => app.sim.requests.filter(({ path }) => path.endsWith('groupchat/get')).length;
    const before = readings();
    joins(chatId, [a()]);
    joins(chatId, [b()]);
    leaves(chatId, [a()]);
    await app.sim.drain();
    await app.ctx.inbox.drain();
    await app.ctx.worker.drain();
    expect(readings() - before).toBe(1);
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
  });

  test('a platform that lags behind its own callback is asked again', async () => {
    const chatId = creates('慢群', [c()]);
    await app.settle();
    app.advance(100);
    app.sim.faults.switches.groupChatLagSeconds = 10;
    joins(chatId, [a()]);
    leaves(chatId, [c()]);
    app.sim.act.ownerEditsGroup(app.corp.corpId, { chatId, name: '慢群改名' });
    await app.settle();
    expect(await insideOf(chatId)).toEqual(['ZhangSan', c()].toSorted());
    await untilQuiet();
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
    expect(await storedChat(chatId)).toMatchObject({ name: '慢群改名' });
    expect(await historyOf(chatId)).toEqual([`joined ${a()}`, `left ${c()} left`, 'renamed'].toSorted());
  });

  test('a dismissed chat keeps its history, and everybody has left', async () => {
    const chatId = creates('要散的群', [a(), b()]);
    await app.settle();
    app.advance(100);
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId });
    await app.settle();
    expect(await storedChat(chatId)).toMatchObject({
      status: 'dismissed',
      member_count: 0,
      customer_count: 0,
    });
    expect(await insideOf(chatId)).toEqual([]);
    expect(await historyOf(chatId)).toEqual(['dismissed']);
    expect((await timelineOf(a()))[0]).toMatchObject({ kind: 'group_left', reason: 'dismissed' });
    app.advance(4000);
    await app.fullSync();
    expect(await storedChat(chatId)).toMatchObject({ status: 'dismissed' });
  });

  test('a chat created and dismissed before anybody looked leaves nothing', async () => {
    const chatId = creates('短命群');
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId });
    await app.settle();
    await untilQuiet();
    expect(await storedChat(chatId)).toBeUndefined();
    expect(await countIn(app.ctx, 'job')).toBe(0);
  });

  test('a change of a chat not known here reads it whole', async () => {
    app.sim.faults.push.dropNext = 1;
    const chatId = creates('漏掉的群', [a()]);
    await app.settle();
    expect(await storedChat(chatId)).toBeUndefined();
    app.advance(100);
    joins(chatId, [b()]);
    await app.settle();
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
    expect(await historyOf(chatId)).toEqual([`joined ${b()}`]);
  });

  test('a callback that names nobody still brings the chat in line', async () => {
    const chatId = creates('旧式回调');
    await app.settle();
    app.advance(100);
    app.sim.faults.push.dropNext = 1;
    joins(chatId, [a()]);
    await app.settle();
    const createTime = Math.floor(app.sim.clock.now() / 1000);
    const plaintext = eventXml(app.corp, {
      CreateTime: createTime,
      Event: 'change_external_chat',
      ChatId: chatId,
      ChangeType: 'update',
      UpdateDetail: 'add_member',
    });
    await post(app, app.corp.corpId, sealPush(app.corp, plaintext));
    await app.settle();
    expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
  });

  test.each([
    ['out of range', 60_011, 'hidden'],
    ['no customer chat', 90_501, 'hidden'],
    ['not found', 86_003, 'lost'],
    ['dissolved', 49_008, 'dismissed'],
  ])('%s (%i) marks the chat', async (_name, errcode, status) => {
    const chatId = creates(`看不到${errcode}`, [a()]);
    await app.settle();
    app.advance(100);
    app.sim.faults.add({ path: 'groupchat/get', kind: 'errcode', errcode });
    app.sim.act.ownerEditsGroup(app.corp.corpId, { chatId, name: '看不到的名字' });
    await app.settle();
    expect(await storedChat(chatId)).toMatchObject({ status });
    app.sim.faults.clear();
  });

  test.each([
    ['without a licence', { kind: 'errcode', errcode: 701_008 }],
    ['busy', { kind: 'errcode', errcode: -1 }],
    ['failing', { kind: 'http', status: 500 }],
  ] as const)('a platform that is %s changes nothing', async (_name, fault) => {
    const chatId = creates('不受影响', [a()]);
    await app.settle();
    const before = await storedChat(chatId);
    app.advance(100);
    app.sim.faults.add({ path: 'groupchat/get', ...fault });
    joins(chatId, [b()]);
    await app.settle();
    expect(await storedChat(chatId)).toEqual(before);
    expect(await insideOf(chatId)).toEqual(['ZhangSan', a()].toSorted());
    app.sim.faults.clear();
  });
});

describe('a full sync', () => {
  test('makes up for every callback that was lost', async () => {
    const kept = creates('补回来的群', [a(), b()]);
    await app.settle();
    app.advance(4000);
    app.sim.faults.push.dropNext = 5;
    joins(kept, [c()]);
    leaves(kept, [a()]);
    app.sim.act.ownerEditsGroup(app.corp.corpId, { chatId: kept, name: '补回来的新名' });
    const fresh = creates('没听说的群', [b()]);
    const gone = creates('没听说就散了');
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId: gone });
    app.advance(100);
    await app.settle();
    expect(await insideOf(kept)).not.toEqual(worldOfChat(kept));
    await app.fullSync();
    expect(await insideOf(kept)).toEqual(worldOfChat(kept));
    expect(await insideOf(fresh)).toEqual(worldOfChat(fresh));
    expect(await storedChat(kept)).toMatchObject({ name: '补回来的新名' });
    expect(await historyOf(kept)).toEqual([`joined ${c()}`, `left ${a()} unknown`, 'renamed'].toSorted());
  });

  test('finds a dismissed chat lost when its callback was, and says how many', async () => {
    const chatId = creates('悄悄散的群', [a()]);
    await app.settle();
    app.advance(4000);
    app.sim.faults.push.dropNext = 1;
    app.sim.act.ownerDismissesGroup(app.corp.corpId, { chatId });
    await app.settle();
    await app.fullSync();
    expect(await storedChat(chatId)).toMatchObject({ status: 'lost' });
    const rep = await app.signIn('ZhangSan');
    const open = await countIn(app.ctx, 'group_chat', "status = 'open'");
    expect((await rep.api('GET', '/sync-runs/latest')).body).toMatchObject({
      run: { status: 'done', groupChats: { total: open, lost: 1, skipped: 0 }, groupChatFailure: null },
    });
  });

  test('reads a chat again only after a while', async () => {
    app.advance(4000);
    await app.fullSync();
    const readings = () => app.sim.requests.filter(({ path }) => path.endsWith('groupchat/get')).length;
    const before = readings();
    await app.fullSync();
    expect(readings()).toBe(before);
  });

  test('lists the chats of an owner who left, and says that they wait', async () => {
    const chatId = app.sim.act.memberCreatesGroup(app.corp.corpId, {
      owner: 'SunHao',
      name: '没人管的群',
      members: [a()],
    }).chatId;
    await app.settle();
    app.advance(4000);
    app.sim.act.memberLeaves(app.corp.corpId, { userId: 'SunHao' });
    await app.settle();
    await app.fullSync();
    expect(await storedChat(chatId)).toMatchObject({ ownership: 'orphaned', status: 'open' });
  });

  test.each([
    ['answers an error', { kind: 'errcode', errcode: 41_000 }, 'failed'],
    ['answers 500', { kind: 'http', status: 500 }, 'failed'],
    ['is not permitted', { kind: 'errcode', errcode: 48_002 }, 'done'],
    ['has no licence for anybody', { kind: 'errcode', errcode: 701_008 }, 'done'],
  ] as const)('whose listing %s loses no chat', async (_name, fault, status) => {
    app.advance(4000);
    const before = await rowsIn(app.ctx, 'group_chat', "status <> 'open'");
    app.sim.faults.add({ path: 'groupchat/list', ...fault });
    await app.fullSync();
    for (let look = 0; look < 10; look += 1) {
      app.advance(3600);
      await app.settle();
    }
    expect((await rowsIn(app.ctx, 'group_chat', "status <> 'open'")).length).toBe(before.length);
    const rep = await app.signIn('ZhangSan');
    expect((await rep.api('GET', '/sync-runs/latest')).body).toMatchObject({ run: { status } });
    app.sim.faults.clear();
  });

  test('without a licence for the owners skips their chats, and says how many', async () => {
    app.advance(4000);
    const open = await countIn(app.ctx, 'group_chat', "status = 'open'");
    for (const path of ['groupchat/list', 'groupchat/get']) {
      app.sim.faults.add({ path, kind: 'errcode', errcode: 701_008 });
    }
    await app.fullSync();
    app.sim.faults.clear();
    expect(await countIn(app.ctx, 'group_chat', "status = 'open'")).toBe(open);
    const rep = await app.signIn('ZhangSan');
    const { run } = (await rep.api<{ run: { groupChats: { skipped: number } } }>('GET', '/sync-runs/latest'))
      .body;
    expect(run.groupChats.skipped).toBe(open);
  });

  test('that was cut off goes on without reading again what it had', async () => {
    app.advance(4000);
    const open = await countIn(app.ctx, 'group_chat', "status = 'open'");
    const original = app.sim.faults.take;
    let readings = 0;
    app.sim.faults.take = (path, corpId) => {
      readings += path.endsWith('groupchat/get') ? 1 : 0;
      // The fourth chat fails for good in this try, the client's own repeats included.
      return path.endsWith('groupchat/get') && readings > 3 && readings < 20
        ? [{ path, kind: 'cut' }]
        : original(path, corpId);
    };
    await app.fullSync();
    app.sim.faults.take = original;
    const rep = await app.signIn('ZhangSan');
    expect((await rep.api('GET', '/sync-runs/latest')).body).toMatchObject({ run: { status: 'running' } });
    const before = app.sim.requests.filter(({ path }) => path.endsWith('groupchat/get')).length;
    app.advance(120);
    await app.settle();
    expect((await rep.api('GET', '/sync-runs/latest')).body).toMatchObject({ run: { status: 'done' } });
    const after = app.sim.requests.filter(({ path }) => path.endsWith('groupchat/get')).length;
    expect(after - before).toBe(open - 3);
  });
});

const who = fc.nat(4);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('join' as const), who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leave' as const), who, removed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), who }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('double' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reorder' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lag' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does one thing; what cannot happen in this chat does not. */
async function take(one: Step, chatId: string): Promise<void> {
  switch (one.do) {
    case 'join':
    case 'leave':
      return move(one, chatId, customers[one.who] ?? '');
    case 'rename':
      return app.sim.act.ownerEditsGroup(app.corp.corpId, { chatId, name: `名字${one.who}` });
    case 'settle':
      return app.settle();
    case 'double':
      app.sim.faults.push.duplicateNext = 1;
      return;
    case 'reorder':
      app.sim.faults.push.reorderNext = 2;
      return;
    case 'lag':
      app.sim.faults.switches.groupChatLagSeconds = 8;
  }
}

function move(one: Extract<Step, { do: 'join' | 'leave' }>, chatId: string, id: string): void {
  const isInside = worldOfChat(chatId).includes(id);
  if (one.do === 'join' && !isInside) {
    joins(chatId, [id]);
  } else if (one.do === 'leave' && isInside) {
    leaves(chatId, [id], one.removed);
  }
}

test('whatever happens, and however its callbacks come, in the end both sides are equal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
      const chatId = creates('任意群');
      await app.settle();
      for (const one of steps) {
        app.advance(2);
        await take(one, chatId);
      }
      app.sim.release();
      app.sim.faults.clear();
      await app.settle();
      app.advance(10);
      await untilQuiet();
      expect(await insideOf(chatId)).toEqual(worldOfChat(chatId));
      const group = app.sim.world.corp(app.corp.corpId).groups.get(chatId);
      expect(await storedChat(chatId)).toMatchObject({
        name: group?.name,
        member_count: group?.members.length,
      });
      expect(await countIn(app.ctx, 'job')).toBe(0);
    }),
    { numRuns: 10 },
  );
}, 90_000);
