import type { SyncSkipReason } from '@guanxi/shared/sync';

/** What a full sync found to be different, counted once however often a page was read. */
export interface SyncTally {
  readonly newCustomers: number;
  /** Relations that are new here, or came back. */
  readonly added: number;
  /** Relations of which the platform shows something else than we had. */
  readonly changed: number;
  readonly membersAdded: number;
  /** Members who left or went out of range. */
  readonly membersGone: number;
  readonly tagsAdded: number;
  readonly tagsChanged: number;
  readonly tagsRemoved: number;
}

/** Members of whom nothing was read, and how many relations of theirs stay as they were. */
export interface SkippedMembers {
  readonly reason: SyncSkipReason;
  readonly members: number;
  readonly relations: number;
}

/** Nothing was different so far. */
export const emptyTally: SyncTally = {
  newCustomers: 0,
  added: 0,
  changed: 0,
  membersAdded: 0,
  membersGone: 0,
  tagsAdded: 0,
  tagsChanged: 0,
  tagsRemoved: 0,
};

/** A tally with more counted. */
export function addToTally(tally: SyncTally | null, more: Partial<SyncTally>): SyncTally {
  const sum = { ...emptyTally, ...tally };
  for (const [name, count] of Object.entries(more) as [keyof SyncTally, number][]) {
    sum[name] += count;
  }
  return sum;
}
