import type { HistoryPart, KeptReason } from '@guanxi/shared/id-conversion';

/** The tables that the parts of a history are counted in. */
export const tableOfPart: Readonly<Record<HistoryPart, string>> = {
  members: 'member',
  customers: 'customer',
  relations: 'follow_relation',
  follow_ups: 'follow_up',
  timeline: 'timeline_entry',
  tags: 'tag',
  group_chats: 'group_chat',
  contact_ways: 'contact_way',
};

/** Up to so many unknown ids never count as many. */
const alwaysAllowedUnknown = 20;
/** More than this share of unknown ids comes close to what the platform blocks a call for. */
const largestUnknownShare = 0.2;

/** True when asking for more members could have the call blocked for a day. */
export function isAskingRisky({ asked, unknown }: { asked: number; unknown: number }): boolean {
  return unknown > alwaysAllowedUnknown && unknown > asked * largestUnknownShare;
}

/**
 * The former app's members by the ids the platform told. Plain userids are compared without regard to case, because
 * the platform does not keep it; the ids of a provider are compared exactly.
 *
 * @param known - userids as the former app has them
 * @param told - userids as the platform answered, by the provider's
 * @returns the provider's ids by those of the former app
 */
export function matchMembers(
  known: readonly string[],
  told: ReadonlyMap<string, string>,
): Map<string, string> {
  const exact = new Set(known);
  const folded = Map.groupBy(known, (userId) => userId.toLowerCase());
  const matched = new Map<string, string>();
  for (const [openUserId, userId] of told) {
    const alike = folded.get(userId.toLowerCase()) ?? [];
    const ours = exact.has(userId) ? userId : alike.length === 1 ? alike[0] : undefined;
    if (ours !== undefined) {
      matched.set(ours, openUserId);
    }
  }
  return matched;
}

/** Why people whom no call named are kept. */
export function reasonOfRest(refusedErrcode: number | null): KeptReason {
  return refusedErrcode === null ? 'unknown' : 'refused';
}

/** Whether the company's consent to new ids of customers is what is missing. */
export function consentOf(facts: {
  readonly hasRefusedPeople: boolean;
  readonly agreed: boolean;
}): 'not_needed' | 'missing' | 'agreed' {
  if (facts.agreed) {
    return 'agreed';
  }
  return facts.hasRefusedPeople ? 'missing' : 'not_needed';
}
