import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { settleWithReading } from '../profile/settle-with-reading.ts';
import { differingFields, type ProfileValues, withFieldsOf } from './profile-rules.ts';
import type { ProfileReading, RelationUpdate } from './reading.ts';
import { profileOfFollow, profileOfRow } from './relation-profile.ts';
import type { FollowRelationRow } from './table.ts';

/**
 * What the profiles of relations are after a reading. The platform's value stands, except for what we wrote
 * ourselves after the reading had begun, and for phones where the install mode shows none.
 *
 * @returns by update; those without a reading are left out
 */
export async function readProfiles(
  db: Db,
  deps: { corpId: number; keyring: Keyring; seesMobiles: boolean },
  readings: readonly { update: RelationUpdate; known: FollowRelationRow | null; readAt: Date }[],
): Promise<Map<RelationUpdate, ProfileReading>> {
  const profiles = new Map<RelationUpdate, ProfileReading>();
  const moved: {
    relationId: number;
    update: RelationUpdate;
    before: ProfileValues;
    shown: ProfileValues;
    readAt: Date;
  }[] = [];
  for (const { update, known, readAt } of readings) {
    if (update.follow === null) {
      continue;
    }
    const before = known === null ? null : profileOfRow(known, deps.keyring);
    const listed = profileOfFollow(update.follow);
    const shown = deps.seesMobiles || before === null ? listed : withFieldsOf(listed, before, ['mobiles']);
    profiles.set(update, { before, after: shown });
    if (known !== null && before !== null && differingFields(before, shown).length > 0) {
      moved.push({ relationId: known.id, update, before, shown, readAt });
    }
  }
  const ours = await settleWithReading(
    db,
    deps.corpId,
    moved.map(({ relationId, before, shown, readAt }) => ({
      ...{ relationId, readAt },
      fields: differingFields(before, shown),
    })),
  );
  for (const { relationId, update, before, shown } of moved) {
    profiles.set(update, { before, after: withFieldsOf(shown, before, ours.get(relationId) ?? []) });
  }
  return profiles;
}
