import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { ExternalContact, FollowInfo } from '../../wecom/index.ts';
import { applyRelationTags } from '../tags/apply-relation-tags.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { indexRelations } from './index-relations.ts';
import { readProfiles } from './read-profiles.ts';
import { type RelationChange, relationEntries } from './relation-entries.ts';
import { contactRow, relationRow, unknownContactRow } from './relation-row.ts';
import { type RelationFact, settleRelation } from './relation-rules.ts';
import { customersRepo } from './repository.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

/** One relation to be brought in line: what the platform showed, and what callbacks told. */
export interface RelationUpdate {
  readonly externalUserId: string;
  readonly userId: string;
  /** Null when the platform does not list the member among the customer's followers. */
  readonly follow: FollowInfo | null;
  readonly facts: readonly RelationFact[];
  /** The channel mark of the callback; it may tell more than the reading. */
  readonly eventChannel: string | null;
}

/** What was read, and when. */
export interface ContactsReading {
  readonly contacts: readonly ExternalContact[];
  readonly updates: readonly RelationUpdate[];
  readonly readAt: Date;
  /** The full sync it belongs to; null for a single reading. */
  readonly runId: number | null;
}

/** Relations the platform did not show yet although a callback told of them. */
export interface ApplyResult {
  readonly unsettled: readonly RelationUpdate[];
}

/**
 * Makes the local state equal to a reading: customers, relations, tags, and the timeline entries
 * that tell what changed. One transaction, statements of many rows, the same for one contact and
 * for a page of a full sync.
 *
 * @param deps.memberIds - local ids of every member the updates name
 * @param deps.seesMobiles - whether the install mode shows the phones of remarks
 */
export async function applyContacts(
  db: Db,
  deps: { corpId: number; keyring: Keyring; memberIds: ReadonlyMap<string, number>; seesMobiles: boolean },
  reading: ContactsReading,
): Promise<ApplyResult> {
  const repo = customersRepo(db, deps.corpId);
  const customersBefore = await lockCustomers(db, deps.corpId, reading);
  const customers = await writeCustomers(db, deps.corpId, reading);
  const before = await relationsByPair(db, deps.corpId, customers);
  const unsettled: RelationUpdate[] = [];
  const changes: (Omit<RelationChange, 'relationId'> & { row: Omit<FollowRelationRow, 'id' | 'corpId'> })[] =
    [];
  const pairs = reading.updates.flatMap((update) => {
    const customer = customers.get(update.externalUserId);
    const memberId = deps.memberIds.get(update.userId);
    return customer === undefined || memberId === undefined
      ? []
      : [{ update, customer, memberId, known: before.get(pairKey(customer.id, memberId)) ?? null }];
  });
  const profiles = await readProfiles(db, deps, pairs, reading.readAt);
  for (const { update, customer, memberId, known } of pairs) {
    const profile = profiles.get(update) ?? null;
    const standing = settleRelation(asStanding(known), update.facts, {
      follower: update.follow,
      readAt: reading.readAt,
    });
    if (standing === 'unsettled') {
      unsettled.push(update);
    } else if (standing !== null) {
      const row = relationRow({
        customer,
        memberId,
        known,
        update,
        profile: profile?.after ?? null,
        standing,
        runId: reading.runId,
        keyring: deps.keyring,
      });
      changes.push({ customer, memberId, known, update, profile, row, readAt: reading.readAt });
    }
  }
  await repo.upsertRelations(changes.map((change) => change.row));
  const after = await relationsByPair(db, deps.corpId, customers);
  await indexRelations(
    db,
    deps,
    { customers: customersBefore, relations: [...before.values()] },
    { customers: [...customers.values()], relations: [...after.values()] },
  );
  const written = changes.map((change) => ({
    ...change,
    relationId: after.get(pairKey(change.customer.id, change.memberId))?.id ?? 0,
  }));
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
  await recordTimeline(db, deps.corpId, await relationEntries(db, deps.corpId, written, tagDiffs));
  return { unsettled };
}

/** What the customers are found by before the reading; nobody else changes it until the transaction ends. */
function lockCustomers(db: Db, corpId: number, reading: ContactsReading) {
  return customersRepo(db, corpId).lockByExternalUserIds([
    ...new Set([...reading.contacts, ...reading.updates].map(({ externalUserId }) => externalUserId)),
  ]);
}

async function writeCustomers(
  db: Db,
  corpId: number,
  reading: ContactsReading,
): Promise<Map<string, CustomerRow>> {
  const repo = customersRepo(db, corpId);
  const contacts = new Map(reading.contacts.map((contact) => [contact.externalUserId, contact]));
  await repo.upsertCustomers(
    [...contacts.values()].map((contact) => contactRow(contact, reading.readAt)),
    { keepKnown: false },
  );
  // A customer the platform does not show needs a row only when a callback told something of them.
  const unseen = reading.updates.filter(
    (update) => !contacts.has(update.externalUserId) && update.facts.length > 0,
  );
  await repo.upsertCustomers(
    [...new Set(unseen.map((update) => update.externalUserId))].map((id) =>
      unknownContactRow(id, reading.readAt),
    ),
    { keepKnown: true },
  );
  const rows = await repo.findByExternalUserIds([
    ...new Set(reading.updates.map((update) => update.externalUserId)),
  ]);
  return new Map(rows.map((row) => [row.externalUserId, row]));
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
