import { expect, test } from 'vitest';
import { isLossTooLarge, memberGroups } from './rules.ts';

test.each([
  [0, 0, false],
  [50, 50, false],
  [51, 51, true],
  [51, 255, false],
  [52, 255, true],
  [200, 1000, false],
  [201, 1000, true],
])('losing %i of %i is suspicious: %s', (lost, current, tooLarge) => {
  expect(isLossTooLarge(lost, current)).toBe(tooLarge);
});

test.each([
  [[], 2, []],
  [['a'], 2, [['a']]],
  [['a', 'b'], 2, [['a', 'b']]],
  [['a', 'b', 'c'], 2, [['a', 'b'], ['c']]],
])('%j in groups of %i', (userIds, size, groups) => {
  expect(memberGroups(userIds, size)).toEqual(groups);
});
