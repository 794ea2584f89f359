import type { ErrorCode } from '@guanxi/shared/errors';
import { isOpenForChanges } from '../customers/relation-rules.ts';

/**
 * Why a member may not change the profile of a relation; null when they may. Remarks are private to the
 * member whose relation it is, and the platform takes them while it lists the relation.
 */
export function refusalToEdit(
  relation: { readonly memberId: number; readonly status: string },
  actorMemberId: number,
): ErrorCode | null {
  if (relation.memberId !== actorMemberId) {
    return 'customer.not_found';
  }
  return isOpenForChanges(relation.status) ? null : 'profile.no_relation';
}
