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

/** Userids of members who are in the company and in range, page by page in their order. */
export function presentUserIds(
  db: Db,
  corpId: number,
  page: { afterUserId: string; limit: number },
): Promise<string[]> {
  return membersRepo(db, corpId).findPresentUserIds(page.afterUserId, page.limit);
}

/** Those of these userids whose members are in the company and in range. */
export async function whoIsPresent(db: Db, corpId: number, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await membersRepo(db, corpId).findByUserIds(userIds);
  return new Set(
    rows.filter((row) => row.leftAt === null && row.outOfRangeAt === null).map((row) => row.userId),
  );
}

/** Names of members by userid; unknown ones are left out. */
export async function nameUsers(
  db: Db,
  corpId: number,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await membersRepo(db, corpId).findByUserIds(userIds);
  return new Map(rows.map((row) => [row.userId, row.name]));
}
