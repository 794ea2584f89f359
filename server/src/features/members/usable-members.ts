import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Userids of those of the members who are here and may have customers, in the order asked for. */
export async function findUsableMembers(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
): Promise<string[]> {
  const rows = await membersRepo(db, corpId).findByIds(memberIds);
  const usable = new Map(
    rows.filter((row) => row.leftAt === null && row.isFollowUser).map((row) => [row.id, row.userId]),
  );
  return [...new Set(memberIds)].flatMap((id) => usable.get(id) ?? []);
}

/** Our number and the name of members by userid; unknown ones are left out. */
export async function membersByUserId(
  db: Db,
  corpId: number,
  userIds: readonly string[],
): Promise<Map<string, { memberId: number; name: string }>> {
  const rows = await membersRepo(db, corpId).findByUserIds([...new Set(userIds)]);
  return new Map(rows.map((row) => [row.userId, { memberId: row.id, name: row.name }]));
}
