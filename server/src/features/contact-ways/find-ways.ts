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

/** Names of ways by their channel mark, deleted ones too; marks without a named way are left out. */
export async function wayNamesOf(
  db: Db,
  corpId: number,
  channels: readonly (string | null)[],
): Promise<Map<string, string>> {
  const marks = [
    ...new Set(channels.filter((channel): channel is string => channel !== null && channel !== '')),
  ];
  const rows = await contactWaysRepo(db, corpId).findByChannels(marks);
  // Ours are written last, so that nobody else's way can take over the name of our mark.
  const ordered = rows
    .filter((row) => row.name !== '')
    .sort((a, b) => Number(b.isForeign) - Number(a.isForeign));
  return new Map(ordered.map((row) => [row.channel, row.name]));
}
