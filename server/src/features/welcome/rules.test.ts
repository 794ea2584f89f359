import { expect, test } from 'vitest';
import { departmentsNearestFirst, fillText, isTooLate, pickWelcome } from './rules.ts';

const none = { way: null, member: null, departments: new Map<number, string>(), corp: null };
const all = {
  way: 'W',
  member: 'M',
  departments: new Map([
    [2, 'D2'],
    [1, 'D1'],
  ]),
  corp: 'C',
};

test.each([
  ['the way before everything', all, [2, 1], 'way', 'W'],
  ['the member before departments', { ...all, way: null }, [2, 1], 'member', 'M'],
  ['the nearest department', { ...all, way: null, member: null }, [2, 1], 'department', 'D2'],
  [
    'a department above when the own one has none',
    { ...all, way: null, member: null },
    [9, 1],
    'department',
    'D1',
  ],
  ['the company last', { ...all, way: null, member: null }, [9], 'corp', 'C'],
  ['the company for somebody without a department', { ...none, corp: 'C' }, [], 'corp', 'C'],
] as const)('%s', (_name, candidates, departments, source, message) => {
  expect(pickWelcome(candidates, departments)).toEqual({ source, message });
});

test('nothing applies where nothing is set', () => {
  expect(pickWelcome(none, [2, 1])).toBeNull();
});

const tree = [
  { departmentId: 1, parentId: 0 },
  { departmentId: 2, parentId: 1 },
  { departmentId: 3, parentId: 2 },
  { departmentId: 4, parentId: 1 },
];
test.each([
  ['upwards', [3], tree, [3, 2, 1]],
  ['of two, level by level in their order', [4, 3], tree, [4, 3, 1, 2]],
  [
    'a cycle ends',
    [5],
    [
      { departmentId: 5, parentId: 6 },
      { departmentId: 6, parentId: 5 },
    ],
    [5, 6],
  ],
  ['a department the tree does not know', [9], tree, [9]],
  ['none', [], tree, []],
])('departments nearest first: %s', (_name, own, departments, expected) => {
  expect(departmentsNearestFirst(own, departments)).toEqual(expected);
});

test.each([
  ['%NICKNAME%，你好', '小陈', '小陈，你好'],
  ['%NICKNAME%，你好', null, '朋友，你好'],
  ['%NICKNAME%，你好', '', '朋友，你好'],
  ['%NICKNAME%和%NICKNAME%', '$&', '$&和$&'],
  ['你好', '小陈', '你好'],
])('%s for %s is %s', (text, name, expected) => {
  expect(fillText(text, name)).toBe(expected);
});

test('a nickname that makes the text too long gives way', () => {
  const text = `%NICKNAME%${'好'.repeat(1330)}`;
  expect(fillText(text, '很长的昵称')).toBe(`朋友${'好'.repeat(1330)}`);
});

test.each([
  [0, false],
  [20_000, false],
  [20_001, true],
])('a code received %i ms ago is too late: %s', (ms, expected) => {
  expect(isTooLate(new Date(1000), new Date(1000 + ms))).toBe(expected);
});
