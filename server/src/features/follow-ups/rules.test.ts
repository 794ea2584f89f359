import { describe, expect, test } from 'vitest';
import { refusalToChange } from './policy.ts';
import { editableUntil, isInPast, nextStepOf } from './rules.ts';
import type { FollowUpRow } from './table.ts';

const start = Date.UTC(2026, 10, 20, 4);
const hours = (count: number) => new Date(start + count * 3_600_000);
const written = { memberId: 7, createdAt: hours(0) };

describe('changing a follow-up', () => {
  test.each([
    ['its author, at once', 7, hours(0), null],
    ['its author, a moment before 24 hours', 7, new Date(hours(24).getTime() - 1), null],
    ['its author, at 24 hours', 7, hours(24), 'follow_up.locked'],
    ['its author, days later', 7, hours(72), 'follow_up.locked'],
    ['a colleague, at once', 8, hours(0), 'follow_up.not_author'],
    ['a colleague, days later', 8, hours(72), 'follow_up.not_author'],
  ])('%s', (_name, memberId, now, refusal) => {
    expect(refusalToChange(written, memberId, now)).toBe(refusal);
    expect(editableUntil(written, memberId, now)).toEqual(refusal === null ? hours(24) : null);
  });
});

describe('the next date', () => {
  test.each([
    ['none', null, false],
    ['later', hours(1), false],
    ['a minute ago, because the text took that long', new Date(start - 60_000), false],
    ['six minutes ago', new Date(start - 360_000), true],
  ])('%s', (_name, nextAt, past) => {
    expect(isInPast(nextAt, hours(0))).toBe(past);
  });
});

describe('the next step', () => {
  const row: FollowUpRow = {
    ...{ id: 3, corpId: 1, customerId: 2, memberId: 7, method: 'phone', outcome: null, body: '报价' },
    ...{ nextAt: hours(10), requestKey: 'k', createdAt: hours(0), editedAt: null, deletedAt: null },
  };
  test('there is none before the first follow-up', () => {
    expect(nextStepOf(null, hours(0))).toBeNull();
  });
  test('there is none when the newest one planned nothing', () => {
    expect(nextStepOf({ ...row, nextAt: null }, hours(0))).toBeNull();
  });
  test.each([
    ['before its time', hours(9), false],
    ['after its time', hours(11), true],
  ])('%s', (_name, now, isOverdue) => {
    expect(nextStepOf(row, now)).toEqual({
      followUpId: 3,
      at: hours(10).toISOString(),
      text: '报价',
      isOverdue,
    });
  });
});
