import { DAY } from '@guanxi/shared/time';

/** The platform lists only ways made after this day. */
const listedSince = Date.UTC(2021, 6, 10);
/** The platform's own window when none is given; longer ones are not documented. */
export const listWindowMs = 90 * DAY;
/** Who comes back by the same way within this time is not tagged again. */
const tagAgainAfterMs = 30 * DAY;

/**
 * The time to be listed, cut into windows, the newest first.
 *
 * @param since - the oldest instant that matters
 */
export function listWindows(now: Date, since = new Date(listedSince)): { from: Date; until: Date }[] {
  const windows: { from: Date; until: Date }[] = [];
  for (let until = now.getTime(); until > since.getTime(); until -= listWindowMs) {
    const from = Math.max(until - listWindowMs, since.getTime());
    windows.push({ from: new Date(from), until: new Date(until) });
  }
  return windows;
}

/**
 * True when who came by a way gets its tags. A tag that somebody took off by hand must stay off when the customer
 * deletes the member and scans once more, so a return counts only after a month.
 *
 * @param taggedAt - when this relation was last tagged because of this way; null for never
 */
export function isDueForTags(taggedAt: Date | null, followedAt: Date): boolean {
  return taggedAt === null || followedAt.getTime() - taggedAt.getTime() >= tagAgainAfterMs;
}

/** A way to one person cannot become one to several later: the platform fixes the kind. */
export function kindOf(way: { userIds: readonly string[]; departmentIds: readonly number[] }) {
  return way.userIds.length === 1 && way.departmentIds.length === 0 ? 'single' : 'several';
}

/** True when a changed way still is of its kind: one for several may lead to one person, not the reverse. */
export function fitsKind(
  kind: string,
  way: { userIds: readonly string[]; departmentIds: readonly number[] },
): boolean {
  return kind === 'several' || kindOf(way) === 'single';
}

const endedByLoss = new Set(['deleted_by_customer', 'deleted_by_member', 'lost']);

/** How many came by a way and how many of them are lost. Who was handed over is not lost. */
export function countArrivals(rows: readonly { status: string; count: number }[]): {
  added: number;
  lost: number;
} {
  const sum = (counted: readonly { count: number }[]) => counted.reduce((total, row) => total + row.count, 0);
  return { added: sum(rows), lost: sum(rows.filter((row) => endedByLoss.has(row.status))) };
}
