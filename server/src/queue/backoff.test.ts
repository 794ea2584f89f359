import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test.each([
  [1, 2_000],
  [2, 4_000],
  [3, 8_000],
  [10, 1_024_000],
  [11, 1_800_000],
  [12, 1_800_000],
  [500, 1_800_000],
])('after try %i it waits %i ms', (attempt, expected) => {
  expect(backoffMs(attempt, 0.5)).toBe(expected);
});

test('jobs that failed together come back spread by a quarter either way', () => {
  expect([backoffMs(3, 0), backoffMs(3, 0.999999)]).toEqual([6_000, 10_000]);
});
