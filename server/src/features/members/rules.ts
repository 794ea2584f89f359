import type { Role } from '@guanxi/shared/session';

/** The role a member has: admins are named in the settings, leaders of a department are managers. */
export function roleOf(
  member: { userId: string; leadsDepartmentIds: readonly number[] },
  admins: ReadonlySet<string>,
): Role {
  if (admins.has(member.userId)) {
    return 'admin';
  }
  return member.leadsDepartmentIds.length > 0 ? 'manager' : 'rep';
}

/** These departments and everything below them. A cycle in the tree ends the walk. */
export function withDescendants(
  departments: readonly { departmentId: number; parentId: number }[],
  roots: readonly number[],
): Set<number> {
  const children = new Map<number, number[]>();
  for (const { departmentId, parentId } of departments) {
    children.set(parentId, [...(children.get(parentId) ?? []), departmentId]);
  }
  const found = new Set<number>();
  const waiting = [...roots];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!found.has(next)) {
      found.add(next);
      waiting.push(...(children.get(next) ?? []));
    }
  }
  return found;
}

/** These departments and everything above them. A cycle in the tree ends the walk. */
export function withAncestors(
  departments: readonly { departmentId: number; parentId: number }[],
  own: readonly number[],
): Set<number> {
  const parents = new Map(departments.map(({ departmentId, parentId }) => [departmentId, parentId]));
  const found = new Set<number>();
  for (let next of own) {
    while (!found.has(next)) {
      found.add(next);
      // The root stands below 0, which is no department.
      next = parents.get(next) || next;
    }
  }
  return found;
}
