import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Where a member stands in the tree of departments. */
export interface MemberPlace {
  /** Null for a member not known here yet. */
  readonly memberId: number | null;
  readonly departmentIds: readonly number[];
  readonly tree: readonly { departmentId: number; parentId: number }[];
}

/** The member's departments, with the tree above them. */
export async function findMemberPlace(db: Db, corpId: number, userId: string): Promise<MemberPlace> {
  const repo = membersRepo(db, corpId);
  const [member, tree] = await Promise.all([repo.findByUserId(userId), repo.listDepartments()]);
  return { memberId: member?.id ?? null, departmentIds: member?.departmentIds ?? [], tree };
}
