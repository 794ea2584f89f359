import type { Member } from '@guanxi/shared/members';
import type { Db } from '../../db/data-source.ts';
import { presentMember } from './present.ts';
import { membersRepo } from './repository.ts';
import type { MemberRow } from './table.ts';

/** Members by local id; unknown ones are left out. */
export function findMembers(db: Db, corpId: number, memberIds: readonly number[]): Promise<MemberRow[]> {
  return membersRepo(db, corpId).findByIds(memberIds);
}

/** Members by local id as lists show them; unknown ones are left out. */
export async function describeMembers(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
): Promise<Map<number, Member>> {
  const repo = membersRepo(db, corpId);
  const [rows, departments] = await Promise.all([repo.findByIds(memberIds), repo.listDepartments()]);
  const names = new Map(departments.map((department) => [department.departmentId, department.name]));
  return new Map(rows.map((row) => [row.id, presentMember(row, names)]));
}

/**
 * Members of whom the platform says that they left, with the moment; who is not known yet gets a row that holds
 * the id alone.
 *
 * @returns local ids by userid
 */
export async function ensureLeftMembers(
  db: Db,
  corpId: number,
  leftAt: ReadonlyMap<string, Date>,
): Promise<Map<string, number>> {
  const repo = membersRepo(db, corpId);
  await repo.addUnknown(
    [...leftAt].map(([userId, at]) => ({
      ...{ userId, name: userId, role: 'rep', departmentIds: [], leadsDepartmentIds: [] },
      ...{ isFollowUser: false, leftAt: at, searchText: null, outOfRangeAt: null, syncedAt: null },
    })),
  );
  const rows = await repo.findByUserIds([...leftAt.keys()]);
  const stillHere = new Set(rows.filter((row) => row.leftAt === null).map((row) => row.userId));
  for (const [userId, at] of leftAt) {
    if (stillHere.has(userId)) {
      await repo.markLeft(userId, at);
    }
  }
  return new Map(rows.map((row) => [row.userId, row.id]));
}

/** Members who are here and may have customers, in the order they became known. */
export function findFollowUsers(db: Db, corpId: number): Promise<MemberRow[]> {
  return membersRepo(db, corpId).findFollowUsers();
}
