import type { Locale } from '@guanxi/shared/errors';
import { DAY, MINUTE } from '@guanxi/shared/time';

/** A wall-clock time in some zone. Month and day count from one. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** The hour a follow-up is proposed for when only a day was chosen. */
export const defaultTime = { hour: 9, minute: 30 } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale}|${timeZone}|${Object.keys(options).join()}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(key, known);
  return known;
}

/** What the clock on the wall shows at an instant. */
export function wallTime(instant: number, timeZone: string): WallTime {
  const parts = format('en-US', timeZone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((found) => found.type === type)?.value ?? 0);
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

const asUtc = (wall: WallTime) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);

/** The instant at which the clock on the wall shows this; fields may overflow, as in `day + 3`. */
export function instantAt(wall: WallTime, timeZone: string): number {
  const wanted = asUtc(wall);
  let guess = wanted;
  // Twice, because the offset may differ between the first guess and the result.
  for (let i = 0; i < 2; i++) guess += wanted - asUtc(wallTime(guess, timeZone));
  return guess;
}

/** Days since 1970 on the wall's calendar, so that days can be compared and counted. */
export function dayNumber(instant: number, timeZone: string): number {
  const { year, month, day } = wallTime(instant, timeZone);
  return Math.floor(Date.UTC(year, month - 1, day) / DAY);
}

export type NextChoice = 'tomorrow' | 'threeDays' | 'nextWeek';

/** The instant a quick choice stands for: that day, or next week's Monday, at the default time. */
export function nextAtFor(choice: NextChoice, now: number, timeZone: string): number {
  const today = wallTime(now, timeZone);
  // 1970-01-01 was a Thursday: 0 is Monday.
  const weekday = (dayNumber(now, timeZone) + 3) % 7;
  const days = { tomorrow: 1, threeDays: 3, nextWeek: 7 - weekday }[choice];
  return instantAt({ ...today, day: today.day + days, ...defaultTime }, timeZone);
}

/** How an instant is said, given where the reader is in time, place and language. */
export interface TimeWords {
  /** 10:21 */
  clock(at: string | number): string;
  /** Looking back: 10:21, 昨天, 周二, 11月12日. */
  past(at: string | number): string;
  /** Looking back, with the clock: 今天 10:21, 昨天 09:02, 11月12日 16:05. */
  pastWithClock(at: string | number): string;
  /** A day of the calendar: 今天, 昨天, 11月12日. */
  day(at: string | number): string;
  /** A head over a day's entries: 今天, 昨天, 11月17日 周二. */
  dayHead(at: string | number): string;
  /** Looking ahead: 今天 14:00, 明天 09:30, 11月23日 周一 09:30. */
  ahead(at: string | number): string;
  /** 10:21, 昨天, 3 天前. */
  ago(at: string | number): string;
  /** 逾期 2 天. */
  overdue(at: string | number): string;
  dayNumber(at: string | number): number;
}

type Translate = (key: string, values?: Record<string, unknown>) => string;

const toMs = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));

/**
 * @param now - asked each time, so that words can follow a ticking clock
 */
export function createTimeWords(
  locale: Locale,
  timeZone: string,
  now: () => number,
  t: Translate,
): TimeWords {
  const daysBack = (at: number) => dayNumber(now(), timeZone) - dayNumber(at, timeZone);
  const clock = (at: string | number) => {
    const { hour, minute } = wallTime(toMs(at), timeZone);
    return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  };
  const weekday = (at: number) => format(locale, timeZone, { weekday: 'short' }).format(at);
  const date = (at: number) => {
    const { year, month, day } = wallTime(at, timeZone);
    const isThisYear = year === wallTime(now(), timeZone).year;
    if (locale === 'zh-CN') return `${isThisYear ? '' : `${year}年`}${month}月${day}日`;
    return isThisYear
      ? format('en-GB', timeZone, { day: 'numeric', month: 'short' }).format(at)
      : format('en-GB', timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(at);
  };
  const nearDay = (at: number) => {
    const back = daysBack(at);
    if (back === 0) return t('time.today');
    if (back === 1) return t('time.yesterday');
    return back === -1 ? t('time.tomorrow') : null;
  };
  const withWeekday = (at: number) => t('time.dayAndWeekday', { day: date(at), weekday: weekday(at) });
  const withClock = (day: string, at: number) => t('time.dayAndTime', { day, time: clock(at) });
  const on =
    <T>(say: (at: number) => T) =>
    (at: string | number): T =>
      say(toMs(at));

  return {
    clock,
    past: on((at) => {
      const back = daysBack(at);
      if (back === 0) return clock(at);
      if (back === 1) return t('time.yesterday');
      return back > 1 && back < 7 ? weekday(at) : date(at);
    }),
    pastWithClock: on((at) => withClock(nearDay(at) ?? date(at), at)),
    day: on((at) => nearDay(at) ?? date(at)),
    dayHead: on((at) => nearDay(at) ?? withWeekday(at)),
    ahead: on((at) => withClock(nearDay(at) ?? withWeekday(at), at)),
    ago: on((at) => {
      const back = daysBack(at);
      if (back <= 0) return clock(at);
      return back === 1 ? t('time.yesterday') : back < 31 ? t('time.daysAgo', { n: back }) : date(at);
    }),
    overdue: on((at) => {
      const back = daysBack(at);
      return back > 0 ? t('time.overdueDays', { n: back }) : t('time.overdueToday', { time: clock(at) });
    }),
    dayNumber: on((at) => dayNumber(at, timeZone)),
  };
}

/** Milliseconds until the next full minute, when what the words say may change. */
export const untilNextMinute = (now: number) => MINUTE - (now % MINUTE);
