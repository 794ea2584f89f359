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

const rememberedMs = 30 * SECOND;
const rememberedAtMost = 20_000;

/** Creates the memory of one process. */
export function createWayNames(database: Pick<Database, 'read'>, now: () => Date): WayNames {
  const remembered = new Map<string, { name: string | null; until: number }>();
  const keyOf = (corpId: number, channel: string) => `${corpId}/${channel}`;

  async function learn(
    corpId: number,
    channels: readonly string[],
  ): Promise<readonly (readonly [string, string | null])[]> {
    const found = await readNames(database, corpId, channels);
    if (remembered.size > rememberedAtMost) {
      remembered.clear();
    }
    const until = now().getTime() + rememberedMs;
    return channels.map((channel) => {
      const name = found.get(channel) ?? null;
      remembered.set(keyOf(corpId, channel), { name, until });
      return [channel, name] as const;
    });
  }

  return {
    async of(corpId, channels) {
      const names = new Map<string, string | null>();
      const unknown: string[] = [];
      const time = now().getTime();
      for (const channel of new Set(channels)) {
        if (channel !== null && channel !== '') {
          const known = remembered.get(keyOf(corpId, channel));
          if (known !== undefined && known.until > time) {
            names.set(channel, known.name);
          } else {
            unknown.push(channel);
          }
        }
      }
      const learned = unknown.length === 0 ? [] : await learn(corpId, unknown);
      return new Map(
        [...names, ...learned].flatMap(([channel, name]) =>
          name === null ? [] : [[channel, name] as const],
        ),
      );
    },
  };
}

async function readNames(
  database: Pick<Database, 'read'>,
  corpId: number,
  channels: readonly string[],
): Promise<Map<string, string>> {
  const rows = await contactWaysRepo(database.read, corpId).findByChannels(channels);
  // Ours are written last, so that nobody else's way can take over the name of our mark.
  const ordered = rows
    .filter((row) => row.name !== '')
    .sort((a, b) => Number(b.isForeign) - Number(a.isForeign));
  return new Map(ordered.map((row) => [row.channel, row.name]));
}
