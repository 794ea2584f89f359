import { HOUR, SECOND } from '@guanxi/shared/time';

/** A run that would lose more than this share of the relations stops; a person must look. */
const largestLossShare = 0.2;
/** Small numbers vary by themselves: up to this many may be lost without asking. */
const alwaysAllowedLoss = 50;

/** True when a run would lose suspiciously many relations. */
export function isLossTooLarge(lost: number, current: number): boolean {
  return lost > alwaysAllowedLoss && lost > current * largestLossShare;
}

/** Members in groups of at most `size`, in their order. */
export function memberGroups<Id>(userIds: readonly Id[], size: number): Id[][] {
  const groups: Id[][] = [];
  for (let start = 0; start < userIds.length; start += size) {
    groups.push(userIds.slice(start, start + size));
  }
  return groups;
}

/** How far the reading of customers has come. */
export interface Pace {
  readonly membersDone: number;
  readonly membersTotal: number;
  readonly relations: number;
  /** Relations the last complete run read; null when there was none. */
  readonly expected: number | null;
  /** Time spent reading so far. */
  readonly readingMs: number;
}

/** Before so much was read the pace says nothing. */
const leastReadingMs = 10 * SECOND;
const leastShare = 0.05;

/**
 * How much of the customers is read, from 0 to 1. Relations tell it better than members, who differ; without an
 * earlier run to compare with, or once there are more than then, members do.
 */
export function shareRead(pace: Omit<Pace, 'readingMs'>): number {
  const { membersDone, membersTotal, relations, expected } = pace;
  if (membersTotal === 0 || membersDone >= membersTotal) {
    return membersTotal === 0 ? 0 : 1;
  }
  return expected !== null && relations < expected ? relations / expected : membersDone / membersTotal;
}

/**
 * Seconds until the customers of all members are read, when it goes on as it went.
 *
 * @returns null while the pace says nothing, and when nothing is left
 */
export function secondsLeft(pace: Pace): number | null {
  const share = shareRead(pace);
  return pace.readingMs < leastReadingMs || share < leastShare || share === 1
    ? null
    : Math.ceil((pace.readingMs * (1 - share)) / share / SECOND);
}

/** What a page of customers may count as time spent reading: a wait for the platform's limits is more. */
const longestPageMs = 60 * SECOND;

/** The time one page took, from before it was asked for until it is stored. */
export function pageMs(askedAt: Date, storedAt: Date): number {
  return Math.max(0, Math.min(storedAt.getTime() - askedAt.getTime(), longestPageMs));
}

/** A night's run is left out when the last one began as shortly ago as this. */
const recentMs = 6 * HOUR;

/**
 * Whether the clock may ask for a full sync: never beside a run, never before the first one, which the install asks
 * for, and not when everything was read a moment ago.
 */
export function isNightlyDue(latest: { status: string; startedAt: Date } | null, now: Date): boolean {
  return (
    latest !== null &&
    latest.status !== 'running' &&
    (latest.status === 'failed' || now.getTime() - latest.startedAt.getTime() >= recentMs)
  );
}
