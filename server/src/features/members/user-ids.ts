import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** Userids of members by their local id. */
export async function userIdsOf(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
): Promise<Map<number, string>> {
  const rows = await membersRepo(db, corpId).findByIds(memberIds);
  return new Map(rows.map((row) => [row.id, row.userId]));
}

/** Local ids of members by their userid; unknown ones are left out. */
export async function memberIdsOf(
  db: Db,
  corpId: number,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await membersRepo(db, corpId).findByUserIds(userIds);
  return new Map(rows.map((row) => [row.userId, row.id]));
}
