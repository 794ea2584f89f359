import { expect, test } from 'vitest';
import { nightly } from './slots.ts';

const slot = nightly({ name: 'test', fromHour: 5, hours: 2 });
const corp = { corpId: 1, timeZone: 'Asia/Shanghai' };

test.each([
  ['before the window it is still the slot of yesterday', '2026-11-22T04:59:00+08:00', '2026-11-21'],
  ['after the window it is the slot of today', '2026-11-22T07:00:00+08:00', '2026-11-22'],
  ['in the evening too', '2026-11-22T23:59:00+08:00', '2026-11-22'],
  ['and after midnight', '2026-11-23T00:01:00+08:00', '2026-11-22'],
])('%s', (_name, now, expected) => {
  expect(slot(corp, new Date(now))).toBe(expected);
});

test('the minute is the same on every node and differs between companies', () => {
  const begins = (corpId: number) => {
    const start = Date.parse('2026-11-22T05:00:00+08:00');
    return Array.from({ length: 121 }, (_, minute) => minute).find(
      (minute) => slot({ ...corp, corpId }, new Date(start + minute * 60_000)) === '2026-11-22',
    );
  };
  const minutes = Array.from({ length: 40 }, (_, index) => begins(index + 1));
  expect(minutes).toEqual(Array.from({ length: 40 }, (_, index) => begins(index + 1)));
  expect(new Set(minutes).size).toBeGreaterThan(20);
  expect(minutes.every((minute) => minute !== undefined && minute < 120)).toBe(true);
});

test('each company has its own night', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  expect(slot({ corpId: 1, timeZone: 'Asia/Shanghai' }, now)).toBe('2026-11-22');
  expect(slot({ corpId: 1, timeZone: 'America/New_York' }, now)).toBe('2026-11-21');
});
