import type { Member } from '@guanxi/shared/members';
import type { MemberRow } from './table.ts';

/** A member as lists show them. */
export function presentMember(row: MemberRow, departmentNames: ReadonlyMap<number, string>): Member {
  return {
    memberId: row.id,
    userId: row.userId,
    name: row.name,
    departments: row.departmentIds.flatMap((id) => departmentNames.get(id) ?? []),
    isFollowUser: row.isFollowUser,
    leftAt: row.leftAt?.toISOString() ?? null,
  };
}
