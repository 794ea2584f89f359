import type { ErrorCode } from '@guanxi/shared/errors';
import { editableUntil } from './rules.ts';
import type { FollowUpRow } from './table.ts';

/** Why a member may not change a follow-up; null when they may. */
export function refusalToChange(
  followUp: Pick<FollowUpRow, 'memberId' | 'createdAt'>,
  memberId: number,
  now: Date,
): ErrorCode | null {
  if (followUp.memberId !== memberId) {
    return 'follow_up.not_author';
  }
  return editableUntil(followUp, memberId, now) === null ? 'follow_up.locked' : null;
}
