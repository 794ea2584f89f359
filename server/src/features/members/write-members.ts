import type { Db } from '../../db/data-source.ts';
import { holdAdmins } from '../corps/save-installation.ts';
import { membersRepo, type NewMember } from './repository.ts';
import { roleOf } from './rules.ts';

/**
 * Writes members as the platform showed them. Their roles follow the administrators the table has now, not
 * those of when the reading began: a list that changed meanwhile counts.
 */
export async function writeMembers(db: Db, corpId: number, rows: readonly NewMember[]): Promise<void> {
  const admins = new Set(await holdAdmins(db, corpId));
  const repo = membersRepo(db, corpId);
  await repo.upsertAll(
    rows.map((row) => ({
      ...row,
      role: roleOf({ userId: row.userId, leadsDepartmentIds: row.leadsDepartmentIds }, admins),
    })),
  );
}

/** Gives every member the role that follows from who administers the app now. */
export async function settleRoles(db: Db, corpId: number): Promise<void> {
  const admins = new Set(await holdAdmins(db, corpId));
  const repo = membersRepo(db, corpId);
  const changed = (await repo.listRoles())
    .map((row) => ({ id: row.id, role: row.role, right: roleOf(row, admins) }))
    .filter((row) => row.role !== row.right);
  for (const role of new Set(changed.map((row) => row.right))) {
    await repo.setRole(
      changed.filter((row) => row.right === role).map((row) => row.id),
      role,
    );
  }
}
