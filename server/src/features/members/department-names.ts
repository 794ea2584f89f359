import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Names of the corp's departments by the platform's number. */
export async function departmentNamesOf(db: Db, corpId: number): Promise<Map<number, string>> {
  const departments = await membersRepo(db, corpId).listDepartments();
  return new Map(departments.map((department) => [department.departmentId, department.name]));
}
