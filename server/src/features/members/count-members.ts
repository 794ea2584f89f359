import type { Db } from '../../db/data-source.ts';
import { membersRepo } from './repository.ts';

/** How many members are in the company and in range, as far as we know. */
export function countMembers(db: Db, corpId: number): Promise<number> {
  return membersRepo(db, corpId).countPresent();
}
