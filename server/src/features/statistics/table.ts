import { id, instant, int, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** What one member did with customers on one day, as the platform counted it. */
export interface BehaviorDayRow {
  id: number;
  corpId: number;
  memberId: number;
  /** `2026-11-21`, a day in China. */
  day: string;
  appliedCount: number;
  newContactCount: number;
  chatCount: number;
  messageCount: number;
  /** In hundredths of a per cent; null on a day without chats. */
  replyShare: number | null;
  /** Seconds until the first reply; null on a day without chats. */
  replySeconds: number | null;
  lostCount: number;
  /** When the platform said so; a later reading may correct it. */
  readAt: Date;
}

export const behaviorDayTable = defineTable<BehaviorDayRow>({
  name: 'behavior_day',
  columns: {
    id: id(),
    corpId: ref(),
    memberId: ref(),
    day: text(10),
    appliedCount: int(),
    newContactCount: int(),
    chatCount: int(),
    messageCount: int(),
    replyShare: nullable(int()),
    replySeconds: nullable(int()),
    lostCount: int(),
    readAt: instant(),
  },
  indexes: [
    { name: 'behavior_day_key', columns: ['corpId', 'memberId', 'day'], isUnique: true },
    { name: 'behavior_day_day', columns: ['corpId', 'day'] },
  ],
  moves: { rows: { memberId: 'member' } },
});

/** What happened in the group chats of one owner on one day. */
export interface GroupChatDayRow {
  id: number;
  corpId: number;
  /** The owner. */
  memberId: number;
  day: string;
  newChatCount: number;
  /** Chats and people at the end of the day. */
  chatTotal: number;
  memberTotal: number;
  newMemberCount: number;
  readAt: Date;
}

export const groupChatDayTable = defineTable<GroupChatDayRow>({
  name: 'group_chat_day',
  columns: {
    id: id(),
    corpId: ref(),
    memberId: ref(),
    day: text(10),
    newChatCount: int(),
    chatTotal: int(),
    memberTotal: int(),
    newMemberCount: int(),
    readAt: instant(),
  },
  indexes: [{ name: 'group_chat_day_key', columns: ['corpId', 'memberId', 'day'], isUnique: true }],
  moves: { rows: { memberId: 'member' } },
});

/** The newest reading of a corp's statistics. */
export interface StatisticsReadingRow {
  id: number;
  corpId: number;
  finishedAt: Date | null;
  /** Why the newest one is not whole; null when it is. */
  failure: string | null;
}

export const statisticsReadingTable = defineTable<StatisticsReadingRow>({
  name: 'statistics_reading',
  columns: { id: id(), corpId: ref(), finishedAt: nullable(instant()), failure: nullable(longText()) },
  indexes: [{ name: 'statistics_reading_key', columns: ['corpId'], isUnique: true }],
  moves: 'stays',
});
