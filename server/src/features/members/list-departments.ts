import type { Department } from '@guanxi/shared/departments';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { membersRepo } from './repository.ts';

/** The departments of the corp; larger places stand first, as on the platform. */
export async function listDepartments(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
): Promise<Department[]> {
  const rows = await membersRepo(ctx.database.read, actor.corpId).listDepartments();
  return rows
    .toSorted((a, b) => b.sortOrder - a.sortOrder || a.departmentId - b.departmentId)
    .map((row) => ({ id: row.departmentId, parentId: row.parentId, name: row.name }));
}
