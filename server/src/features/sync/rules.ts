/** A run that would lose more than this share of the relations stops; a person must look. */
const largestLossShare = 0.2;
/** Small numbers vary by themselves: up to this many may be lost without asking. */
const alwaysAllowedLoss = 50;

/** True when a run would lose suspiciously many relations. */
export function isLossTooLarge(lost: number, current: number): boolean {
  return lost > alwaysAllowedLoss && lost > current * largestLossShare;
}

/** Members in groups of at most `size`, in their order. */
export function memberGroups(userIds: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  for (let start = 0; start < userIds.length; start += size) {
    groups.push(userIds.slice(start, start + size));
  }
  return groups;
}
