import { memberGroups } from './rules.ts';
import type { ReadingGroup } from './table.ts';

/** The most members the platform takes in one batch call. */
const largestGroup = 100;
const smallestGroup = 5;
/** A company is read in about so many groups, twice the lanes: the last ones end together more or less. */
const groupsAimedAt = 32;

/** How many members are read together. Each group costs at most one page that is not full. */
export function groupSize(membersTotal: number): number {
  return Math.min(largestGroup, Math.max(smallestGroup, Math.ceil(membersTotal / groupsAimedAt)));
}

/** What tells groups of one run apart: their members stay the same while the cursor moves on. */
export function groupKey({ userIds }: Pick<ReadingGroup, 'userIds'>): string {
  return userIds.join();
}

/** Groups that are read side by side. */
const lanes = 16;
/** Groups beyond those, for members who wait for their first customers. */
const lanesForWanted = 2;

/**
 * Which groups are under way next. Members who wait for their first customers get a group of their own, beyond the
 * lanes of the others and before them; the group they are in otherwise goes on, and what is read twice counts once.
 *
 * @param open - the groups under way
 * @param wanted - userids of who is not read yet and waits, longest first
 * @param rest - userids of others not read yet
 * @param size - members of a group at most
 */
export function nextGroups(
  open: readonly ReadingGroup[],
  wanted: readonly string[],
  rest: readonly string[],
  size: number,
): ReadingGroup[] {
  const isForWanted = ({ userIds }: ReadingGroup) => userIds.every((userId) => wanted.includes(userId));
  const served = new Set(open.filter(isForWanted).flatMap(({ userIds }) => userIds));
  const urgent = inGroups(
    wanted.filter((userId) => !served.has(userId)),
    size,
  ).slice(0, Math.max(0, lanes + lanesForWanted - open.length));
  const begun = new Set([...open, ...urgent].flatMap(({ userIds }) => userIds));
  const others = inGroups(
    rest.filter((userId) => !begun.has(userId)),
    size,
  ).slice(0, Math.max(0, lanes - open.length - urgent.length));
  return [...urgent, ...open, ...others];
}

/** How many members not read yet must be looked at, to be sure to fill the lanes. */
export function membersToLookAt(open: readonly ReadingGroup[], size: number): number {
  return open.flatMap(({ userIds }) => userIds).length + Math.max(0, lanes - open.length) * size;
}

function inGroups(userIds: readonly string[], size: number): ReadingGroup[] {
  return memberGroups(userIds, size).map((group) => ({ userIds: group, cursor: null }));
}
