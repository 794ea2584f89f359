import { Role } from '@guanxi/shared/session';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import type { Installations } from '../corps/installation.ts';
import { lacksLicence } from '../licences/lacks-licence.ts';
import { localeOf } from './member-locales.ts';
import { membersRepo } from './repository.ts';

/** Finds the member a session names; null when they left, came out of the app's range, or never were. */
export type LoadActor = (corpId: number, memberId: number) => Promise<Actor | null>;

/** A member who leaves, is no admin any more, or has no licence any more, keeps an open session at most this long. */
const rememberedMs = 5 * SECOND;
const rememberedAtMost = 10_000;

/** Creates the lookup with its short memory. */
export function createLoadActor(
  database: Pick<Database, 'read'>,
  installations: Pick<Installations, 'of'>,
  now: () => Date,
): LoadActor {
  const remembered = new Map<string, { actor: Actor; until: number }>();
  return async (corpId, memberId) => {
    const key = `${corpId}/${memberId}`;
    const time = now().getTime();
    const known = remembered.get(key);
    if (known !== undefined && known.until > time) {
      return known.actor;
    }
    const [row, isUnlicensed] = await Promise.all([
      membersRepo(database.read, corpId).findById(memberId),
      lacksLicence({ database, installations, now }, corpId, memberId),
    ]);
    if (row === null || row.leftAt !== null || row.outOfRangeAt !== null) {
      remembered.delete(key);
      return null;
    }
    const { userId, name } = row;
    const role = Role.parse(row.role);
    const actor: Actor = { corpId, memberId, userId, name, role, locale: localeOf(row.locale), isUnlicensed };
    if (remembered.size > rememberedAtMost) {
      remembered.clear();
    }
    remembered.set(key, { actor, until: time + rememberedMs });
    return actor;
  };
}
