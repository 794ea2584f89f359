import { DAY, HOUR } from '@guanxi/shared/time';
import { expect, test } from 'vitest';
import { nextSlot } from './daily-slot-rules.ts';

const now = new Date('2026-11-22T04:00:00.000Z');

test.each([1, 2, 77, 123_456_789])(
  'corp %i has one slot a day, at the same time, in the night of China',
  (corpId) => {
    const first = nextSlot(corpId, now);
    const second = nextSlot(corpId, first.runAt);
    expect(first.runAt.getTime()).toBeGreaterThan(now.getTime());
    expect(first.runAt.getTime() - now.getTime()).toBeLessThanOrEqual(DAY);
    expect(second.runAt.getTime() - first.runAt.getTime()).toBe(DAY);
    expect(second.key).not.toBe(first.key);
    const hour = ((first.runAt.getTime() + 8 * HOUR) % DAY) / HOUR;
    expect(hour).toBeGreaterThanOrEqual(2);
    expect(hour).toBeLessThan(5);
  },
);

test('two looks at the same day name the same slot', () => {
  const later = new Date(now.getTime() + HOUR);
  expect(nextSlot(9, later)).toEqual(nextSlot(9, now));
});

test('corps are spread', () => {
  const times = Array.from({ length: 100 }, (_, corpId) => nextSlot(corpId, now).runAt.getTime());
  expect(new Set(times).size).toBe(100);
});
