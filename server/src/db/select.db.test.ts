import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type FollowRelationRow, followRelationTable } from '../features/customers/table.ts';
import { type MemberRow, memberTable } from '../features/members/table.ts';
import { migrations, tables } from '../tables.ts';
import { bulkUpsert } from './bulk.ts';
import { type Database, openDatabase } from './data-source.ts';
import { rowsOf } from './rows.ts';
import { columnsAs, rowOf, selectRow, selectRows, selectRowsIn } from './select.ts';

let testDatabase: TestDatabase;
let database: Database;

const at = new Date('2026-03-01T08:09:10.123Z');

const members: Omit<MemberRow, 'id'>[] = ['ZhangSan', '李四'].map((userId, index) => ({
  corpId: 1 + index,
  userId,
  name: userId,
  role: 'rep',
  departmentIds: [1, 2],
  leadsDepartmentIds: [],
  isFollowUser: index === 0,
  leftAt: index === 0 ? null : at,
  searchText: null,
  outOfRangeAt: null,
  locale: null,
  syncedAt: at,
}));

const relation: Omit<FollowRelationRow, 'id'> = {
  corpId: 1,
  customerId: 7,
  memberId: 8,
  remark: '老客户 👋',
  description: '',
  remarkCompany: null,
  sealedMobiles: Buffer.from([0, 1, 255]),
  addWay: 1,
  channel: null,
  operUserId: 'ZhangSan',
  status: 'active',
  statusAt: at,
  followedAt: at,
  endedAt: null,
  personalTags: [{ name: 'a', groupName: 'b' }],
  searchText: 'laokehu',
  seenRunId: 0,
  seenAt: null,
};

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.config, tables, migrations);
  await database.transaction(async (db) => {
    await bulkUpsert(db, memberTable, members, { unique: ['corpId', 'userId'], update: [] });
    await bulkUpsert(db, followRelationTable, [relation], {
      unique: ['corpId', 'customerId', 'memberId'],
      update: [],
    });
  });
});

afterEach(async () => {
  await database.close();
  await testDatabase.drop();
});

test('rows read the same as through TypeORM', async () => {
  const db = database.read;
  const readMembers = await selectRows(db, memberTable, 'ORDER BY id', []);
  expect(readMembers).toEqual(await rowsOf(db, memberTable).find({ order: { id: 'ASC' } }));
  expect(readMembers).toMatchObject(members);
  const [readRelation] = await selectRows(db, followRelationTable, '', []);
  expect(readRelation).toEqual(await rowsOf(db, followRelationTable).findOneBy({ corpId: 1 }));
  expect(readRelation).toMatchObject(relation);
});

test('an instant is found by itself', async () => {
  expect(await selectRow(database.read, followRelationTable, 'WHERE followed_at = ?', [at])).toMatchObject({
    remark: relation.remark,
  });
  expect(await selectRow(database.read, followRelationTable, 'WHERE followed_at > ?', [at])).toBeNull();
});

test('a list of values stays within the corp, and an empty one finds nothing', async () => {
  const find = (values: readonly string[]) =>
    selectRowsIn(database.read, memberTable, 1, { property: 'userId', values });
  expect((await find(['ZhangSan', '李四'])).map((row) => row.userId)).toEqual(['ZhangSan']);
  expect(await find([])).toEqual([]);
});

test('two tables of a join come apart again, and one that is not there is null', async () => {
  const [joined = {}]: Record<string, unknown>[] = await database.read.query(
    `SELECT ${columnsAs(memberTable, 'm')}, ${columnsAs(followRelationTable, 'r')}, ${columnsAs(followRelationTable, 'n')}
     FROM member m
     LEFT JOIN follow_relation r ON r.corp_id = m.corp_id
     LEFT JOIN follow_relation n ON n.id = -1
     WHERE m.corp_id = 1`,
  );
  expect(rowOf(memberTable, 'm', joined)).toMatchObject(members[0] ?? {});
  expect(rowOf(followRelationTable, 'r', joined)).toMatchObject(relation);
  expect(rowOf(followRelationTable, 'n', joined)).toBeNull();
});
