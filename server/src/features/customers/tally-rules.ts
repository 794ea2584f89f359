import { isSameValue } from './profile-rules.ts';
import type { ProfileReading } from './reading.ts';
import { isCurrent } from './relation-rules.ts';
import type { FollowRelationRow } from './table.ts';

/** What one page of a listing held, and what of it was different here. */
export interface ReadingTally {
  readonly customers: number;
  readonly newCustomers: number;
  readonly relations: number;
  readonly added: number;
  readonly changed: number;
}

/** A listed relation before and after. */
export interface ListedRelation {
  /** Null when the relation is new here. */
  readonly known: FollowRelationRow | null;
  readonly row: Omit<FollowRelationRow, 'id' | 'corpId'>;
  readonly profile: ProfileReading | null;
  readonly isTaggedAnew: boolean;
}

/**
 * Counts the relations of a page. What the same run listed before, in a page that was read twice, counts once.
 *
 * @param before - every relation of these customers as it was before the page
 */
export function tallyOf(
  listed: readonly ListedRelation[],
  before: readonly Pick<FollowRelationRow, 'customerId' | 'seenRunId'>[],
  runId: number,
): ReadingTally {
  const fresh = listed.filter(({ known }) => known?.seenRunId !== runId);
  const knownCustomers = new Set(before.map((row) => row.customerId));
  const countedCustomers = new Set(
    before.filter((row) => row.seenRunId === runId).map((row) => row.customerId),
  );
  const customers = [...new Set(fresh.map(({ row }) => row.customerId))].filter(
    (id) => !countedCustomers.has(id),
  );
  return {
    customers: customers.length,
    newCustomers: customers.filter((id) => !knownCustomers.has(id)).length,
    relations: fresh.length,
    added: fresh.filter(isAdded).length,
    changed: fresh.filter((one) => !isAdded(one) && isChanged(one)).length,
  };
}

/** What several readings held together; null for none. */
export function sumOfTallies(tallies: readonly ReadingTally[]): ReadingTally | null {
  const [first, ...others] = tallies;
  return first === undefined
    ? null
    : others.reduce(
        (sum, one) => ({
          customers: sum.customers + one.customers,
          newCustomers: sum.newCustomers + one.newCustomers,
          relations: sum.relations + one.relations,
          added: sum.added + one.added,
          changed: sum.changed + one.changed,
        }),
        first,
      );
}

function isAdded({ known }: ListedRelation): boolean {
  return known === null || !isCurrent(known.status);
}

const comparedColumns = [
  'status',
  'remark',
  'description',
  'remarkCompany',
  'addWay',
  'channel',
] as const satisfies readonly (keyof FollowRelationRow)[];

/** Phones are sealed anew each time, so they are compared as they were read. */
function isChanged({ known, row, profile, isTaggedAnew }: ListedRelation): boolean {
  const before = profile?.before ?? null;
  return (
    isTaggedAnew ||
    comparedColumns.some((column) => known?.[column] !== row[column]) ||
    (before !== null && profile !== null && !isSameValue(before.mobiles, profile.after.mobiles))
  );
}
