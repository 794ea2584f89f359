import { describe, expect, test } from 'vitest';
import {
  chinaDay,
  type DayFigures,
  daysBefore,
  daysToRead,
  startOfDay,
  sumChats,
  sumFigures,
} from './rules.ts';

const now = new Date('2026-11-22T06:00:00+08:00');

test.each([
  ['2026-11-21T15:59:59Z', '2026-11-21'],
  ['2026-11-21T16:00:00Z', '2026-11-22'],
])('%s is on %s in China', (at, day) => {
  expect(chinaDay(new Date(at))).toBe(day);
});

test('days are counted over the ends of months', () => {
  expect(daysBefore('2026-03-01', 1)).toBe('2026-02-28');
  expect(startOfDay('2026-03-01').toISOString()).toBe('2026-02-28T16:00:00.000Z');
});

describe('which days are read', () => {
  const at = (text: string) => new Date(text);
  test.each([
    ['of a new member thirty', null, { from: '2026-10-23', until: '2026-11-21' }],
    [
      'of one read yesterday the new one and two before',
      { day: '2026-11-20', readAt: at('2026-11-21T06:00:00+08:00') },
      { from: '2026-11-18', until: '2026-11-21' },
    ],
    ['of one read this morning none', { day: '2026-11-21', readAt: at('2026-11-22T05:30:00+08:00') }, null],
    [
      'of one away for months thirty',
      { day: '2026-06-01', readAt: at('2026-06-02T06:00:00+08:00') },
      { from: '2026-10-23', until: '2026-11-21' },
    ],
  ])('%s', (_name, last, expected) => {
    expect(daysToRead(last, now)).toEqual(expected);
  });
});

describe('adding up', () => {
  const day = (parts: Partial<DayFigures>): DayFigures => ({
    ...{ appliedCount: 0, newContactCount: 0, chatCount: 0, messageCount: 0 },
    ...{ replyShare: null, replySeconds: null, lostCount: 0 },
    ...parts,
  });

  test('weights replies by chats', () => {
    const busy = day({ chatCount: 30, replyShare: 10_000, replySeconds: 60, messageCount: 5 });
    const quiet = day({ chatCount: 10, replyShare: 0, messageCount: 1 });
    expect(sumFigures([busy, quiet])).toMatchObject({
      ...{ chats: 40, messages: 6, replyPercentage: 75, averageReplyMinutes: 1 },
    });
  });

  test('says nothing of replies when nobody asked', () => {
    expect(sumFigures([day({ newContactCount: 2, lostCount: 1 })])).toEqual({
      ...{ applied: 0, newContacts: 2, chats: 0, messages: 0, lost: 1 },
      ...{ replyPercentage: null, averageReplyMinutes: null },
    });
  });

  test('of group chats adds what is new and takes what there is by the newest day', () => {
    const chat = (memberId: number, on: string, chatTotal: number) => ({
      ...{ memberId, day: on, newChatCount: 1, chatTotal, memberTotal: chatTotal * 10, newMemberCount: 3 },
    });
    const days = [chat(1, '2026-11-20', 4), chat(1, '2026-11-21', 5), chat(2, '2026-11-20', 1)];
    expect(sumChats(days)).toEqual({ newChats: 3, newMembers: 9, chats: 6, members: 60 });
  });
});
