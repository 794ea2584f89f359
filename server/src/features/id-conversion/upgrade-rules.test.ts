import { describe, expect, test } from 'vitest';
import {
  mayUpgrade,
  missingOf,
  obstacleOf,
  openSubjectsOf,
  subjectsToFinish,
  type UpgradeFacts,
} from './upgrade-rules.ts';

describe('the ids that are still the company’s own', () => {
  test.each([
    ['all of an old grant', { members: 'corp', customers: 'corp' }, { members: true, customers: true }],
    ['of customers alone', { members: 'provider', customers: 'corp' }, { members: false, customers: true }],
    ['of members alone', { members: 'corp', customers: 'provider' }, { members: true, customers: false }],
    ['none of a new grant', { members: 'provider', customers: 'provider' }, null],
    ['none that the platform told of', null, null],
  ] as const)('%s', (_name, subjects, open) => {
    expect(openSubjectsOf(subjects)).toEqual(open);
  });
});

describe('what is in the way of an upgrade', () => {
  const free: UpgradeFacts = { hasProvider: true, otherApps: [], formerAppWaits: false };
  test.each<[string, Partial<UpgradeFacts>, ReturnType<typeof obstacleOf>]>([
    ['nothing', {}, null],
    ['the secret of the provider', { hasProvider: false, otherApps: ['B'] }, 'provider_missing'],
    ['an app that would be upgraded too', { otherApps: ['B'], formerAppWaits: true }, 'other_apps'],
    ['a former app’s history', { formerAppWaits: true }, 'former_app'],
  ])('%s', (_name, facts, obstacle) => {
    expect(obstacleOf({ ...free, ...facts })).toBe(obstacle);
  });
});

test('only who left and what is gone may be given up', () => {
  const reasons = new Map([
    ['left', 2],
    ['gone', 3],
    ['refused', 5],
    ['unknown', 7],
    ['not_asked', 11],
  ]);
  expect(missingOf(reasons)).toEqual({ gone: 5, needed: 23 });
});

test.each([
  [0, 0, false, true],
  [3, 0, false, false],
  [3, 0, true, true],
  [0, 1, true, false],
  [3, 1, true, false],
])('with %i gone and %i needed ids missing, waived: %s, it goes on: %s', (gone, needed, isWaived, goesOn) => {
  expect(mayUpgrade({ gone, needed }, isWaived)).toBe(goesOn);
});

test.each([
  [true, true, false, false, { members: true, customers: true }],
  [true, true, true, false, { members: false, customers: true }],
  [true, true, true, true, null],
  [false, true, true, false, { members: false, customers: true }],
  // What was closed when it began is not touched, whatever the platform says of it.
  [false, true, false, true, null],
])(
  'open at the beginning: members %s, customers %s; done by now: %s, %s',
  (members, customers, doneMembers, doneCustomers, left) => {
    const done = { members: doneMembers, customers: doneCustomers };
    expect(subjectsToFinish({ members, customers }, done)).toEqual(left);
  },
);
