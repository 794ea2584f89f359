import type { WelcomeOutcome, WelcomeReason } from '@guanxi/shared/welcome';
import { isForAdmin, WecomError, WecomHeldBack, WecomWaitingForTicket } from '../../wecom/index.ts';

/** How a call ended. `busy`: certainly not sent, and worth another try. */
export interface SendOutcome {
  readonly state: WelcomeOutcome | 'busy';
  readonly reason: WelcomeReason | null;
  readonly errcode: number | null;
}

const reasons = new Map<number, WelcomeReason>([
  [41_050, 'expired'],
  [41_051, 'already_welcomed'],
  [41_053, 'archive_not_agreed'],
  [41_096, 'other_app'],
]);

/**
 * What a failed call means. Only the platform's own refusal, or our own, proves that nothing went out; no answer
 * proves nothing, so such a welcome is never sent again.
 */
export function outcomeOfFailure(error: unknown): SendOutcome {
  if (error instanceof WecomHeldBack) {
    return {
      state: 'not_sent',
      reason: isForAdmin(error) ? 'not_permitted' : 'limited',
      errcode: error.errcode,
    };
  }
  if (error instanceof WecomWaitingForTicket) {
    return { state: 'not_sent', reason: 'limited', errcode: null };
  }
  if (!(error instanceof WecomError)) {
    return { state: 'unclear', reason: 'no_answer', errcode: null };
  }
  const { errcode, reaction } = error;
  if (reaction === 'retry') {
    return { state: 'busy', reason: 'limited', errcode };
  }
  const byReaction: WelcomeReason =
    reaction === 'backOff' ? 'limited' : isForAdmin(error) ? 'not_permitted' : 'rejected';
  return { state: 'not_sent', reason: reasons.get(errcode) ?? byReaction, errcode };
}
