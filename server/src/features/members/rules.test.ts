import { describe, expect, test } from 'vitest';
import { roleOf, withAncestors, withDescendants } from './rules.ts';

describe('the role of a member', () => {
  const admins = new Set(['ZhouQiming']);
  test.each([
    ['ZhangSan', [], 'rep'],
    ['WangMin', [2], 'manager'],
    ['ZhouQiming', [], 'admin'],
    ['ZhouQiming', [2], 'admin'],
    ['zhouqiming', [], 'rep'],
  ])('%s leading %j is %s', (userId, leadsDepartmentIds, role) => {
    expect(roleOf({ userId, leadsDepartmentIds }, admins)).toBe(role);
  });
});

describe('departments and all below them', () => {
  const tree = [
    { departmentId: 1, parentId: 0 },
    { departmentId: 2, parentId: 1 },
    { departmentId: 3, parentId: 1 },
    { departmentId: 4, parentId: 2 },
    { departmentId: 5, parentId: 4 },
  ];
  test.each([
    ['a leaf', [5], [5]],
    ['a branch', [2], [2, 4, 5]],
    ['the root', [1], [1, 2, 3, 4, 5]],
    ['two branches, one inside the other', [2, 4], [2, 4, 5]],
    ['nothing', [], []],
    ['a department that is not in the tree', [9], [9]],
  ])('%s', (_name, roots, expected) => {
    expect([...withDescendants(tree, roots)].sort()).toEqual(expected);
  });

  test.each([
    ['a leaf', [5], [1, 2, 4, 5]],
    ['the root', [1], [1]],
    ['two branches', [3, 4], [1, 2, 3, 4]],
    ['a department that is not in the tree', [9], [9]],
  ])('%s with all above it', (_name, own, expected) => {
    expect([...withAncestors(tree, own)].sort()).toEqual(expected);
  });

  test('a cycle ends', () => {
    const cycle = [
      { departmentId: 2, parentId: 3 },
      { departmentId: 3, parentId: 2 },
      { departmentId: 4, parentId: 4 },
    ];
    expect([...withDescendants(cycle, [2, 4])].sort()).toEqual([2, 3, 4]);
    expect([...withAncestors(cycle, [2, 4])].sort()).toEqual([2, 3, 4]);
  });
});
