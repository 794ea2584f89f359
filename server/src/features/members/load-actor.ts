import { Role } from '@guanxi/shared/session';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { membersRepo } from './repository.ts';

/** Finds the member a session names; null when they left, came out of the app's range, or never were. */
export type LoadActor = (corpId: number, memberId: number) => Promise<Actor | null>;

/** A member who leaves, or is no admin any more, keeps an open session at most this long. */
const rememberedMs = 5 * SECOND;
const rememberedAtMost = 10_000;

/** Creates the lookup with its short memory. */
export function createLoadActor(database: Pick<Database, 'read'>, now: () => Date): LoadActor {
  const remembered = new Map<string, { actor: Actor; until: number }>();
  return async (corpId, memberId) => {
    const key = `${corpId}/${memberId}`;
    const time = now().getTime();
    const known = remembered.get(key);
    if (known !== undefined && known.until > time) {
      return known.actor;
    }
    const row = await membersRepo(database.read, corpId).findById(memberId);
    if (row === null || row.leftAt !== null || row.outOfRangeAt !== null) {
      remembered.delete(key);
      return null;
    }
    const actor: Actor = { corpId, memberId, userId: row.userId, name: row.name, role: Role.parse(row.role) };
    if (remembered.size > rememberedAtMost) {
      remembered.clear();
    }
    remembered.set(key, { actor, until: time + rememberedMs });
    return actor;
  };
}
