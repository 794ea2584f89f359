import type { OwnInstallation } from '@guanxi/shared/own-installation';
import { expect, it } from 'vitest';
import { ownSyncStanding } from './own-sync-standing.ts';

type Sync = OwnInstallation['sync'];
type Status = NonNullable<Sync['run']>['status'];

it.each<[Sync['state'], Status | null, string]>([
  ['not_read', null, 'not_read'],
  ['not_read', 'running', 'reading'],
  ['reading', 'running', 'reading'],
  ['read', 'running', 'again'],
  ['read', 'done', 'read'],
  ['read', 'failed', 'failed'],
  ['not_read', 'failed', 'failed'],
  ['read', 'asking', 'held'],
  ['read', 'unanswered', 'held'],
  ['unlicensed', 'done', 'unlicensed'],
  ['unlicensed', 'failed', 'unlicensed'],
  ['refused', 'done', 'refused'],
  ['unlicensed', 'running', 'reading'],
  ['reading', 'done', 'not_read'],
])('own customers %s beside a sync %s are said to be %s', (state, status, expected) => {
  const run: Sync['run'] = status && {
    ...{ id: 1, status, startedAt: '', finishedAt: null, percent: 0, secondsLeft: null, failure: null },
  };
  expect(ownSyncStanding({ state, run, readAt: null, losses: null, startableAt: null })).toBe(expected);
});
