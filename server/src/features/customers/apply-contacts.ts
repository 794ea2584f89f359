import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { type ArrivalContext, tagArrivals } from '../contact-ways/tag-arrivals.ts';
import { applyRelationTags, type TagDiff } from '../tags/apply-relation-tags.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { arrivalsOf } from './arrivals.ts';
import { indexRelations } from './index-relations.ts';
import { readProfiles } from './read-profiles.ts';
import type { ContactsReading, RelationChange, RelationUpdate } from './reading.ts';
import { roundsOf } from './reading-rounds.ts';
import { relationEntries } from './relation-entries.ts';
import { relationRow } from './relation-row.ts';
import { settleRelation } from './relation-rules.ts';
import { customersRepo } from './repository.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';
import { type ReadingTally, sumOfTallies, tallyOf } from './tally-rules.ts';
import { lockCustomers, writeCustomers } from './write-customers.ts';

export interface ApplyResult {
  /** Relations the platform did not show yet although a callback told of them. */
  readonly unsettled: readonly RelationUpdate[];
  /** What pages of a full sync held; null for single readings. */
  readonly tally: ReadingTally | null;
}

/** What applying needs to know of the company. */
export interface ApplyDeps {
  readonly corpId: number;
  readonly keyring: Keyring;
  /** Local ids of every member the updates name. */
  readonly memberIds: ReadonlyMap<string, number>;
  /** How the tags of contact ways are asked for, for who came by one. */
  readonly arrivals: ArrivalContext;
  /** Whether the install mode shows the phones of remarks. */
  readonly seesMobiles: boolean;
}

/**
 * Makes the local state equal to some readings: customers, relations, tags, and the timeline entries
 * that tell what changed. One transaction, statements of many rows, the same for one contact, for several that
 * were read at the same time, and for a page of a full sync.
 */
export async function applyContacts(
  db: Db,
  deps: ApplyDeps,
  readings: readonly ContactsReading[],
): Promise<ApplyResult> {
  const results: ApplyResult[] = [];
  for (const round of roundsOf(readings)) {
    results.push(await applyRound(db, deps, round));
  }
  return {
    unsettled: results.flatMap(({ unsettled }) => unsettled),
    tally: sumOfTallies(results.flatMap(({ tally }) => tally ?? [])),
  };
}

/** Applies readings of different customers. */
async function applyRound(
  db: Db,
  deps: ApplyDeps,
  readings: readonly ContactsReading[],
): Promise<ApplyResult> {
  const repo = customersRepo(db, deps.corpId);
  const customersBefore = await lockCustomers(db, deps.corpId, readings);
  const customers = await writeCustomers(db, deps.corpId, readings);
  const before = await relationsByPair(db, deps.corpId, customers);
  const unsettled: RelationUpdate[] = [];
  const changes: (Omit<RelationChange, 'relationId'> & { row: Omit<FollowRelationRow, 'id' | 'corpId'> })[] =
    [];
  const pairs = readings.flatMap(({ updates, readAt, runId }) =>
    updates.flatMap((update) => {
      const customer = customers.get(update.externalUserId);
      const memberId = deps.memberIds.get(update.userId);
      return customer === undefined || memberId === undefined
        ? []
        : [
            {
              ...{ update, customer, memberId, readAt, runId },
              known: before.get(pairKey(customer.id, memberId)) ?? null,
            },
          ];
    }),
  );
  const profiles = await readProfiles(db, deps, pairs);
  for (const { update, customer, memberId, known, readAt, runId } of pairs) {
    const profile = profiles.get(update) ?? null;
    const standing = settleRelation(asStanding(known), update.facts, { follower: update.follow, readAt });
    if (standing === 'unsettled') {
      unsettled.push(update);
    } else if (standing !== null) {
      const row = relationRow({
        ...{ customer, memberId, known, update, standing, runId },
        profile: profile?.after ?? null,
        readAt,
        keyring: deps.keyring,
      });
      changes.push({ customer, memberId, known, update, profile, row, readAt });
    }
  }
  await repo.upsertRelations(changes.map((change) => change.row));
  const written = await withRelationIds(db, deps.corpId, changes, { customers, before });
  const known = [...before.values()];
  await indexRelations(
    db,
    deps,
    { customers: customersBefore, relations: known },
    { customers: [...customers.values()], relations: relationsAfter(deps.corpId, known, written) },
  );
  const tagDiffs = await applyRelationTags(
    db,
    deps.corpId,
    written
      .filter((change) => change.update.follow !== null)
      .map(({ relationId, update }) => ({
        relationId,
        tagIds: update.follow?.tagIds ?? [],
        names: (update.follow?.tags ?? []).flatMap(({ tagId, name }) =>
          tagId === null ? [] : [{ tagId, name }],
        ),
      })),
  );
  await tagArrivals(deps.arrivals, db, deps.corpId, arrivalsOf(written));
  await recordTimeline(db, deps.corpId, await relationEntries(db, deps.corpId, written, tagDiffs));
  return { unsettled, tally: tallyRound(readings, written, tagDiffs, [...before.values()]) };
}

function tallyRound(
  readings: readonly ContactsReading[],
  written: readonly RelationChange[],
  tagDiffs: ReadonlyMap<number, TagDiff>,
  before: readonly FollowRelationRow[],
): ReadingTally | null {
  const runId = readings[0]?.runId ?? null;
  const listed = written
    .filter((change) => change.update.follow !== null)
    .map((change) => ({ ...change, isTaggedAnew: tagDiffs.has(change.relationId) }));
  return runId === null ? null : tallyOf(listed, before, runId);
}

/** The changes with the ids of their rows; only rows that are new are read again for theirs. */
async function withRelationIds<Change extends Omit<RelationChange, 'relationId'>>(
  db: Db,
  corpId: number,
  changes: readonly Change[],
  {
    customers,
    before,
  }: {
    customers: ReadonlyMap<string, CustomerRow>;
    before: ReadonlyMap<string, FollowRelationRow>;
  },
): Promise<(Change & { relationId: number })[]> {
  const after = changes.some((change) => change.known === null)
    ? await relationsByPair(db, corpId, customers)
    : before;
  return changes.map((change) => ({
    ...change,
    relationId: after.get(pairKey(change.customer.id, change.memberId))?.id ?? 0,
  }));
}

/** Every relation of the customers as it is now. */
function relationsAfter(
  corpId: number,
  known: readonly FollowRelationRow[],
  written: readonly { relationId: number; row: Omit<FollowRelationRow, 'id' | 'corpId'> }[],
): FollowRelationRow[] {
  const changed = written.map(({ relationId, row }) => ({ ...row, id: relationId, corpId }));
  const changedIds = new Set(changed.map(({ id }) => id));
  return [...known.filter(({ id }) => !changedIds.has(id)), ...changed];
}

async function relationsByPair(
  db: Db,
  corpId: number,
  customers: ReadonlyMap<string, CustomerRow>,
): Promise<Map<string, FollowRelationRow>> {
  const rows = await customersRepo(db, corpId).findRelations(
    [...customers.values()].map((customer) => customer.id),
  );
  return new Map(rows.map((row) => [pairKey(row.customerId, row.memberId), row]));
}

function pairKey(customerId: number, memberId: number): string {
  return `${customerId}/${memberId}`;
}

function asStanding(row: FollowRelationRow | null) {
  // The column holds what settleRelation gave.
  return row === null ? null : { status: row.status as never, statusAt: row.statusAt };
}
