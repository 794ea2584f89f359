import type { LicenceNeed, MemberLicenceState } from '@guanxi/shared/installation';
import type { Db } from '../../db/data-source.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { memberLicencesRepo } from './repository.ts';
import { licenceNeed, memberLicenceState } from './rules.ts';

/** What is known of one member's licence. */
export interface MemberLicence {
  readonly need: LicenceNeed;
  /** The end of the free trial; null when there is none. */
  readonly trialUntil: Date | null;
  readonly state: MemberLicenceState;
  readonly expiresAt: Date | null;
}

/** Where one member's licence stands. */
export async function findMemberLicence(
  db: Db,
  corpId: number,
  memberId: number,
  now: Date,
): Promise<MemberLicence> {
  const [corp, [row]] = await Promise.all([
    requireCorp(db, corpId),
    memberLicencesRepo(db, corpId).findOfMembers([memberId]),
  ]);
  const need = licenceNeed(corp, now);
  return {
    need,
    trialUntil: corp.licenceTrialUntil,
    state: memberLicenceState(need, row ?? null, now),
    expiresAt: row?.expiresAt ?? null,
  };
}
