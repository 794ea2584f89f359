import type { Db } from '../../db/data-source.ts';
import type { CorpClient, Member } from '../../wecom/index.ts';
import { holdAdmins } from '../corps/save-installation.ts';
import { searchTextOf } from '../customers/search-text.ts';
import { isOutOfSight, mayNotReadMembers } from './out-of-sight.ts';
import { membersRepo, type NewMember } from './repository.ts';
import { roleOf } from './rules.ts';

export type { NewMember } from './repository.ts';

/** A member as the table wants it. */
export function memberRow(
  member: Member,
  options: { admins: ReadonlySet<string>; isFollowUser: boolean; now: Date },
): NewMember {
  const leadsDepartmentIds = member.leadsDepartmentIds;
  return {
    userId: member.userId,
    name: member.name || member.userId,
    role: roleOf({ userId: member.userId, leadsDepartmentIds }, options.admins),
    departmentIds: member.departmentIds,
    leadsDepartmentIds,
    isFollowUser: options.isFollowUser,
    leftAt: null,
    searchText: searchTextOf([member.name || null, member.userId]),
    outOfRangeAt: null,
    syncedAt: options.now,
  };
}

/**
 * Reads from the platform the members that are not known here yet. A member it does not show either
 * is kept by id, because a relation names them.
 *
 * @returns rows to hand to `addUnknownMembers` inside a transaction
 */
export async function readUnknownMembers(
  db: Db,
  client: CorpClient,
  options: { corpId: number; userIds: readonly string[]; admins: ReadonlySet<string>; now: Date },
): Promise<NewMember[]> {
  const known = await membersRepo(db, options.corpId).findByUserIds(options.userIds);
  const knownIds = new Set(known.map((row) => row.userId));
  const unknown = [...new Set(options.userIds)].filter((userId) => !knownIds.has(userId));
  return Promise.all(
    unknown.map(async (userId) => {
      const member = await getVisibleUser(client, userId);
      return memberRow(member ?? onlyTheId(userId), { ...options, isFollowUser: true });
    }),
  );
}

/** Adds members found by `readUnknownMembers`, and returns the ids of all that are asked for. */
export async function addUnknownMembers(
  db: Db,
  corpId: number,
  rows: readonly NewMember[],
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const repo = membersRepo(db, corpId);
  if (rows.length > 0) {
    const admins = new Set(await holdAdmins(db, corpId));
    await repo.addUnknown(rows.map((row) => ({ ...row, role: roleOf(row, admins) })));
  }
  const found = await repo.findByUserIds(userIds);
  return new Map(found.map((row) => [row.userId, row.id]));
}

async function getVisibleUser(client: CorpClient, userId: string): Promise<Member | null> {
  try {
    return await client.getUser(userId);
  } catch (error) {
    if (isOutOfSight(error) || mayNotReadMembers(error)) {
      return null;
    }
    throw error;
  }
}

function onlyTheId(userId: string): Member {
  return {
    userId,
    name: userId,
    alias: null,
    departmentIds: [],
    mainDepartmentId: null,
    leadsDepartmentIds: [],
    directLeaderUserIds: [],
    position: null,
    mobile: null,
    gender: 0,
    avatar: null,
    status: 0,
  };
}
