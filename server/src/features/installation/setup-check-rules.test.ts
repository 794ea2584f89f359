import { DAY, SECOND } from '@guanxi/shared/time';
import { expect, test } from 'vitest';
import {
  judgeCallbacks,
  judgeClock,
  judgeLicences,
  judgePermissions,
  judgeRange,
  judgeSync,
} from './setup-check-rules.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const ago = (days: number) => new Date(now.getTime() - days * DAY);
const stand = { need: 'needed', lacking: 0, expiring: 0, trialUntil: null } as const;
const base = 'externalcontact:base:base';
const tag = 'externalcontact:contact:tag';

test.each([
  ['a callback of yesterday', () => judgeCallbacks(ago(1), now), 'pass', null],
  ['callbacks that stopped a week ago', () => judgeCallbacks(ago(8), now), 'warn', 'long_silent'],
  ['no callback ever', () => judgeCallbacks(null, now), 'fail', 'never_called'],
  ['members with customers', () => judgeRange(9, 4), 'pass', null],
  ['members of whom none may have customers', () => judgeRange(9, 0), 'fail', 'no_follow_members'],
  ['nobody', () => judgeRange(0, 0), 'fail', 'nobody_in_range'],
  ['everything granted', () => judgePermissions([base, tag, 'more'], [base, tag]), 'pass', null],
  ['something not granted', () => judgePermissions([base], [base, tag]), 'warn', 'permissions_missing'],
  ['customers not granted', () => judgePermissions([tag], [base, tag]), 'fail', 'customers_not_permitted'],
  ['a clock that nobody compared', () => judgeClock(null), 'pass', null],
  ['a clock within seconds', () => judgeClock(-4 * SECOND), 'pass', null],
  ['a clock that is a minute behind', () => judgeClock(60 * SECOND), 'warn', 'clock_differs'],
  ['a clock that is ten minutes ahead', () => judgeClock(-600 * SECOND), 'fail', 'clock_differs'],
  ['licences for all', () => judgeLicences(stand, now), 'pass', null],
  [
    'licences nobody can read',
    () => judgeLicences({ ...stand, need: 'unknown' }, now),
    'warn',
    'licences_unknown',
  ],
  ['a member without one', () => judgeLicences({ ...stand, lacking: 1 }, now), 'fail', 'licences_missing'],
  ['one that ends soon', () => judgeLicences({ ...stand, expiring: 1 }, now), 'warn', 'licences_expiring'],
  [
    'a trial that ends soon',
    () => judgeLicences({ ...stand, need: 'trial', trialUntil: ago(-9) }, now),
    ...(['warn', 'trial_ends'] as const),
  ],
  [
    'a trial that has just begun',
    () => judgeLicences({ ...stand, need: 'trial', lacking: 3, trialUntil: ago(-89) }, now),
    ...(['pass', null] as const),
  ],
  ['no need of any', () => judgeLicences({ ...stand, need: 'not_needed', lacking: 3 }, now), 'pass', null],
  ['a sync that ended well', () => judgeSync({ status: 'done', finishedAt: now }), 'pass', null],
  ['a sync that failed', () => judgeSync({ status: 'failed', finishedAt: now }), 'fail', 'sync_failed'],
  ['a sync that asks', () => judgeSync({ status: 'asking', finishedAt: now }), 'warn', 'sync_asking'],
  ['no sync yet', () => judgeSync(null), 'warn', 'never_synced'],
] as const)('%s', (_name, judge, outcome, problem) => {
  expect(judge()).toMatchObject({ outcome, problem });
});
