import { describe, expect, test } from 'vitest';
import { consentOf, isAskingRisky, matchMembers, reasonOfRest } from './rules.ts';

describe('members by what the platform told', () => {
  test.each<[string, string[], [string, string][], [string, string][]]>([
    ['exactly', ['ZhangSan'], [['wo1', 'ZhangSan']], [['ZhangSan', 'wo1']]],
    [
      'in other letters, which plain userids do not keep',
      ['ZhangSan'],
      [['wo1', 'zhangsan']],
      [['ZhangSan', 'wo1']],
    ],
    ['never by letters alone where two could be meant', ['ZhangSan', 'zhangSAN'], [['wo1', 'ZHANGSAN']], []],
    [
      'exactly even where two are alike',
      ['ZhangSan', 'zhangSAN'],
      [['wo1', 'zhangSAN']],
      [['zhangSAN', 'wo1']],
    ],
    ['nobody we know', ['LiSi'], [['wo1', 'ZhangSan']], []],
  ])('%s', (_name, known, told, expected) => {
    expect([...matchMembers(known, new Map(told))]).toEqual(expected);
  });
});

test.each([
  [0, 0, false],
  [50, 20, false],
  [50, 21, true],
  [1000, 200, false],
  [1000, 201, true],
])('asking goes on after %i ids of which %i were unknown: %s', (asked, unknown, isRisky) => {
  expect(isAskingRisky({ asked, unknown })).toBe(isRisky);
});

test('a refusal is why people are kept, where there was one', () => {
  expect([reasonOfRest(48_002), reasonOfRest(null)]).toEqual(['refused', 'unknown']);
});

test.each([
  [false, false, 'not_needed'],
  [true, false, 'missing'],
  [true, true, 'agreed'],
  [false, true, 'agreed'],
] as const)('refused: %s, agreed: %s', (hasRefusedPeople, agreed, consent) => {
  expect(consentOf({ hasRefusedPeople, agreed })).toBe(consent);
});
