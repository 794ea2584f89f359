import { describe, expect, test } from 'vitest';
import { type ChatMark, isSameChatEvent, mergeStay, ownersInDetail, pairChats } from './move-rules.ts';
import type { GroupChatEventRow, GroupChatMemberRow } from './table.ts';

const chat = (chatId: string, more: Partial<ChatMark> & { second?: number } = {}): ChatMark => ({
  ...{ chatId, name: '老客户群', ownerUserId: 'woA' },
  foundedAt: new Date(Date.UTC(2026, 10, 20, 8, 0, more.second ?? 0, 250)),
  ...more,
});
const there = (chatId: string, more: Partial<ChatMark> & { second?: number } = {}) => {
  const mark = chat(chatId, more);
  // The platform tells seconds; what one app kept in between does not count.
  return { ...mark, foundedAt: new Date(Math.floor(mark.foundedAt.getTime() / 1000) * 1000) };
};

describe('chats of two apps', () => {
  test.each<[string, ChatMark[], ChatMark[], [string, string][]]>([
    ['same second, name and owner', [chat('a')], [there('x')], [['a', 'x']]],
    ['renamed since, same owner', [chat('a')], [there('x', { name: '新名' })], [['a', 'x']]],
    ['handed over since, same name', [chat('a')], [there('x', { ownerUserId: 'woB' })], [['a', 'x']]],
    ['another second', [chat('a')], [there('x', { second: 1 })], []],
    ['neither name nor owner', [chat('a')], [there('x', { name: '别的', ownerUserId: 'woB' })], []],
    [
      'nameless ones are told by their owner only',
      [chat('a', { name: '', ownerUserId: null })],
      [there('x', { name: '', ownerUserId: null })],
      [],
    ],
    ['two could be meant there', [chat('a')], [there('x'), there('y')], []],
    ['two could be meant here', [chat('a'), chat('b')], [there('x')], []],
    [
      'each its own',
      [chat('a'), chat('b', { second: 5 })],
      [there('y', { second: 5 }), there('x')],
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
  ])('%s', (_name, ours, theirs, expected) => {
    expect([...pairChats(ours, theirs)]).toEqual(expected);
  });
});

test.each([
  ['owner_changed', { from: 1, to: 2 }, { from: 101, to: 102 }],
  ['owner_changed', { from: null, to: 2 }, { from: null, to: 102 }],
  ['renamed', { from: '1', to: '2' }, { from: '1', to: '2' }],
  ['joined', { scene: 1, channel: null }, { scene: 1, channel: null }],
])('the detail of %s keeps its numbers of members right', (kind, detail, expected) => {
  expect(ownersInDetail(kind, detail, { row: (_table, id) => id + 100 })).toEqual(expected);
});

test('one event that two apps were told is one', () => {
  const event = (second: number, platformId: string | null) =>
    ({ at: new Date(Date.UTC(2026, 10, 20, 8, 0, second)), platformId }) as GroupChatEventRow;
  expect(isSameChatEvent(event(0, 'wm1'), event(4, 'wm1'))).toBe(true);
  expect(isSameChatEvent(event(0, 'wm1'), event(40, 'wm1'))).toBe(false);
  expect(isSameChatEvent(event(0, 'wm1'), event(0, 'wm2'))).toBe(false);
});

test('a stay takes over how somebody came, which only a callback tells', () => {
  const shown = { joinScene: 0, channel: null, invitedByUserId: null, groupNickname: null, name: '' };
  const told = {
    joinScene: 3,
    channel: '入群码',
    invitedByUserId: 'woA',
    groupNickname: '小王',
    name: '王芳',
  };
  expect(mergeStay(shown as GroupChatMemberRow, told as GroupChatMemberRow)).toEqual(told);
  expect(mergeStay(told as GroupChatMemberRow, shown as GroupChatMemberRow)).toEqual(told);
});
