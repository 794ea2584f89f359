import type { DeliveryReason } from '@guanxi/shared/message-deliveries';
import { HOUR, MINUTE } from '@guanxi/shared/time';

/**
 * What the platform lets one app send to one member; the excess vanishes without an error. We stay a little
 * below, because other processes may be sending at this moment.
 */
export const quotas = [
  { windowMs: MINUTE, atMost: 25 },
  { windowMs: HOUR, atMost: 900 },
] as const;

/** True when a member who got so many messages in each window of `quotas` may get one more. */
export function mayReceive(counts: readonly number[]): boolean {
  return quotas.every(({ atMost }, index) => (counts[index] ?? 0) < atMost);
}

/** A member the message was meant for. */
export interface Recipient {
  readonly memberId: number;
  readonly userId: string;
}

/** Who was reached and who was not, by what the platform answered to a message it took. */
export function settleRecipients(
  recipients: readonly Recipient[],
  answer: { invalidUserIds: readonly string[]; unlicensedUserIds: readonly string[] },
): { memberId: number; reason: DeliveryReason | null }[] {
  return recipients.map(({ memberId, userId }) => {
    if (answer.invalidUserIds.includes(userId)) {
      return { memberId, reason: 'out_of_range' };
    }
    return { memberId, reason: answer.unlicensedUserIds.includes(userId) ? 'unlicensed' : null };
  });
}

const byErrcode: Readonly<Record<number, DeliveryReason>> = {
  48002: 'not_permitted',
  60011: 'out_of_range',
  81013: 'out_of_range',
  701008: 'unlicensed',
};

/** Why nobody was reached, by the platform's refusal. */
export function reasonOfRefusal(errcode: number): DeliveryReason {
  return byErrcode[errcode] ?? 'rejected';
}

/** A card can be changed this long after the tap. */
const changeableForMs = 72 * HOUR;

/** True when a card can no longer be changed. */
export function isTooLate(clickedAt: Date, now: Date): boolean {
  return now.getTime() - clickedAt.getTime() >= changeableForMs;
}
