import { emitDirectoryEvent } from '../world/events.ts';
import type { World } from '../world/world.ts';
import { corpAndMember, ImpossibleAct } from './pair.ts';

/** A member leaves the company: gone from the directory, the customers wait for a handover. */
export const memberLeaves = (world: World, corpId: string, { userId }: { userId: string }): void => {
  const { corp, member } = corpAndMember(world, corpId, userId);
  member.status = 5;
  corp.leftAt.set(member.userid, world.clock.seconds());
  for (const group of corp.groups.values()) if (group.owner === member.userid) group.status = 1;
  emitDirectoryEvent(world, corp, 'delete_user', [['UserID', member.userid]], `member ${member.userid}`);
  world.touch(corpId, 'members');
};

/** A member changes departments. */
export const memberMoves = (
  world: World,
  corpId: string,
  { userId, departments }: { userId: string; departments: number[] },
): void => {
  const { corp, member } = corpAndMember(world, corpId, userId);
  const unknown = departments.find((id) => !corp.departments.has(id));
  if (unknown !== undefined || departments.length === 0) throw new ImpossibleAct('no such department');
  member.department = departments;
  member.isLeaderInDept = departments.map(() => 0);
  const nodes = [
    ['UserID', member.userid],
    ['Department', departments.join(',')],
  ] as const;
  emitDirectoryEvent(world, corp, 'update_user', nodes, `member ${member.userid}`);
  world.touch(corpId, 'members');
};

/** A department moves below another one, or gets another name. */
export const departmentMoves = (
  world: World,
  corpId: string,
  change: { id: number; parentid?: number | undefined; name?: string | undefined },
): void => {
  const corp = world.corps.get(corpId);
  const department = corp?.departments.get(change.id);
  if (!corp || !department) throw new ImpossibleAct(`no department ${change.id}`);
  if (change.parentid !== undefined && !corp.departments.has(change.parentid)) {
    throw new ImpossibleAct(`no department ${change.parentid}`);
  }
  department.parentid = change.parentid ?? department.parentid;
  department.name = change.name ?? department.name;
  const nodes = [
    ['Id', department.id],
    ['Name', change.name],
    ['ParentId', change.parentid],
  ] as const;
  emitDirectoryEvent(world, corp, 'update_party', nodes, `department ${department.id}`);
  world.touch(corpId, 'members');
};
