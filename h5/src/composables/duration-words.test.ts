import { expect, it } from 'vitest';
import { durationOf } from './duration-words.ts';

it.each([
  [0, 'seconds', 1],
  [1_200, 'seconds', 2],
  [89_999, 'seconds', 90],
  [90_000, 'minutes', 2],
  [720_000, 'minutes', 12],
  [89 * 60_000, 'minutes', 89],
  [91 * 60_000, 'hours', 2],
])('%i ms is said in %s: %i', (ms, unit, n) => {
  expect(durationOf(ms)).toEqual({ unit, n });
});
