import { HOUR } from '@guanxi/shared/time';
import { expect, test } from 'vitest';
import { isTooLate, mayReceive, reasonOfRefusal, settleRecipients } from './rules.ts';

test.each([
  [[0, 0], true],
  [[24, 899], true],
  [[25, 25], false],
  [[0, 900], false],
])('a member who got %j in the last minute and hour may get one more: %s', (counts, expected) => {
  expect(mayReceive(counts)).toBe(expected);
});

test('an answer names whom it did not reach', () => {
  const recipients = ['a', 'b', 'c'].map((userId, index) => ({ memberId: index + 1, userId }));
  expect(settleRecipients(recipients, { invalidUserIds: ['b'], unlicensedUserIds: ['c'] })).toEqual([
    { memberId: 1, reason: null },
    { memberId: 2, reason: 'out_of_range' },
    { memberId: 3, reason: 'unlicensed' },
  ]);
});

test.each([
  [81_013, 'out_of_range'],
  [701_008, 'unlicensed'],
  [48_002, 'not_permitted'],
  [45_002, 'rejected'],
])('refused with %i reached nobody, because %s', (errcode, reason) => {
  expect(reasonOfRefusal(errcode)).toBe(reason);
});

test.each([
  [0, false],
  [71.9, false],
  [72, true],
])('%d hours after the tap a card is too old: %s', (hours, expected) => {
  const clicked = new Date('2026-11-01T00:00:00Z');
  expect(isTooLate(clicked, new Date(clicked.getTime() + hours * HOUR))).toBe(expected);
});
