import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';
import { withDescendants } from './rules.ts';

/** The members of the departments somebody leads, and of everything below. */
export async function membersBelow(db: Db, corpId: number, leaderId: number): Promise<number[]> {
  const repo = membersRepo(db, corpId);
  const leader = await repo.findById(leaderId);
  if (leader === null || leader.leadsDepartmentIds.length === 0) {
    return [];
  }
  const departments = await repo.listDepartments();
  return repo.findIdsInDepartments(withDescendants(departments, leader.leadsDepartmentIds));
}
