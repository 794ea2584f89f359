import { expect, test } from 'vitest';
import type { FollowRelationRow } from './table.ts';
import { type ListedRelation, tallyOf } from './tally-rules.ts';

const runId = 7;
const at = new Date('2026-11-22T00:00:00Z');
const row: FollowRelationRow = {
  ...{ id: 1, corpId: 1, customerId: 10, memberId: 20, remark: '', description: '', remarkCompany: null },
  ...{ sealedMobiles: null, addWay: 1, channel: null, operUserId: null, status: 'active', statusAt: at },
  ...{ followedAt: at, endedAt: null, personalTags: [], searchText: '', seenRunId: 6, seenAt: null },
};
const profile = { remark: '', description: '', company: '', mobiles: ['138'] };
const listed = (
  before: Partial<FollowRelationRow> | null,
  after: Partial<ListedRelation> = {},
): ListedRelation => ({
  known: before === null ? null : { ...row, ...before },
  row: { ...row, seenRunId: runId },
  profile: { before: profile, after: profile },
  isTaggedAnew: false,
  ...after,
});
const none = { customers: 0, newCustomers: 0, relations: 0, added: 0, changed: 0 };

test.each([
  ['as it was', listed({}), { ...none, customers: 1, relations: 1 }],
  ['new', listed(null), { ...none, customers: 1, newCustomers: 1, relations: 1, added: 1 }],
  ['back after an ending', listed({ status: 'lost' }), { ...none, customers: 1, relations: 1, added: 1 }],
  [
    'confirmed after a half-add',
    listed({ status: 'half' }),
    { ...none, customers: 1, relations: 1, changed: 1 },
  ],
  ['with another remark', listed({ remark: '旧' }), { ...none, customers: 1, relations: 1, changed: 1 }],
  [
    'with other tags',
    listed({}, { isTaggedAnew: true }),
    { ...none, customers: 1, relations: 1, changed: 1 },
  ],
  [
    'with other phones',
    listed({}, { profile: { before: profile, after: { ...profile, mobiles: [] } } }),
    { ...none, customers: 1, relations: 1, changed: 1 },
  ],
  ['in a page that is read again', listed({ seenRunId: runId, remark: '旧' }), none],
])('a relation that is %s', (_name, one, expected) => {
  const before = one.known === null ? [] : [one.known];
  expect(tallyOf([one], before, runId)).toEqual(expected);
});

test('a customer of two members counts once, in whatever pages they are', () => {
  const first = listed(null);
  const second = listed(null, { row: { ...row, memberId: 21, seenRunId: runId } });
  const both = tallyOf([first, second], [], runId);
  expect(both).toEqual({ customers: 1, newCustomers: 1, relations: 2, added: 2, changed: 0 });
  const later = tallyOf([second], [{ customerId: 10, seenRunId: runId }], runId);
  expect(later).toEqual({ ...none, relations: 1, added: 1 });
});
