import type { HandoverReason, HandoverState } from '@guanxi/shared/handovers';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';

/** A customer of a member in service may be handed over this often in `repeatWindowMs`. */
const handoversInWindow = 2;
export const repeatWindowMs = 90 * DAY;
/** A customer who does nothing has agreed after this long. */
export const acceptedAfterMs = DAY;

const byErrcode: Readonly<Record<number, HandoverReason>> = {
  40096: 'unknown_customer',
  40097: 'not_resigned',
  40098: 'member_unusable',
  40099: 'limit_reached',
  40100: 'running_already',
  40128: 'too_often',
  40129: 'running_already',
  40131: 'member_unusable',
  40143: 'member_unusable',
  41054: 'member_unusable',
  60111: 'member_unusable',
  48002: 'not_permitted',
  60011: 'not_permitted',
  84061: 'no_relation',
  84074: 'member_unusable',
  84083: 'member_unusable',
  84084: 'member_unusable',
  701008: 'licence_missing',
  90500: 'not_resigned',
  90501: 'chat_not_possible',
  90502: 'chat_not_possible',
  90503: 'chat_not_possible',
  90507: 'running_already',
  90509: 'chat_not_possible',
};

/** The chat has the new owner already, or was inherited before: what was wanted is so. */
const alreadySo = new Set([90_504, 90_508]);

/** Where an item stands after the platform's answer to its call. */
export function stateAfterCall(
  kind: 'customer' | 'chat',
  errcode: number,
): { state: HandoverState; reason: HandoverReason | null } {
  if (kind === 'chat') {
    return errcode === 0 || alreadySo.has(errcode)
      ? { state: 'done', reason: null }
      : { state: 'failed', reason: byErrcode[errcode] ?? 'rejected' };
  }
  return errcode === 0
    ? { state: 'waiting', reason: null }
    : { state: 'failed', reason: byErrcode[errcode] ?? 'rejected' };
}

/** The platform's clock and ours differ by less. */
const clockSkewMs = MINUTE;

/** What the platform says of a handover: its record, or that it has none. */
export interface HandoverRecord {
  readonly status: 'done' | 'waiting' | 'refused' | 'limit' | 'none' | 'unknown';
  /** When it happened, or will by itself; null when refused. */
  readonly at: Date | null;
}

/**
 * Where an item stands by the platform's record. A record of an earlier handover between the same two is told
 * apart by its time; a refusal has none and counts as ours, because asking a customer twice is worse.
 *
 * @param askedAt - when we called
 * @returns null when the record says nothing about our call
 */
export function stateByRecord(
  record: HandoverRecord | undefined,
  askedAt: Date,
): { state: HandoverState; reason: HandoverReason | null } | null {
  const isEarlier = record?.at != null && record.at.getTime() < askedAt.getTime() - clockSkewMs;
  if (record === undefined || isEarlier) {
    return null;
  }
  switch (record.status) {
    case 'done':
      return { state: 'done', reason: null };
    case 'waiting':
      return { state: 'waiting', reason: null };
    case 'refused':
      return { state: 'refused', reason: 'refused_by_customer' };
    case 'limit':
      return { state: 'failed', reason: 'limit_reached' };
    default:
      return null;
  }
}

/** Of several records of one customer the one that counts: what still runs, otherwise the last. */
export function newestRecord<Record extends HandoverRecord>(records: readonly Record[]): Record | undefined {
  return records.find((record) => record.status === 'waiting') ?? records.at(-1);
}

/** Where an item stands after the event of a failed handover. */
export function stateByEvent(failReason: string): { state: HandoverState; reason: HandoverReason } {
  if (failReason === 'customer_refused') {
    return { state: 'refused', reason: 'refused_by_customer' };
  }
  return { state: 'failed', reason: failReason.startsWith('customer_limit') ? 'limit_reached' : 'rejected' };
}

/** What may succeed when it is asked again. A refusal may be asked once more, inside the two in 90 days. */
const retryableReasons: ReadonlySet<string> = new Set<HandoverReason>([
  'refused_by_customer',
  'limit_reached',
  'running_already',
  'member_unusable',
  'not_permitted',
  'licence_missing',
  'chat_daily_limit',
  'no_result',
  'unreachable',
  'rejected',
]);

/** True when an item that ended badly may be tried again. */
export function canRetry(item: { state: string; reason: string | null }): boolean {
  return (item.state === 'failed' || item.state === 'refused') && retryableReasons.has(item.reason ?? '');
}

/** An earlier or running handover of a customer, as far as we started it. */
export interface PastHandover {
  readonly kind: string;
  readonly state: string;
  readonly startedAt: Date | null;
}

/**
 * Why a customer cannot be chosen now; null when they can. The platform knows of handovers that others started,
 * so it has the last word.
 */
export function blockOf(past: readonly PastHandover[], now: Date): 'running' | 'too_often' | null {
  if (past.some((one) => one.state === 'pending' || one.state === 'waiting')) {
    return 'running';
  }
  const since = now.getTime() - repeatWindowMs;
  const recent = past.filter(
    (one) => one.kind === 'in_service' && one.startedAt !== null && one.startedAt.getTime() > since,
  );
  return recent.length >= handoversInWindow ? 'too_often' : null;
}

/** After the start: soon, because many customers tap at once; then seldom; then when time has decided. */
const looksAfterMs = [
  ...[10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR],
  ...[DAY + 5 * MINUTE, DAY + 30 * MINUTE, DAY + 2 * HOUR],
];

/** When the results are read next; null when the platform has had all its time. */
export function nextLookAt(startedAt: Date, now: Date): Date | null {
  const next = looksAfterMs.find((after) => startedAt.getTime() + after > now.getTime());
  return next === undefined ? null : new Date(startedAt.getTime() + next);
}

/** Items in groups of at most `size`, in their order. */
export function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
