import { DAY, HOUR } from '@guanxi/shared/time';

/** The platform cuts days in China, wherever the company is. */
const chinaOffsetMs = 8 * HOUR;
/** The platform answers for so many days at once; that is also how far a first reading goes back. */
const longestPeriodDays = 30;
/** The platform corrects its numbers for a while, so the last days are read again. */
const readAgainDays = 3;

/** The day in China of an instant, such as `2026-11-21`. */
export function chinaDay(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString().slice(0, 10);
}

/** The instant at which a day in China begins. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

/** The day so many days before another one. */
export function daysBefore(day: string, days: number): string {
  return chinaDay(new Date(startOfDay(day).getTime() - days * DAY));
}

/** What of a member was read last. */
export interface LastReading {
  /** The newest day there is. */
  readonly day: string;
  /** When that day was read. */
  readonly readAt: Date;
}

/**
 * Which days are read of a member now: up to yesterday, from the last ones known, because those may have been
 * corrected; for a new one as far back as one call goes.
 *
 * @returns null when yesterday was read today already, so that a run that was cut off goes on behind
 */
export function daysToRead(last: LastReading | null, now: Date): { from: string; until: string } | null {
  const today = chinaDay(now);
  const until = daysBefore(today, 1);
  if (last !== null && last.day >= until && chinaDay(last.readAt) >= today) {
    return null;
  }
  const earliest = daysBefore(until, longestPeriodDays - 1);
  const again = last === null ? earliest : daysBefore(last.day, readAgainDays - 1);
  const isOutOfReach = again < earliest;
  return { from: isOutOfReach ? earliest : again, until };
}

/** The numbers of one day. */
export interface DayFigures {
  readonly appliedCount: number;
  readonly newContactCount: number;
  readonly chatCount: number;
  readonly messageCount: number;
  readonly replyShare: number | null;
  readonly replySeconds: number | null;
  readonly lostCount: number;
}

/** The numbers of several days or members together. */
export interface SummedFigures {
  readonly applied: number;
  readonly newContacts: number;
  readonly chats: number;
  readonly messages: number;
  /** Per cent with two places; null without chats. */
  readonly replyPercentage: number | null;
  /** Null when nobody replied. */
  readonly averageReplyMinutes: number | null;
  readonly lost: number;
}

/**
 * Adds days up. The share of replies is weighted by the chats of each day, the time until the reply by the chats
 * that were replied to: an average of averages would let a quiet day count as much as a busy one.
 */
export function sumFigures(days: readonly DayFigures[]): SummedFigures {
  const sum = (of: (day: DayFigures) => number) => days.reduce((total, day) => total + of(day), 0);
  const asked = sum((day) => (day.replyShare === null ? 0 : day.chatCount));
  const replied = (day: DayFigures) => (day.chatCount * (day.replyShare ?? 0)) / 10_000;
  const timed = sum((day) => (day.replySeconds === null ? 0 : replied(day)));
  const waited = sum((day) => replied(day) * (day.replySeconds ?? 0));
  return {
    applied: sum((day) => day.appliedCount),
    newContacts: sum((day) => day.newContactCount),
    chats: sum((day) => day.chatCount),
    messages: sum((day) => day.messageCount),
    replyPercentage: asked === 0 ? null : Math.round((sum(replied) / asked) * 10_000) / 100,
    averageReplyMinutes: timed === 0 ? null : Math.round(waited / timed / 6) / 10,
    lost: sum((day) => day.lostCount),
  };
}

/** The numbers of an owner's group chats on one day. */
export interface ChatDay {
  readonly memberId: number;
  readonly day: string;
  readonly newChatCount: number;
  readonly chatTotal: number;
  readonly memberTotal: number;
  readonly newMemberCount: number;
}

/** Adds group chats up: what is new over all days, what there is by the newest day of each owner. */
export function sumChats(days: readonly ChatDay[]) {
  const newest = new Map<number, ChatDay>();
  for (const day of days) {
    const known = newest.get(day.memberId);
    if (known === undefined || day.day > known.day) {
      newest.set(day.memberId, day);
    }
  }
  const sum = (rows: Iterable<ChatDay>, of: (day: ChatDay) => number) =>
    [...rows].reduce((total, day) => total + of(day), 0);
  return {
    newChats: sum(days, (day) => day.newChatCount),
    newMembers: sum(days, (day) => day.newMemberCount),
    chats: sum(newest.values(), (day) => day.chatTotal),
    members: sum(newest.values(), (day) => day.memberTotal),
  };
}
