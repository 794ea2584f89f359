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

const minute = 60_000;
const early = nightly({ name: 'early', fromHour: 1, hours: 4 });

/** Every slot that begins in two days, with the hour on the company's clock at which it begins. */
function beginnings(timeZone: string, from: string, corpId: number): { slot: string; hour: number }[] {
  const start = Date.parse(from);
  const found: { slot: string; hour: number }[] = [];
  let last = early({ corpId, timeZone }, new Date(start));
  for (let at = start; at < start + 48 * 60 * minute; at += 10 * minute) {
    const name = early({ corpId, timeZone }, new Date(at));
    if (name !== last) {
      const hour = new Date(at).toLocaleString('en-GB', { timeZone, hour: '2-digit' });
      found.push({ slot: name, hour: Number(hour) });
      last = name;
    }
  }
  return found;
}

test.each([
  ['nothing happens to the clock', 'Asia/Shanghai', '2026-03-07T04:00:00Z', ['2026-03-08', '2026-03-09']],
  ['the clock goes forward at two', 'America/New_York', '2026-03-07T17:00:00Z', ['2026-03-08', '2026-03-09']],
  ['the clock goes back at two', 'America/New_York', '2026-10-31T16:00:00Z', ['2026-11-01', '2026-11-02']],
  ['the clock goes forward at one', 'Europe/London', '2026-03-28T12:00:00Z', ['2026-03-29', '2026-03-30']],
  [
    'the clock goes back by half an hour',
    'Australia/Lord_Howe',
    '2026-04-04T01:00:00Z',
    ['2026-04-05', '2026-04-06'],
  ],
  ['there is no midnight', 'Africa/Cairo', '2026-04-23T10:00:00Z', ['2026-04-24', '2026-04-25']],
  [
    'the last hour of the day comes twice',
    'America/Santiago',
    '2026-04-04T15:00:00Z',
    ['2026-04-05', '2026-04-06'],
  ],
])('each night has one slot in the small hours when %s', (_name, timeZone, from, slots) => {
  for (const corpId of [1, 2, 3]) {
    const begun = beginnings(timeZone, from, corpId);
    expect(begun.map(({ slot: name }) => name)).toEqual(slots);
    expect(begun.every(({ hour }) => hour >= 1 && hour < 6)).toBe(true);
  }
});
