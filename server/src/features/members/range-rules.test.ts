import { expect, test } from 'vitest';
import { isInRange, whereabouts } from './range-rules.ts';

const departments = [
  { departmentId: 1, parentId: 0 },
  { departmentId: 2, parentId: 1 },
  { departmentId: 3, parentId: 2 },
];
const member = { userId: 'ZhangSan', departmentIds: [3] };
const nothing = { departmentIds: [], userIds: [], tagIds: [] };

test.each([
  ['a range nobody read', null, 'unknown'],
  ['an empty range', nothing, 'outside'],
  ['the own department', { ...nothing, departmentIds: [3] }, 'inside'],
  ['a department above', { ...nothing, departmentIds: [1] }, 'inside'],
  ['another department', { ...nothing, departmentIds: [4] }, 'outside'],
  ['the member by name', { ...nothing, userIds: ['ZhangSan'] }, 'inside'],
  ['a name that differs by a letter’s case', { ...nothing, userIds: ['zhangsan'] }, 'outside'],
  ['a tag, whose members are not known', { ...nothing, tagIds: [7] }, 'unknown'],
] as const)('%s makes a member of it: %s %s', (_name, range, expected) => {
  expect(isInRange(range, member, departments)).toBe(expected);
});

test.each([
  ['no_privilege', 'inside', 'out_of_range'],
  ['no_privilege', 'unknown', 'out_of_range'],
  ['not_found', 'inside', 'left'],
  ['not_found', 'unknown', 'left'],
  ['not_found', 'outside', 'out_of_range'],
] as const)('%s of somebody who should be %s means %s', (answer, place, expected) => {
  expect(whereabouts(answer, place)).toBe(expected);
});
