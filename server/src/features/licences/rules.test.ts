import { DAY } from '@guanxi/shared/time';
import { describe, expect, test } from 'vitest';
import { licenceNeed, licenceOf, memberLicenceState } from './rules.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const inDays = (days: number) => new Date(now.getTime() + days * DAY);

const facts = {
  mode: 'suite',
  licenceStatus: 0,
  licenceTrialUntil: null,
  licenceCheckedFrom: null,
  licenceReadAt: now,
};

test.each([
  ['a self-built app', { mode: 'self-built', licenceStatus: 1 }, 'not_needed'],
  ['an app nobody could ask about', { licenceReadAt: null }, 'unknown'],
  ['an app whose calls are checked', { licenceStatus: 1 }, 'needed'],
  ['calls checked since yesterday', { licenceStatus: 1, licenceCheckedFrom: inDays(-1) }, 'needed'],
  ['calls checked from tomorrow on', { licenceStatus: 1, licenceCheckedFrom: inDays(1) }, 'trial'],
  ['a trial that lasts', { licenceTrialUntil: inDays(1) }, 'trial'],
  [
    'a trial that ended since we asked',
    { licenceTrialUntil: inDays(-1), licenceReadAt: inDays(-2) },
    'needed',
  ],
  ['a trial that is over, with calls not checked', { licenceTrialUntil: inDays(-1) }, 'not_needed'],
  ['calls that are not checked', {}, 'not_needed'],
] as const)('%s: %o means %s', (_name, known, expected) => {
  expect(licenceNeed({ ...facts, ...known }, now)).toBe(expected);
});

describe('several accounts of one member', () => {
  const base = (days: number) => ({ kind: 'base' as const, expiresAt: inDays(days) });
  const interop = (days: number) => ({ kind: 'interop' as const, expiresAt: inDays(days) });
  test.each([
    ['none at all', [], { kind: 'none', expiresAt: null }],
    ['one that ended', [interop(-1)], { kind: 'none', expiresAt: inDays(-1) }],
    ['the last of those that ended', [base(-9), interop(-1)], { kind: 'none', expiresAt: inDays(-1) }],
    ['base beside an interop that ended', [interop(-1), base(3)], { kind: 'base', expiresAt: inDays(3) }],
    [
      'interop counts more than a longer base',
      [base(90), interop(3)],
      { kind: 'interop', expiresAt: inDays(3) },
    ],
    ['the longer interop', [interop(3), interop(30)], { kind: 'interop', expiresAt: inDays(30) }],
    ['one that ends this moment', [interop(0)], { kind: 'none', expiresAt: now }],
  ])('%s', (_name, accounts, expected) => {
    expect(licenceOf(accounts, now)).toEqual(expected);
  });
});

test.each([
  ['not_needed', null, 'not_needed'],
  ['not_needed', { kind: 'none', expiresAt: null }, 'not_needed'],
  ['trial', null, 'trial'],
  ['trial', { kind: 'none', expiresAt: inDays(-1) }, 'trial'],
  ['trial', { kind: 'interop', expiresAt: inDays(1) }, 'active'],
  ['needed', null, 'unknown'],
  ['needed', { kind: 'none', expiresAt: null }, 'none'],
  ['needed', { kind: 'none', expiresAt: inDays(-1) }, 'expired'],
  ['needed', { kind: 'interop', expiresAt: inDays(-1) }, 'expired'],
  ['needed', { kind: 'interop', expiresAt: inDays(1) }, 'active'],
  ['needed', { kind: 'interop', expiresAt: null }, 'active'],
  ['needed', { kind: 'base', expiresAt: inDays(1) }, 'base'],
  ['unknown', null, 'unknown'],
  ['unknown', { kind: 'none', expiresAt: null }, 'none'],
] as const)('while licences are %s, %o is %s', (need, licence, expected) => {
  expect(memberLicenceState(need, licence, now)).toBe(expected);
});
