import { expect, test } from 'vitest';
import { latencyOf, median, percentile, ratioOfRounds, rounded } from './stats.ts';

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

test.each([
  { sorted: [7], share: 0.5, expected: 7 },
  { sorted: [7], share: 0.99, expected: 7 },
  { sorted: [1, 2], share: 0.5, expected: 1 },
  { sorted: [1, 2], share: 0.51, expected: 2 },
  { sorted: hundred, share: 0, expected: 1 },
  { sorted: hundred, share: 0.5, expected: 50 },
  { sorted: hundred, share: 0.99, expected: 99 },
  { sorted: hundred, share: 1, expected: 100 },
  { sorted: [], share: 0.5, expected: Number.NaN },
])('percentile $share of $sorted.length values is $expected', ({ sorted, share, expected }) => {
  expect(percentile(sorted, share)).toBe(expected);
});

test.each([
  { values: [], expected: Number.NaN },
  { values: [3], expected: 3 },
  { values: [9, 1], expected: 5 },
  { values: [9, 1, 4], expected: 4 },
  { values: [10, 2, 1, 4], expected: 3 },
])('median of $values is $expected', ({ values, expected }) => {
  expect(median(values)).toBe(expected);
});

test('times are summed up without being sorted in place', () => {
  const times = [5, 1, 3];
  expect(latencyOf(times)).toEqual({ count: 3, p50: 3, p90: 5, p99: 5, max: 5 });
  expect(times).toEqual([5, 1, 3]);
});

test.each([
  { values: [20, 10, 30], floors: [10, 5, 10], expected: 2 },
  { values: [1], floors: [4], expected: 0.25 },
  { values: [1, 2], floors: [1], expected: Number.NaN },
])('ratio of $values to $floors is $expected', ({ values, floors, expected }) => {
  expect(ratioOfRounds(values, floors)).toBe(expected);
});

test.each([
  { value: 1.005, expected: 1 },
  { value: 1.237, expected: 1.24 },
  { value: 12, expected: 12 },
])('$value is printed as $expected', ({ value, expected }) => {
  expect(rounded(value)).toBe(expected);
});
