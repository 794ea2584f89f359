import type { RelationStatus } from '@guanxi/shared/customers';
import { MINUTE } from '@guanxi/shared/time';

/** What a callback tells of one relation, and only it can know. */
export interface RelationFact {
  readonly kind: 'added' | 'half_added' | 'deleted_by_customer' | 'deleted_by_member' | 'transferred';
  readonly at: Date;
}

/** What the platform showed when it was asked for the relation. */
export interface RelationReading {
  /** Null when the member is not among the customer's followers. */
  readonly follower: { readonly createdAt: Date } | null;
  readonly readAt: Date;
}

/** Where a relation stands, and since when. */
export interface RelationStanding {
  readonly status: RelationStatus;
  readonly statusAt: Date;
}

/** The platform's list of followers may lag behind its own callback by this much. */
const listingLagMs = MINUTE;

/**
 * Where a relation stands after a reading and the facts of the callbacks, in whatever order and
 * however often those came. The newest of what is known decides; the reading decides what the
 * platform still has.
 *
 * - A customer who deleted the member stays listed, so only the callback tells that.
 * - A relation the member deleted is not listed; while the list may lag, the callback counts.
 * - A half-add is not listed until the member confirms.
 *
 * @returns null when there is nothing to keep; `unsettled` when a callback says that the customer
 * was added and the platform does not show it yet, so that it should be read again
 */
export function settleRelation(
  local: RelationStanding | null,
  facts: readonly RelationFact[],
  reading: RelationReading,
): RelationStanding | 'unsettled' | null {
  const newest = newestStanding(local, facts, reading.follower !== null);
  if (reading.follower !== null) {
    return settlePresent(newest, { ...reading, follower: reading.follower });
  }
  const absent = settleAbsent(newest, reading.readAt);
  // A relation that was never seen anywhere but in a callback was not lost.
  const isNeverSeen = local === null && absent !== null && absent !== 'unsettled' && absent.status === 'lost';
  return isNeverSeen ? null : absent;
}

function newestStanding(
  local: RelationStanding | null,
  facts: readonly RelationFact[],
  isListed: boolean,
): RelationStanding | null {
  let newest = local;
  for (const fact of facts) {
    if (newest === null || fact.at > newest.statusAt || isLaterOfTie(newest, fact, isListed)) {
      newest = { status: statusOf(fact.kind), statusAt: fact.at };
    }
  }
  return newest;
}

/**
 * Within one second the one that came later counts, unless it is an add that the platform no longer
 * shows: then the ending was the later act, and its callback the faster one.
 */
function isLaterOfTie(newest: RelationStanding, fact: RelationFact, isListed: boolean): boolean {
  const isOvertaken = !isListed && fact.kind === 'added' && !isCurrent(newest.status);
  return fact.at.getTime() === newest.statusAt.getTime() && !isOvertaken;
}

function statusOf(kind: RelationFact['kind']): RelationStatus {
  switch (kind) {
    case 'added':
      return 'active';
    case 'half_added':
      return 'half';
    default:
      return kind;
  }
}

function settlePresent(
  newest: RelationStanding | null,
  reading: { follower: { createdAt: Date }; readAt: Date },
): RelationStanding {
  const { createdAt } = reading.follower;
  const active: RelationStanding = { status: 'active', statusAt: createdAt };
  if (newest === null || createdAt > newest.statusAt) {
    return active;
  }
  switch (newest.status) {
    case 'active':
    case 'deleted_by_customer':
      return newest;
    case 'half':
      return { status: 'active', statusAt: newest.statusAt };
    case 'lost':
      return { status: 'active', statusAt: reading.readAt };
    default: {
      const mayLag = reading.readAt.getTime() - newest.statusAt.getTime() < listingLagMs;
      return mayLag ? newest : { status: 'active', statusAt: reading.readAt };
    }
  }
}

function settleAbsent(newest: RelationStanding | null, readAt: Date): RelationStanding | 'unsettled' | null {
  if (newest?.status !== 'active') {
    return newest;
  }
  const mayLag = readAt.getTime() - newest.statusAt.getTime() < listingLagMs;
  return mayLag ? 'unsettled' : { status: 'lost', statusAt: readAt };
}

/** True while the platform still lists the relation, one-way or not. */
export function isCurrent(status: string): boolean {
  return status === 'active' || status === 'half' || status === 'deleted_by_customer';
}

/** True when both may write to each other, so that remark and tags can change. */
export function isOpenForChanges(status: string): boolean {
  return status === 'active' || status === 'deleted_by_customer';
}
