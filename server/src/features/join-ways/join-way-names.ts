import type { Db } from '../../db/data-source.ts';
import { joinWaysRepo } from './repository.ts';

/** The names of our ways by channel; channels of no way of ours are left out. */
export async function joinWayNames(
  db: Db,
  corpId: number,
  channels: readonly string[],
): Promise<Map<string, string>> {
  const rows = await joinWaysRepo(db, corpId).findByChannels(channels);
  return new Map(rows.map((row) => [row.channel, row.name]));
}
