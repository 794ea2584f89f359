import { rememberEach } from '@guanxi/shared/remembered';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import { contactWaysRepo } from './repository.ts';

/**
 * Names of contact ways by their channel mark, deleted ones too, remembered for half a minute: every card shows
 * some, and they rarely change. Marks without a named way are left out.
 */
export interface WayNames {
  of(corpId: number, channels: readonly (string | null)[]): Promise<ReadonlyMap<string, string>>;
}

/** Creates the memory of one process. */
export function createWayNames(database: Pick<Database, 'read'>, now: () => Date): WayNames {
  const namesOf = rememberEach((corpId, marks: readonly string[]) => readNames(database, corpId, marks), {
    forMs: 30 * SECOND,
    now,
  });
  return {
    async of(corpId, channels) {
      const names = await namesOf(
        corpId,
        channels.filter((channel): channel is string => channel !== null && channel !== ''),
      );
      return new Map([...names].flatMap(([mark, name]) => (name === null ? [] : [[mark, name] as const])));
    },
  };
}

/** Names of some marks; that one has none is remembered as well. */
async function readNames(
  database: Pick<Database, 'read'>,
  corpId: number,
  marks: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await contactWaysRepo(database.read, corpId).findByChannels(marks);
  // Ours are written last, so that nobody else's way can take over the name of our mark.
  const named = rows
    .filter((row) => row.name !== '')
    .sort((a, b) => Number(b.isForeign) - Number(a.isForeign));
  return new Map([
    ...marks.map((mark) => [mark, null] as const),
    ...named.map((row) => [row.channel, row.name] as const),
  ]);
}
