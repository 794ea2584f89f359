import type { ProfileFieldName } from '@guanxi/shared/profile';
import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { indexRelations } from './index-relations.ts';
import type { PlatformRelation } from './platform-ids.ts';
import { profileEntries } from './profile-entries.ts';
import { isSameValue, type ProfileValues, profileFieldNames, withFieldsOf } from './profile-rules.ts';
import { profileColumns, profileOfRow } from './relation-profile.ts';
import { relationSearchText } from './relation-row.ts';
import { customersRepo } from './repository.ts';

/** Values of some fields. */
export type SomeProfile = Partial<ProfileValues>;

/**
 * Makes a relation equal to what was just written to the platform, which sends no callback for our own
 * writes, and tells in the timeline what was overwritten.
 *
 * @param write.overwritten - what the platform had just before, as far as it could be seen
 * @param write.keyOf - makes telling the same write twice one entry
 */
export async function mirrorProfile(
  db: Db,
  deps: { corpId: number; keyring: Keyring },
  relation: PlatformRelation,
  write: {
    written: SomeProfile;
    overwritten: SomeProfile;
    byMemberId: number;
    at: Date;
    keyOf: (field: ProfileFieldName) => string;
  },
): Promise<void> {
  const repo = customersRepo(db, deps.corpId);
  await repo.lockCustomers([relation.customerId]);
  const [row, customer] = [
    await repo.findRelationById(relation.relationId),
    await repo.findById(relation.customerId),
  ];
  if (row === null || customer === null) {
    return;
  }
  const known = profileOfRow(row, deps.keyring);
  const fields = profileFieldNames.filter((field) => write.written[field] !== undefined);
  const after = withFieldsOf(known, { ...known, ...write.written }, fields);
  const columns = profileColumns(after, deps.keyring);
  await repo.updateProfile(row.id, { ...columns, searchText: relationSearchText(customer, columns) });
  await indexRelations(
    db,
    deps,
    { customers: [customer], relations: [row] },
    { customers: [customer], relations: [{ ...row, ...columns }] },
  );
  // A try before this one may have arrived without an answer; then the platform shows our own value already.
  const seen = fields.filter((field) => {
    const value = write.overwritten[field];
    return value !== undefined && !isSameValue(value, after[field]);
  });
  await recordTimeline(
    db,
    deps.corpId,
    profileEntries(
      { ...relation, actorMemberId: write.byMemberId, at: write.at },
      withFieldsOf(known, { ...known, ...write.overwritten }, seen),
      after,
      (_kind, field) => write.keyOf(field),
    ),
  );
}
