import type { Db } from '../../db/data-source.ts';
import { contactWaysRepo } from './repository.ts';

/** The number of the way of ours that has a channel mark; null for a mark of anybody else. */
export async function findOwnWayId(
  db: Db,
  corpId: number,
  channel: string | undefined,
): Promise<number | null> {
  if (channel === undefined || channel === '') {
    return null;
  }
  const way = await contactWaysRepo(db, corpId).findOwnByMark(channel);
  return way?.id ?? null;
}
