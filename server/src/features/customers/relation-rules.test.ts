import type { RelationStatus } from '@guanxi/shared/customers';
import { describe, expect, test } from 'vitest';
import {
  isCurrent,
  isOpenForChanges,
  type RelationFact,
  type RelationReading,
  settleRelation,
} from './relation-rules.ts';

const start = Date.UTC(2026, 10, 20, 4);
/** An instant some seconds after the start. */
const at = (seconds: number) => new Date(start + seconds * 1000);
const fact = (kind: RelationFact['kind'], seconds: number): RelationFact => ({ kind, at: at(seconds) });
const stands = (status: RelationStatus, seconds: number) => ({ status, statusAt: at(seconds) });
const listed = (createdSeconds: number, readSeconds = 1000): RelationReading => ({
  follower: { createdAt: at(createdSeconds) },
  readAt: at(readSeconds),
});
const absent = (readSeconds = 1000): RelationReading => ({ follower: null, readAt: at(readSeconds) });

describe('a relation the platform lists', () => {
  test.each([
    ['is active when nothing was known', null, [], listed(5), stands('active', 5)],
    ['stays active since it was', stands('active', 5), [], listed(5), stands('active', 5)],
    ['is active after its callback', null, [fact('added', 5)], listed(5), stands('active', 5)],
    [
      'stays deleted by the customer, whom the list does not tell of',
      stands('deleted_by_customer', 50),
      [],
      listed(5),
      stands('deleted_by_customer', 50),
    ],
    [
      'is deleted by the customer after the callback',
      stands('active', 5),
      [fact('deleted_by_customer', 50)],
      listed(5),
      stands('deleted_by_customer', 50),
    ],
    [
      'is active when the customer came back, without any callback',
      stands('deleted_by_customer', 50),
      [],
      listed(90),
      stands('active', 90),
    ],
    [
      'is active when the customer came back with a callback',
      stands('deleted_by_customer', 50),
      [fact('added', 90)],
      listed(90),
      stands('active', 90),
    ],
    [
      'ends active when delete and add come in one go in the wrong order',
      stands('active', 5),
      [fact('added', 90), fact('deleted_by_customer', 50)],
      listed(90),
      stands('active', 90),
    ],
    [
      'an old delete that comes late changes nothing',
      stands('active', 90),
      [fact('deleted_by_customer', 50)],
      listed(90),
      stands('active', 90),
    ],
    [
      'the later of two callbacks of one second counts',
      null,
      [fact('added', 50), fact('deleted_by_customer', 50)],
      listed(50),
      stands('deleted_by_customer', 50),
    ],
    ['is confirmed when a half-add is listed', stands('half', 5), [], listed(5), stands('active', 5)],
    [
      'a lost one is active again since the reading',
      stands('lost', 50),
      [],
      listed(5),
      stands('active', 1000),
    ],
    [
      'deleted by the member a moment ago stays so while the list may lag',
      stands('active', 5),
      [fact('deleted_by_member', 990)],
      listed(5),
      stands('deleted_by_member', 990),
    ],
    [
      'deleted by the member long ago and still listed is active',
      stands('deleted_by_member', 50),
      [],
      listed(5),
      stands('active', 1000),
    ],
    [
      'transferred away long ago and still listed is active',
      stands('transferred', 50),
      [],
      listed(5),
      stands('active', 1000),
    ],
  ] as const)('%s', (_name, local, facts, reading, expected) => {
    expect(settleRelation(local, facts, reading)).toEqual(expected);
  });
});

describe('a relation the platform does not list', () => {
  test.each([
    ['is nothing when nothing was known', null, [], absent(), null],
    ['keeps a half-add', null, [fact('half_added', 5)], absent(), stands('half', 5)],
    [
      'is deleted by the member after the callback',
      stands('active', 5),
      [fact('deleted_by_member', 50)],
      absent(),
      stands('deleted_by_member', 50),
    ],
    [
      'is transferred after the callback',
      stands('active', 5),
      [fact('transferred', 50)],
      absent(),
      stands('transferred', 50),
    ],
    ['is unsettled right after the add', null, [fact('added', 990)], absent(), 'unsettled'],
    ['is nothing when an add of long ago was never shown', null, [fact('added', 50)], absent(), null],
    ['is lost when it was active', stands('active', 5), [], absent(), stands('lost', 1000)],
    [
      'keeps its ending when it ended before',
      stands('deleted_by_member', 50),
      [],
      absent(),
      stands('deleted_by_member', 50),
    ],
    [
      'keeps the deletion by the customer',
      stands('deleted_by_customer', 50),
      [],
      absent(),
      stands('deleted_by_customer', 50),
    ],
    [
      'an add that comes after the later delete changes nothing',
      stands('deleted_by_member', 50),
      [fact('added', 5)],
      absent(60),
      stands('deleted_by_member', 50),
    ],
    [
      'delete and add of one second in the wrong order end deleted',
      null,
      [fact('deleted_by_member', 990), fact('added', 990)],
      absent(),
      stands('deleted_by_member', 990),
    ],
    [
      'add and delete of one second end deleted',
      null,
      [fact('added', 990), fact('deleted_by_member', 990)],
      absent(),
      stands('deleted_by_member', 990),
    ],
    [
      'a transfer and an add of one second end transferred',
      stands('transferred', 990),
      [fact('added', 990)],
      absent(),
      stands('transferred', 990),
    ],
  ] as const)('%s', (_name, local, facts, reading, expected) => {
    expect(settleRelation(local, facts, reading)).toEqual(expected);
  });
});

test('the order and the number of the same callbacks do not matter', () => {
  const facts = [fact('half_added', 1), fact('added', 2), fact('deleted_by_customer', 3), fact('added', 9)];
  for (const reading of [listed(9), absent(5000)]) {
    const expected = settleRelation(null, facts, reading);
    for (const order of permutations(facts)) {
      expect(settleRelation(null, order, reading)).toEqual(expected);
      expect(settleRelation(null, [...order, ...order], reading)).toEqual(expected);
    }
  }
});

test('a standing settled twice stays as it is', () => {
  const once = settleRelation(null, [fact('added', 5), fact('deleted_by_customer', 7)], listed(5));
  expect(once).not.toBe('unsettled');
  expect(settleRelation(once === 'unsettled' ? null : once, [], listed(5))).toEqual(once);
});

test.each([
  ['active', true, true],
  ['half', true, false],
  ['deleted_by_customer', true, true],
  ['deleted_by_member', false, false],
  ['transferred', false, false],
  ['lost', false, false],
])('%s: listed %s, changeable %s', (status, current, open) => {
  expect([isCurrent(status), isOpenForChanges(status)]).toEqual([current, open]);
});

function permutations<T>(items: readonly T[]): T[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );
}
