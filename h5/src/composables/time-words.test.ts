import { describe, expect, it } from 'vitest';
import { fill } from '../i18n/index.ts';
import { zhCn } from '../i18n/zh-cn.ts';
import { createTimeWords, dayNumber, instantAt, nextAtFor, untilNextMinute, wallTime } from './time-words.ts';

const shanghai = 'Asia/Shanghai';
const at = (local: string) => Date.parse(`${local}+08:00`);
/** A Friday. */
const now = at('2026-11-20T10:24:08');

function translate(key: string, values: Record<string, unknown> = {}): string {
  const [area, name] = key.split('.') as ['time', keyof typeof zhCn.time];
  return fill(zhCn[area][name], (value) => values[value]);
}
const zh = createTimeWords('zh-CN', shanghai, () => now, translate);

describe('time words', () => {
  it.each([
    ['2026-11-20T10:21:00', '10:21'],
    ['2026-11-20T00:00:00', '00:00'],
    ['2026-11-19T23:59:59', '昨天'],
    ['2026-11-17T15:20:00', '周二'],
    ['2026-11-14T08:00:00', '周六'],
    ['2026-11-13T23:00:00', '11月13日'],
    ['2026-11-12T16:05:00', '11月12日'],
    ['2025-11-12T16:05:00', '2025年11月12日'],
  ])('look back to %s as %s', (local, words) => {
    expect(zh.past(at(local))).toBe(words);
  });

  it.each([
    ['2026-11-20T14:00:00', '今天 14:00'],
    ['2026-11-21T09:30:00', '明天 09:30'],
    ['2026-11-23T09:30:00', '11月23日 周一 09:30'],
    ['2027-01-04T09:30:00', '2027年1月4日 周一 09:30'],
  ])('look ahead to %s as %s', (local, words) => {
    expect(zh.ahead(at(local))).toBe(words);
  });

  it('head a day and count days', () => {
    expect(zh.dayHead(at('2026-11-20T01:00:00'))).toBe('今天');
    expect(zh.dayHead(at('2026-11-17T15:20:00'))).toBe('11月17日 周二');
    expect(zh.ago(at('2026-11-17T15:20:00'))).toBe('3 天前');
    expect(zh.overdue(at('2026-11-18T09:30:00'))).toBe('逾期 2 天');
    expect(zh.overdue(at('2026-11-20T09:30:00'))).toBe('今天 09:30 已过');
  });

  it('cut days in the zone of the corp, not of the machine', () => {
    const justAfterMidnight = '2026-11-19T16:30:00.000Z';
    expect(zh.past(justAfterMidnight)).toBe('00:30');
    const inLondon = createTimeWords('zh-CN', 'Europe/London', () => now, translate);
    expect(inLondon.past(justAfterMidnight)).toBe('昨天');
  });

  it('tells the wall clock and turns it back, across a change of offset', () => {
    expect(wallTime(now, shanghai)).toEqual({ year: 2026, month: 11, day: 20, hour: 10, minute: 24 });
    const newYork = 'America/New_York';
    for (const wall of [
      { year: 2026, month: 3, day: 8, hour: 9, minute: 30 },
      { year: 2026, month: 11, day: 1, hour: 0, minute: 30 },
    ]) {
      expect(wallTime(instantAt(wall, newYork), newYork)).toEqual(wall);
    }
    expect(dayNumber(at('2026-11-20T23:59:00'), shanghai)).toBe(dayNumber(now, shanghai));
  });

  it.each([
    ['tomorrow', '2026-11-21T09:30:00'],
    ['threeDays', '2026-11-23T09:30:00'],
    ['nextWeek', '2026-11-23T09:30:00'],
  ] as const)('%s is a working hour of that day', (choice, local) => {
    expect(nextAtFor(choice, now, shanghai)).toBe(at(local));
  });

  it('takes next week from a Sunday and from a Monday', () => {
    expect(nextAtFor('nextWeek', at('2026-11-22T23:00:00'), shanghai)).toBe(at('2026-11-23T09:30:00'));
    expect(nextAtFor('nextWeek', at('2026-11-23T00:10:00'), shanghai)).toBe(at('2026-11-30T09:30:00'));
    expect(nextAtFor('threeDays', at('2026-12-30T10:00:00'), shanghai)).toBe(at('2027-01-02T09:30:00'));
  });

  it('waits for the next full minute', () => {
    expect(untilNextMinute(at('2026-11-20T10:24:08'))).toBe(52_000);
  });
});
