import { followUpEditableMs } from '@guanxi/shared/follow-ups';
import { MINUTE } from '@guanxi/shared/time';
import type { FollowUpRow } from './table.ts';

/** A date chosen a moment ago may have passed while the text was written. */
const nextToleranceMs = 5 * MINUTE;

/** Until when a member may change or delete a follow-up; null when they may not (any more). */
export function editableUntil(
  followUp: Pick<FollowUpRow, 'memberId' | 'createdAt'>,
  memberId: number,
  now: Date,
): Date | null {
  const until = new Date(followUp.createdAt.getTime() + followUpEditableMs);
  return followUp.memberId === memberId && until > now ? until : null;
}

/** True when a planned next follow-up already lies in the past. */
export function isInPast(nextAt: Date | null, now: Date): boolean {
  return nextAt !== null && nextAt.getTime() < now.getTime() - nextToleranceMs;
}

/**
 * The next step: what the member's newest follow-up planned. Writing a newer one without a date
 * means there is nothing planned any more.
 */
export function nextStepOf(newest: FollowUpRow | null, now: Date) {
  if (newest === null || newest.nextAt === null) {
    return null;
  }
  return {
    followUpId: newest.id,
    at: newest.nextAt.toISOString(),
    text: newest.body,
    isOverdue: newest.nextAt < now,
  };
}
