import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** A statement carries a bounded number of values, however large the company is. */
const atOnce = 500;

/** Userids of members by their local id. */
export async function userIdsOf(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (let start = 0; start < memberIds.length; start += atOnce) {
    for (const row of await membersRepo(db, corpId).findByIds(memberIds.slice(start, start + atOnce))) {
      found.set(row.id, row.userId);
    }
  }
  return found;
}

/** Local ids of members by their userid; unknown ones are left out. */
export async function memberIdsOf(
  db: Db,
  corpId: number,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let start = 0; start < userIds.length; start += atOnce) {
    for (const row of await membersRepo(db, corpId).findByUserIds(userIds.slice(start, start + atOnce))) {
      found.set(row.userId, row.id);
    }
  }
  return found;
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
