import { describe, expect, test } from 'vitest';
import { kindOfGiver, refusalToHandOver } from './policy.ts';

const here = (id: number) => ({ id, isFollowUser: true, leftAt: null });
const left = (id: number) => ({ id, isFollowUser: false, leftAt: new Date('2026-11-01T00:00:00Z') });
const all = { handsOver: true, handsOverResigned: true };

describe('who may hand over whose customers', () => {
  test.each([
    ['an admin, anybody to anybody', 'all', here(1), here(2), all, null],
    ['a manager, below them', [1, 2], here(1), here(2), all, null],
    ['a manager, from outside', [2, 3], here(1), here(2), all, 'member.not_found'],
    ['a manager, to outside', [1, 3], here(1), here(2), all, 'member.not_found'],
    ['from nobody', 'all', null, here(2), all, 'member.not_found'],
    ['to nobody', 'all', here(1), null, all, 'member.not_found'],
    ['to oneself', 'all', here(1), here(1), all, 'handover.same_member'],
    ['to one who left', 'all', here(1), left(2), all, 'handover.cannot_take_over'],
    [
      'to one without customer contact',
      'all',
      here(1),
      { ...here(2), isFollowUser: false },
      all,
      'handover.cannot_take_over',
    ],
    ['from one who left', 'all', left(1), here(2), all, null],
    [
      'in service without the permission',
      'all',
      here(1),
      here(2),
      { ...all, handsOver: false },
      'handover.not_permitted',
    ],
    ['after leaving without the other one', 'all', left(1), here(2), { ...all, handsOver: false }, null],
    [
      'after leaving without the permission',
      'all',
      left(1),
      here(2),
      { ...all, handsOverResigned: false },
      'handover.not_permitted',
    ],
  ] as const)('%s', (_name, scope, giver, taker, can, expected) => {
    expect(refusalToHandOver({ scope, giver, taker, can })).toBe(expected);
  });
});

test('the giver decides the kind', () => {
  expect(kindOfGiver(here(1))).toBe('in_service');
  expect(kindOfGiver(left(1))).toBe('resigned');
});
