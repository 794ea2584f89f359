import { bulkUpsert } from '../../src/db/bulk.ts';
import type { Database, Db } from '../../src/db/data-source.ts';
import { createKeyring } from '../../src/db/keyring.ts';
import { writeAllTerms } from '../../src/features/customer-search/write-terms.ts';
import { searchTextOf } from '../../src/features/customers/search-text.ts';
import { customerTable, followRelationTable } from '../../src/features/customers/table.ts';
import { memberTable } from '../../src/features/members/table.ts';
import { benchKey } from '../lib/guanxi.ts';
import { idsBy } from '../lib/ids-by.ts';
import { customerRow, memberRow, relationPairs, relationRow } from '../lib/world-rows.ts';
import { personOf } from './people.ts';

/** Customers written in one transaction. */
const customersPerChunk = 2_000;
const customersOfMember = 1_000;
/** The share of the members whom the manager leads. */
const shareOfManager = 0.3;
const keyring = createKeyring([benchKey]);

/** Who searches in the company of the benchmark. */
export interface World {
  readonly members: number;
  readonly managed: number;
  readonly adminId: number;
  readonly managerId: number;
  readonly repId: number;
  /** Time the rows took, and what their terms took beside. */
  readonly rowsMs: number;
  readonly termsMs: number;
}

/** Fills an empty database with a company of that many customers who can be found. */
export async function loadWorld(database: Database, corpId: number, customers: number): Promise<World> {
  const members = Math.max(10, Math.round(customers / customersOfMember));
  const managed = Math.round(members * shareOfManager);
  await database.transaction((db) => writeMembers(db, corpId, members, managed));
  const memberIds = await idsBy(database.read, 'member', 'user_id', { corpId });
  const idOf = (number: number) => memberIds.get(memberRow(corpId, number).userId) ?? 0;
  let rowsMs = 0;
  let termsMs = 0;
  for (let first = 0; first < customers; first += customersPerChunk) {
    const numbers = Array.from(
      { length: Math.min(customersPerChunk, customers - first) },
      (_, at) => first + at,
    );
    const startedAt = performance.now();
    const relations = await database.transaction((db) =>
      writeCustomers(db, { corpId, members, idOf }, numbers),
    );
    const writtenAt = performance.now();
    await database.transaction((db) => writeAllTerms(db, { corpId, keyring }, relations));
    rowsMs += writtenAt - startedAt;
    termsMs += performance.now() - writtenAt;
  }
  return {
    ...{ members, managed, rowsMs, termsMs },
    adminId: idOf(members - 1),
    managerId: idOf(0),
    repId: idOf(1),
  };
}

/** The first ones are of the department that the very first one leads; the last one is the admin. */
async function writeMembers(db: Db, corpId: number, members: number, managed: number): Promise<void> {
  const rows = Array.from({ length: members }, (_, number) => ({
    ...memberRow(corpId, number),
    departmentIds: [number < managed ? 2 : 3],
    leadsDepartmentIds: number === 0 ? [2] : [],
    role: number === 0 ? 'manager' : number === members - 1 ? 'admin' : 'rep',
  }));
  await bulkUpsert(db, memberTable, rows, { unique: ['corpId', 'userId'], update: [] });
}

async function writeCustomers(
  db: Db,
  { corpId, members, idOf }: { corpId: number; members: number; idOf: (member: number) => number },
  numbers: readonly number[],
) {
  const rows = numbers.map((number) => ({ ...customerRow(corpId, number), name: personOf(number).name }));
  await bulkUpsert(db, customerTable, rows, { unique: ['corpId', 'externalUserId'], update: [] });
  const customerIds = await idsBy(db, 'customer', 'external_user_id', {
    corpId,
    from: rows[0]?.externalUserId ?? '',
    to: rows.at(-1)?.externalUserId ?? '',
  });
  const pairs = relationPairs(members, numbers).map((pair) => ({
    ...pair,
    customerId: customerIds.get(customerRow(corpId, pair.number).externalUserId) ?? 0,
    memberId: idOf(pair.member),
  }));
  await bulkUpsert(
    db,
    followRelationTable,
    pairs.map((pair) => {
      const { name, remark, company, mobile } = personOf(pair.number);
      return {
        ...relationRow(corpId, pair),
        ...{ remark, remarkCompany: company, searchText: searchTextOf([name, remark, company]) },
        sealedMobiles: keyring.seal(JSON.stringify([mobile])),
      };
    }),
    { unique: ['corpId', 'customerId', 'memberId'], update: [] },
  );
  const written: { id: number; customer_id: number; member_id: number }[] = await db.query(
    'SELECT id, customer_id, member_id FROM follow_relation WHERE corp_id = ? AND customer_id BETWEEN ? AND ?',
    [corpId, Math.min(...customerIds.values()), Math.max(...customerIds.values())],
  );
  const numberOf = new Map(pairs.map((pair) => [pair.customerId, pair.number]));
  return written.map((row) => {
    const { name, remark, company, mobile } = personOf(numberOf.get(Number(row.customer_id)) ?? 0);
    return {
      relationId: Number(row.id),
      memberId: Number(row.member_id),
      texts: { name, remark, company, mobiles: [mobile] },
    };
  });
}
