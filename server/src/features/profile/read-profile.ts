import type { Mobile, Profile } from '@guanxi/shared/profile';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { ProfileValues } from '../customers/profile-rules.ts';
import { mobileRefsOf } from './mobile-refs.ts';
import { profileRepo } from './repository.ts';
import { mergeProfile, type SeenProfile } from './rules.ts';
import { openChange } from './stored-changes.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
  readonly keyring: Keyring;
}

/** What a relation's member sees of its profile: the platform's values with their own changes over them. */
export async function readSeenProfile(
  ctx: ReadContext,
  corpId: number,
  relation: { readonly id: number; readonly profile: ProfileValues },
): Promise<SeenProfile> {
  const rows = await profileRepo(ctx.database.read, corpId).findOfRelations([relation.id]);
  return mergeProfile(
    relation.profile,
    rows.map((row) => openChange(ctx.keyring, row)),
  );
}

/** The same as it leaves the server: phones masked. */
export function presentProfile(keyring: Keyring, relationId: number, seen: SeenProfile): Profile {
  const mobiles = (numbers: readonly string[]): Mobile[] => mobileRefsOf(keyring, relationId, numbers);
  return {
    remark: seen.remark,
    description: seen.description,
    company: seen.company,
    mobiles: {
      ...seen.mobiles,
      value: mobiles(seen.mobiles.value),
      saved: mobiles(seen.mobiles.saved),
    },
  };
}
