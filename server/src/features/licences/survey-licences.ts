import type { LicencedMember, LicenceNeed, MemberLicenceState } from '@guanxi/shared/installation';
import { DAY } from '@guanxi/shared/time';
import type { Db } from '../../db/data-source.ts';
import type { MemberSurvey } from '../members/survey-members.ts';
import { memberLicencesRepo } from './repository.ts';
import { type AppLicenceFacts, licenceNeed, memberLicenceState } from './rules.ts';

/** What is known of a company's licences. */
export interface LicenceSurvey {
  readonly need: LicenceNeed;
  readonly counts: Partial<Record<MemberLicenceState, number>>;
  readonly lacking: readonly LicencedMember[];
  readonly expiring: readonly LicencedMember[];
}

const expiresSoonMs = 30 * DAY;

/** Looks through the licences of the members who may have customers. */
export async function surveyLicences(
  db: Db,
  corpId: number,
  survey: MemberSurvey,
  app: AppLicenceFacts,
  now: Date,
): Promise<LicenceSurvey> {
  const need = licenceNeed(app, now);
  const rows = new Map((await memberLicencesRepo(db, corpId).findAll()).map((row) => [row.memberId, row]));
  const members = survey.present
    .filter((member) => member.isFollowUser)
    .map(({ memberId, userId, name }): LicencedMember => {
      const row = rows.get(memberId) ?? null;
      return {
        ...{ memberId, userId, name, state: memberLicenceState(need, row, now) },
        expiresAt: row?.expiresAt?.toISOString() ?? null,
      };
    });
  const counts: Partial<Record<MemberLicenceState, number>> = {};
  for (const { state } of members) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  const soon = new Date(now.getTime() + expiresSoonMs).toISOString();
  return {
    need,
    counts,
    lacking: members.filter(({ state }) => state === 'none' || state === 'expired' || state === 'base'),
    expiring: members
      .filter(({ state, expiresAt }) => state === 'active' && expiresAt !== null && expiresAt < soon)
      .toSorted((a, b) => ((a.expiresAt ?? '') < (b.expiresAt ?? '') ? -1 : 1)),
  };
}
