import { bulkUpsert } from '../../src/db/bulk.ts';
import type { Database, Db } from '../../src/db/data-source.ts';
import { customerTable, followRelationTable } from '../../src/features/customers/table.ts';
import { followUpTable } from '../../src/features/follow-ups/table.ts';
import { memberTable } from '../../src/features/members/table.ts';
import { relationTagTable, tagGroupTable, tagTable } from '../../src/features/tags/table.ts';
import { timelineEntryTable } from '../../src/features/timeline/table.ts';
import { idsBy } from '../lib/ids-by.ts';
import {
  customerRow,
  followUpRow,
  memberRow,
  membersOf,
  relationPairs,
  relationRow,
  relationTagRows,
  tagGroupRows,
  tagRows,
  timelineRows,
} from '../lib/world-rows.ts';

/** Customers written in one transaction. */
const customersPerChunk = 2_000;
/** Transactions under way at a time; SQLite takes them one by one. */
const writers = 3;

/** The company of the benchmark: who looks at cards, and whose. */
export interface World {
  readonly repId: number;
  /** The rep's customers, as the platform names them. */
  readonly externalUserIds: readonly string[];
}

/** Fills an empty database with a company of that many customers. */
export async function loadWorld(database: Database, corpId: number, customers: number): Promise<World> {
  const members = membersOf(customers);
  await database.transaction(async (db) => {
    await bulkUpsert(
      db,
      memberTable,
      Array.from({ length: members }, (_, number) => memberRow(corpId, number)),
      { unique: ['corpId', 'userId'], update: [] },
    );
    await bulkUpsert(db, tagGroupTable, tagGroupRows(corpId), { unique: ['corpId', 'groupId'], update: [] });
    await bulkUpsert(db, tagTable, tagRows(corpId), { unique: ['corpId', 'tagId'], update: [] });
  });
  const memberIds = await idsBy(database.read, 'member', 'user_id', { corpId });
  const chunks = Array.from({ length: Math.ceil(customers / customersPerChunk) }, (_, index) => index);
  const writeNext = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const first = chunk * customersPerChunk;
      const numbers = Array.from(
        { length: Math.min(customersPerChunk, customers - first) },
        (_, index) => first + index,
      );
      await database.transaction((db) => writeChunk(db, { corpId, members, memberIds }, numbers));
    }
  };
  await Promise.all(Array.from({ length: writers }, writeNext));
  return worldOfRep(database.read, corpId, memberIds.get(memberRow(corpId, 0).userId) ?? 0);
}

interface Company {
  readonly corpId: number;
  readonly members: number;
  readonly memberIds: ReadonlyMap<string, number>;
}

async function writeChunk(db: Db, company: Company, numbers: readonly number[]): Promise<void> {
  const { corpId } = company;
  const rows = numbers.map((number) => customerRow(corpId, number));
  await bulkUpsert(db, customerTable, rows, { unique: ['corpId', 'externalUserId'], update: [] });
  const customerIds = await idsBy(db, 'customer', 'external_user_id', {
    corpId,
    from: rows[0]?.externalUserId ?? '',
    to: rows.at(-1)?.externalUserId ?? '',
  });
  const pairs = relationPairs(company.members, numbers).map((pair) => ({
    ...pair,
    customerId: customerIds.get(customerRow(corpId, pair.number).externalUserId) ?? 0,
    memberId: company.memberIds.get(memberRow(corpId, pair.member).userId) ?? 0,
  }));
  await bulkUpsert(
    db,
    followRelationTable,
    pairs.map((pair) => relationRow(corpId, pair)),
    { unique: ['corpId', 'customerId', 'memberId'], update: [] },
  );
  const ids = [...customerIds.values()];
  const range = { corpId, from: Math.min(...ids), to: Math.max(...ids) };
  const relationIds = await idsBy(db, 'follow_relation', 'customer_id', range);
  await bulkUpsert(db, relationTagTable, relationTagRows(corpId, [...relationIds.values()]), {
    unique: ['corpId', 'relationId', 'tagId'],
    update: [],
  });
  const owners = pairs.filter((pair) => pair.isOwner);
  await bulkUpsert(
    db,
    followUpTable,
    owners.flatMap((pair) => followUpRow(corpId, pair)),
    { unique: ['corpId', 'memberId', 'requestKey'], update: [] },
  );
  const followUpIds = await idsBy(db, 'follow_up', 'customer_id', range);
  await bulkUpsert(
    db,
    timelineEntryTable,
    owners.flatMap((pair) => timelineRows(corpId, pair, followUpIds.get(String(pair.customerId)) ?? null)),
    { unique: ['corpId', 'entryKey'], update: [] },
  );
}

async function worldOfRep(db: Db, corpId: number, repId: number): Promise<World> {
  const rows: { external_user_id: string }[] = await db.query(
    `SELECT c.external_user_id FROM follow_relation r JOIN customer c ON c.corp_id = r.corp_id AND c.id = r.customer_id
     WHERE r.corp_id = ? AND r.member_id = ?`,
    [corpId, repId],
  );
  return { repId, externalUserIds: rows.map((row) => row.external_user_id) };
}
