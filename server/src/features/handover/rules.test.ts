import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { describe, expect, test } from 'vitest';
import {
  blockOf,
  canRetry,
  groupsOf,
  newestRecord,
  nextLookAt,
  stateAfterCall,
  stateByEvent,
  stateByRecord,
} from './rules.ts';

const now = new Date('2026-11-22T04:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('after a call', () => {
  test.each([
    ['customer', 0, 'waiting', null],
    ['customer', 40_096, 'failed', 'unknown_customer'],
    ['customer', 40_097, 'failed', 'not_resigned'],
    ['customer', 40_099, 'failed', 'limit_reached'],
    ['customer', 40_100, 'failed', 'running_already'],
    ['customer', 40_128, 'failed', 'too_often'],
    ['customer', 40_129, 'failed', 'running_already'],
    ['customer', 40_131, 'failed', 'member_unusable'],
    ['customer', 84_061, 'failed', 'no_relation'],
    ['customer', 701_008, 'failed', 'licence_missing'],
    ['customer', 99_999, 'failed', 'rejected'],
    ['chat', 0, 'done', null],
    ['chat', 90_500, 'failed', 'not_resigned'],
    ['chat', 90_501, 'failed', 'chat_not_possible'],
    ['chat', 90_504, 'done', null],
    ['chat', 90_508, 'done', null],
  ] as const)('a %s with %i is %s, because %s', (kind, errcode, state, reason) => {
    expect(stateAfterCall(kind, errcode)).toEqual({ state, reason });
  });
});

describe('by the record of the platform', () => {
  const asked = ago(HOUR);
  test.each([
    ['agreed', { status: 'done', at: now }, { state: 'done', reason: null }],
    ['has not answered', { status: 'waiting', at: now }, { state: 'waiting', reason: null }],
    ['refused', { status: 'refused', at: null }, { state: 'refused', reason: 'refused_by_customer' }],
    ['is one too many', { status: 'limit', at: now }, { state: 'failed', reason: 'limit_reached' }],
    ['was handed over a month ago', { status: 'done', at: ago(30 * DAY) }, null],
    [
      'agreed in the second we asked',
      { status: 'done', at: ago(HOUR + 900) },
      { state: 'done', reason: null },
    ],
    ['has no record', { status: 'none', at: null }, null],
    ['has a status nobody documented', { status: 'unknown', at: now }, null],
  ] as const)('a customer who %s', (_name, record, expected) => {
    expect(stateByRecord(record, asked)).toEqual(expected);
  });

  test('no record says nothing', () => {
    expect(stateByRecord(undefined, asked)).toBeNull();
  });

  test('of several records the running one counts, otherwise the last', () => {
    const refused = { status: 'refused', at: null } as const;
    const waiting = { status: 'waiting', at: now } as const;
    const done = { status: 'done', at: now } as const;
    expect(newestRecord([refused, waiting, done])).toBe(waiting);
    expect(newestRecord([refused, done])).toBe(done);
    expect(newestRecord([])).toBeUndefined();
  });
});

test.each([
  ['customer_refused', { state: 'refused', reason: 'refused_by_customer' }],
  ['customer_limit_exceed', { state: 'failed', reason: 'limit_reached' }],
  ['customer_limit_reached', { state: 'failed', reason: 'limit_reached' }],
  ['something_new', { state: 'failed', reason: 'rejected' }],
])('the event of a failure by %s', (reason, expected) => {
  expect(stateByEvent(reason)).toEqual(expected);
});

test.each([
  ['failed', 'unreachable', true],
  ['failed', 'limit_reached', true],
  ['failed', 'no_result', true],
  ['refused', 'refused_by_customer', true],
  ['failed', 'too_often', false],
  ['failed', 'no_relation', false],
  ['failed', 'unknown_customer', false],
  ['failed', 'not_resigned', false],
  ['waiting', null, false],
  ['done', null, false],
])('%s because of %s may be tried again: %s', (state, reason, expected) => {
  expect(canRetry({ state, reason })).toBe(expected);
});

describe('a customer is blocked', () => {
  const past = (state: string, startedAt: Date | null, kind = 'in_service') => ({ kind, state, startedAt });
  test.each([
    ['by nothing', [], null],
    ['while one runs', [past('waiting', ago(HOUR))], 'running'],
    ['while one is on its way', [past('pending', null)], 'running'],
    ['not by one in 90 days', [past('done', ago(DAY))], null],
    ['by two in 90 days', [past('refused', ago(DAY)), past('done', ago(89 * DAY))], 'too_often'],
    ['not when one is older', [past('done', ago(DAY)), past('done', ago(91 * DAY))], null],
    ['not by ones that never began', [past('failed', null), past('failed', null)], null],
    [
      'not by handovers after leaving',
      [past('done', ago(DAY), 'resigned'), past('done', ago(DAY), 'resigned')],
      null,
    ],
  ])('%s', (_name, handovers, expected) => {
    expect(blockOf(handovers, now)).toBe(expected);
  });
});

test.each([
  ['at once', 0, 10 * MINUTE],
  ['after ten minutes', 10 * MINUTE, 30 * MINUTE],
  ['in the evening', 4 * HOUR, 8 * HOUR],
  ['after the first working day', 8 * HOUR, DAY + 5 * MINUTE],
  ['when the day is over', DAY + 6 * MINUTE, DAY + 30 * MINUTE],
])('the next look %s', (_name, age, expected) => {
  const started = ago(age);
  expect(nextLookAt(started, now)).toEqual(new Date(started.getTime() + expected));
});

test('when the platform has had its day and more, nobody looks again', () => {
  expect(nextLookAt(ago(DAY + 2 * HOUR), now)).toBeNull();
});

test('groups keep the order and leave nobody out', () => {
  expect(groupsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(groupsOf([], 2)).toEqual([]);
});
