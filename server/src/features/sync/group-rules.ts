import type { ReadingGroup } from './table.ts';

/** The most members the platform takes in one batch call. */
const largestGroup = 100;
const smallestGroup = 20;
/** A company is read in about so many groups: members are done group by group, and progress shows it. */
const groupsAimedAt = 20;

/** How many members are read together. Each group costs at most one page that is not full. */
export function groupSize(membersTotal: number): number {
  return Math.min(largestGroup, Math.max(smallestGroup, Math.ceil(membersTotal / groupsAimedAt)));
}

/** The group of members under way, and one put aside for it. */
export interface OpenGroups {
  readonly open: ReadingGroup | null;
  readonly parked: ReadingGroup | null;
}

/**
 * Which members are read next. Those who wait for their first customers go before the rest: a group under way is put
 * aside for them, one at a time, and goes on behind them where it was.
 *
 * @param wanted - userids of who is not read yet and waits, longest first
 * @param rest - userids of others not read yet; looked at when nobody waits and no group is open
 * @returns no open group when everybody was read
 */
export function nextGroups(
  groups: OpenGroups,
  wanted: readonly string[],
  rest: readonly string[],
): OpenGroups {
  const { open, parked } = groups;
  if (open === null) {
    const userIds = wanted.length > 0 ? wanted : rest;
    return { open: parked ?? (userIds.length === 0 ? null : begun(userIds)), parked: null };
  }
  const isForWanted = open.userIds.every((userId) => wanted.includes(userId));
  const waiting = isForWanted ? wanted.filter((userId) => !open.userIds.includes(userId)) : wanted;
  return parked !== null || waiting.length === 0 ? groups : { open: begun(waiting), parked: open };
}

function begun(userIds: readonly string[]): ReadingGroup {
  return { userIds: [...userIds], cursor: null };
}
