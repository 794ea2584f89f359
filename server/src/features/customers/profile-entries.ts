import { lastDigits } from '@guanxi/shared/mobiles';
import type { ProfileFieldName } from '@guanxi/shared/profile';
import type { NewTimelineEntry } from '../timeline/record-timeline.ts';
import { differingFields, type ProfileValues } from './profile-rules.ts';

const kinds = {
  remark: 'remark_changed',
  description: 'description_changed',
  company: 'company_changed',
  mobiles: 'mobiles_changed',
} as const satisfies Record<ProfileFieldName, string>;

/**
 * The timeline entries of a changed profile, with what was overwritten; of phones only the last digits.
 *
 * @param keyOf - makes telling the same change twice one entry
 */
export function profileEntries(
  change: { customerId: number; memberId: number; actorMemberId: number; at: Date },
  before: ProfileValues,
  after: ProfileValues,
  keyOf: (kind: string, field: ProfileFieldName) => string,
): NewTimelineEntry[] {
  return differingFields(before, after).map((field) => ({
    customerId: change.customerId,
    at: change.at,
    kind: kinds[field],
    actorKind: 'member',
    actorMemberId: change.actorMemberId,
    memberId: change.memberId,
    detail:
      field === 'mobiles'
        ? mobilesDetail(before.mobiles, after.mobiles)
        : { from: before[field], to: after[field] },
    key: keyOf(kinds[field], field),
  }));
}

function mobilesDetail(before: readonly string[], after: readonly string[]) {
  const missingIn = (list: readonly string[]) => (number: string) => !list.includes(number);
  return {
    added: after.filter(missingIn(before)).map(lastDigits),
    removed: before.filter(missingIn(after)).map(lastDigits),
  };
}
