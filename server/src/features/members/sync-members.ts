import type { Effect } from '../../queue/job.ts';
import type { CorpClient, Department, Member } from '../../wecom/index.ts';
import { memberRow } from './ensure-members.ts';
import { membersRepo } from './repository.ts';

/** Reads the tree of departments; the effect replaces ours. */
export async function readDepartments(client: CorpClient, corpId: number): Promise<Effect> {
  return replaceDepartments(corpId, await client.listDepartments());
}

function replaceDepartments(corpId: number, departments: readonly Department[]): Effect {
  return (db) =>
    membersRepo(db, corpId).replaceDepartments(
      departments.map((department) => ({
        departmentId: department.departmentId,
        parentId: department.parentId,
        name: department.name,
        sortOrder: department.order,
      })),
    );
}

/**
 * Reads departments and every member in range; the effect makes the tables equal to it. Members the
 * platform no longer shows keep their row and are marked as left.
 */
export async function readAllMembers(
  client: CorpClient,
  options: { corpId: number; admins: ReadonlySet<string>; now: Date },
): Promise<{ followUserIds: string[]; effect: Effect }> {
  const departments = await client.listDepartments();
  const followUserIds = await client.listFollowUsers();
  const members = new Map<string, Member>();
  for (const department of departments) {
    for (const member of await client.listDepartmentUsers(department.departmentId)) {
      members.set(member.userId, member);
    }
  }
  for (const userId of followUserIds) {
    if (!members.has(userId)) {
      members.set(userId, await client.getUser(userId));
    }
  }
  const followUsers = new Set(followUserIds);
  const effect: Effect = async (db) => {
    const repo = membersRepo(db, options.corpId);
    await replaceDepartments(options.corpId, departments)(db);
    await repo.upsertAll(
      [...members.values()].map((member) =>
        memberRow(member, { ...options, isFollowUser: followUsers.has(member.userId) }),
      ),
    );
    await repo.markLeftExcept([...members.keys()], options.now);
  };
  return { followUserIds, effect };
}
