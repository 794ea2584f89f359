import type { Keyring } from '../../db/keyring.ts';
import type { FollowInfo } from '../../wecom/index.ts';
import type { ProfileValues } from './profile-rules.ts';
import type { FollowRelationRow } from './table.ts';

type ProfileColumns = Pick<FollowRelationRow, 'remark' | 'description' | 'remarkCompany' | 'sealedMobiles'>;

/** The profile a relation's row holds. */
export function profileOfRow(row: ProfileColumns, keyring: Keyring): ProfileValues {
  return {
    remark: row.remark,
    description: row.description,
    company: row.remarkCompany ?? '',
    mobiles: row.sealedMobiles === null ? [] : JSON.parse(keyring.open(row.sealedMobiles)),
  };
}

/** The profile a reading shows. */
export function profileOfFollow(follow: FollowInfo): ProfileValues {
  return {
    remark: follow.remark,
    description: follow.description,
    company: follow.remarkCorpName ?? '',
    mobiles: follow.remarkMobiles,
  };
}

/** A profile as a relation's row holds it. */
export function profileColumns(profile: ProfileValues, keyring: Keyring): ProfileColumns {
  return {
    remark: profile.remark,
    description: profile.description,
    remarkCompany: profile.company === '' ? null : profile.company,
    sealedMobiles: profile.mobiles.length === 0 ? null : keyring.seal(JSON.stringify(profile.mobiles)),
  };
}
