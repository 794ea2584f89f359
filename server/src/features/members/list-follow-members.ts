import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** A member who may have customers (客户联系), in the company and in range. */
export interface FollowMember {
  readonly memberId: number;
  readonly userId: string;
  readonly name: string;
}

/** The members who may have customers, by userid. */
export async function listFollowMembers(db: Db, corpId: number): Promise<FollowMember[]> {
  const present = await membersRepo(db, corpId).findPresent();
  return present
    .filter((row) => row.isFollowUser)
    .map((row) => ({ memberId: row.id, userId: row.userId, name: row.name }))
    .sort((a, b) => (a.userId < b.userId ? -1 : Number(a.userId > b.userId)));
}
