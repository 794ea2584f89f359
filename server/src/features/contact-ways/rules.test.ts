import { DAY } from '@guanxi/shared/time';
import { expect, test } from 'vitest';
import { countArrivals, fitsKind, isDueForTags, kindOf, listWindows } from './rules.ts';

const at = (days: number) => new Date(days * DAY);

test('the listing is asked for in windows without a gap, the newest first', () => {
  expect(listWindows(at(1000), at(790))).toEqual([
    { from: at(910), until: at(1000) },
    { from: at(820), until: at(910) },
    { from: at(790), until: at(820) },
  ]);
});

test('it goes back to the first day the platform lists', () => {
  const windows = listWindows(new Date(Date.UTC(2026, 10, 20)));
  expect(windows.at(-1)?.from).toEqual(new Date(Date.UTC(2021, 6, 10)));
  expect(windows).toHaveLength(22);
});

test.each([
  ['who never came by the way', null, 0, true],
  ['who comes back on the same day', 0, 0, false],
  ['who comes back within a month', 0, 29, false],
  ['who comes back after a month', 0, 30, true],
  ['an add older than its tags', 10, 0, false],
])('tags for %s', (_name, tagged, followed, expected) => {
  expect(isDueForTags(tagged === null ? null : at(tagged), at(followed))).toBe(expected);
});

const one = { userIds: ['a'], departmentIds: [] };
const two = { userIds: ['a', 'b'], departmentIds: [] };
const department = { userIds: [], departmentIds: [1] };
test.each([
  [one, 'single'],
  [two, 'several'],
  [department, 'several'],
])('%j is a way to %s', (way, kind) => {
  expect(kindOf(way)).toBe(kind);
});

test.each([
  ['single', one, true],
  ['single', two, false],
  ['single', department, false],
  ['several', one, true],
  ['several', department, true],
])('a way for %s can become %j: %s', (kind, way, expected) => {
  expect(fitsKind(kind, way)).toBe(expected);
});

test('who was handed over came, and is not lost', () => {
  const rows = ['active', 'half', 'transferred', 'lost', 'deleted_by_customer', 'deleted_by_member'].map(
    (status, index) => ({ status, count: 10 ** index }),
  );
  expect(countArrivals(rows)).toEqual({ added: 111_111, lost: 111_000 });
  expect(countArrivals([])).toEqual({ added: 0, lost: 0 });
});
