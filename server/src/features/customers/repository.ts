import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import {
  escapeLike,
  forUpdate,
  instantFromSql,
  placeholders,
  type SqlValue,
  toSql,
} from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { columnsAs, rowOf, selectRow, selectRows, selectRowsIn } from '../../db/select.ts';
import { type CustomerRow, customerTable, type FollowRelationRow, followRelationTable } from './table.ts';

/** A row of the customer list, as read by one statement. */
export interface CustomerListRow {
  readonly relationId: number;
  readonly customerId: number;
  readonly externalUserId: string;
  readonly name: string;
  readonly avatar: string | null;
  readonly type: string;
  readonly corpName: string | null;
  readonly remark: string;
  readonly remarkCompany: string | null;
  readonly status: string;
  readonly followedAt: Date;
}

/** A relation and its customer, as a search reads them. */
export interface SearchRow extends Omit<CustomerListRow, 'followedAt'> {
  readonly memberId: number;
  readonly sealedMobiles: Buffer | null;
}

const searchColumns = `r.id AS relation_id, r.customer_id, r.member_id, r.remark, r.remark_company, r.sealed_mobiles,
  r.status, c.external_user_id, c.name, c.avatar, c.type, c.corp_name`;

const listColumns = `r.id AS relation_id, r.customer_id, c.external_user_id, c.name, c.avatar, c.type, c.corp_name,
  r.remark, r.remark_company, r.status, r.followed_at`;

/** A complete listing of members' customers: the run that marked what it showed, and when it began. */
interface Listing {
  readonly runId: number;
  readonly startedAt: Date;
  readonly notShown: ReadonlySet<number>;
}

/** Relations a listing should have shown and did not; served by `follow_relation_unseen`. */
function unseenBy(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
  { runId, startedAt, notShown }: Listing,
): { where: string; parameters: SqlValue[] } {
  const began = toSql(dialectOf(db), startedAt);
  return {
    where: `corp_id = ? AND member_id IN ${placeholders(1, memberIds.length)}
      AND status IN ('active', 'deleted_by_customer') AND seen_run_id < ?
      AND status_at < ? AND (seen_at IS NULL OR seen_at < ?)
      ${notShown.size === 0 ? '' : `AND customer_id NOT IN (${[...notShown].map(Number).join(', ')})`}`,
    parameters: [corpId, ...memberIds, runId, began, began],
  };
}

/** The customers of one corp and the relations to them. */
export function customersRepo(db: Db, corpId: number) {
  const relations = rowsOf(db, followRelationTable);
  return {
    findByExternalUserId(externalUserId: string): Promise<CustomerRow | null> {
      return selectRow(db, customerTable, 'WHERE corp_id = ? AND external_user_id = ?', [
        corpId,
        externalUserId,
      ]);
    },
    /** The same with every relation, by one statement: the card waits for each statement it sends. */
    async findWithRelations(
      externalUserId: string,
    ): Promise<{ customer: CustomerRow; relations: FollowRelationRow[] } | null> {
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ${columnsAs(customerTable, 'c')}, ${columnsAs(followRelationTable, 'r')}
         FROM customer c LEFT JOIN follow_relation r ON r.corp_id = c.corp_id AND r.customer_id = c.id
         WHERE c.corp_id = ? AND c.external_user_id = ?`,
        [corpId, externalUserId],
      );
      const customer = rowOf(customerTable, 'c', rows[0] ?? {});
      return customer === null
        ? null
        : { customer, relations: rows.flatMap((row) => rowOf(followRelationTable, 'r', row) ?? []) };
    },
    findById(id: number): Promise<CustomerRow | null> {
      return selectRow(db, customerTable, 'WHERE corp_id = ? AND id = ?', [corpId, id]);
    },
    findByIds(ids: readonly number[]): Promise<CustomerRow[]> {
      return selectRowsIn(db, customerTable, corpId, { property: 'id', values: ids });
    },
    findByExternalUserIds(externalUserIds: readonly string[]): Promise<CustomerRow[]> {
      return selectRowsIn(db, customerTable, corpId, { property: 'externalUserId', values: externalUserIds });
    },
    /** Those of these people whom the platform shows to the app: customers of a member whom it sees. */
    async findShown(externalUserIds: readonly string[]): Promise<string[]> {
      const rows: { external_user_id: string }[] = await db.query(
        `SELECT DISTINCT c.external_user_id FROM customer c
         JOIN follow_relation r ON r.corp_id = c.corp_id AND r.customer_id = c.id
         JOIN member m ON m.corp_id = r.corp_id AND m.id = r.member_id
         WHERE c.corp_id = ? AND c.external_user_id IN ${placeholders(1, externalUserIds.length)}
           AND r.status IN ('active', 'deleted_by_customer')
           AND m.left_at IS NULL AND m.out_of_range_at IS NULL`,
        [corpId, ...externalUserIds],
      );
      return rows.map((row) => row.external_user_id);
    },
    /** Ids of all customers, in their order. */
    async findExternalUserIds(after: string, limit: number): Promise<string[]> {
      const rows: { external_user_id: string }[] = await db.query(
        `SELECT external_user_id FROM customer WHERE corp_id = ? AND external_user_id > ?
         ORDER BY external_user_id LIMIT ${limit}`,
        [corpId, after],
      );
      return rows.map((row) => row.external_user_id);
    },
    findRelations(customerIds: readonly number[]): Promise<FollowRelationRow[]> {
      return selectRowsIn(db, followRelationTable, corpId, { property: 'customerId', values: customerIds });
    },
    findRelation(customerId: number, memberId: number): Promise<FollowRelationRow | null> {
      return relations.findOneBy({ corpId, customerId, memberId });
    },
    findRelationById(id: number): Promise<FollowRelationRow | null> {
      return relations.findOneBy({ corpId, id });
    },
    async updateProfile(
      relationId: number,
      columns: Pick<
        FollowRelationRow,
        'remark' | 'description' | 'remarkCompany' | 'sealedMobiles' | 'searchText'
      >,
    ): Promise<void> {
      await relations.update({ corpId, id: relationId }, columns);
    },
    async upsertCustomers(
      rows: readonly Omit<CustomerRow, 'id' | 'corpId'>[],
      options: { keepKnown: boolean },
    ): Promise<void> {
      await bulkUpsert(
        db,
        customerTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'externalUserId'],
          update: options.keepKnown
            ? []
            : ['name', 'avatar', 'type', 'gender', 'corpName', 'position', 'syncedAt'],
        },
      );
    },
    async upsertRelations(rows: readonly Omit<FollowRelationRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        followRelationTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'customerId', 'memberId'],
          update: [
            'remark',
            'description',
            'remarkCompany',
            'sealedMobiles',
            'addWay',
            'channel',
            'operUserId',
            'status',
            'statusAt',
            'followedAt',
            'endedAt',
            'personalTags',
            'searchText',
            'seenRunId',
            'seenAt',
          ],
        },
      );
    },
    /** Relations by member that a listing should have shown and did not; members without any are left out. */
    async countUnseen(memberIds: readonly number[], listing: Listing): Promise<Map<number, number>> {
      const { where, parameters } = unseenBy(db, corpId, memberIds, listing);
      const rows: Record<string, unknown>[] =
        memberIds.length === 0
          ? []
          : await db.query(
              `SELECT member_id, COUNT(*) AS unseen FROM follow_relation WHERE ${where} GROUP BY member_id`,
              parameters,
            );
      return new Map(rows.map((row) => [Number(row.member_id), Number(row.unseen)]));
    },
    /** Some of them, locked until the transaction ends. */
    async holdUnseen(
      memberIds: readonly number[],
      listing: Listing,
      limit: number,
    ): Promise<FollowRelationRow[]> {
      const { where, parameters } = unseenBy(db, corpId, memberIds, listing);
      return memberIds.length === 0
        ? []
        : selectRows(
            db,
            followRelationTable,
            `WHERE ${where} LIMIT ${limit} ${forUpdate(dialectOf(db))}`,
            parameters,
          );
    },
    async markLost(ids: readonly number[], at: Date): Promise<void> {
      if (ids.length > 0) {
        const now = toSql(dialectOf(db), at);
        await db.query(
          `UPDATE follow_relation SET status = 'lost', status_at = ?, ended_at = COALESCE(ended_at, ?)
           WHERE corp_id = ? AND id IN ${placeholders(1, ids.length)}`,
          [now, now, corpId, ...ids],
        );
      }
    },
    async countCurrentOf(memberIds: readonly number[]): Promise<number> {
      const rows: { relations: number }[] =
        memberIds.length === 0
          ? []
          : await db.query(
              `SELECT COUNT(*) AS relations FROM follow_relation WHERE corp_id = ?
               AND member_id IN ${placeholders(1, memberIds.length)}
               AND status IN ('active', 'half', 'deleted_by_customer')`,
              [corpId, ...memberIds],
            );
      return Number(rows[0]?.relations ?? 0);
    },
    /**
     * Every relation of the customers whom these relations belong to, with the customer.
     *
     * @param characters - a relation counts only when name, remark or company holds each of them
     */
    async findSearchRows(
      relationIds: readonly number[],
      characters: readonly string[],
    ): Promise<SearchRow[]> {
      const rows: Record<string, unknown>[] =
        relationIds.length === 0
          ? []
          : await db.query(
              `SELECT ${searchColumns} FROM follow_relation found
               JOIN follow_relation r ON r.corp_id = found.corp_id AND r.customer_id = found.customer_id
               JOIN customer c ON c.id = found.customer_id AND c.corp_id = found.corp_id
               WHERE found.corp_id = ? AND found.id IN ${placeholders(1, relationIds.length)} ${characters
                 .map(
                   () => `AND (c.name LIKE ? ESCAPE '!' OR found.remark LIKE ? ESCAPE '!'
                     OR COALESCE(found.remark_company, c.corp_name) LIKE ? ESCAPE '!')`,
                 )
                 .join(' ')}`,
              [
                corpId,
                ...relationIds,
                ...characters.flatMap((character) => Array(3).fill(`%${escapeLike(character)}%`)),
              ],
            );
      return [...new Map(rows.map((row) => [Number(row.relation_id), toSearchRow(row)])).values()];
    },
    /** The next customers by id who have relations. */
    async findFollowedBehind(customerId: number, limit: number): Promise<number[]> {
      const rows: { customer_id: number }[] = await db.query(
        `SELECT DISTINCT customer_id FROM follow_relation WHERE corp_id = ? AND customer_id > ?
         ORDER BY customer_id LIMIT ${limit}`,
        [corpId, customerId],
      );
      return rows.map((row) => Number(row.customer_id));
    },
    /** Every relation of these customers, with the customer. */
    async findSearchRowsOf(customerIds: readonly number[]): Promise<SearchRow[]> {
      const rows: Record<string, unknown>[] =
        customerIds.length === 0
          ? []
          : await db.query(
              `SELECT ${searchColumns} FROM follow_relation r JOIN customer c ON c.id = r.customer_id AND c.corp_id = r.corp_id
               WHERE r.corp_id = ? AND r.customer_id IN ${placeholders(1, customerIds.length)}`,
              [corpId, ...customerIds],
            );
      return rows.map(toSearchRow);
    },
    /** Locks customers until the transaction ends. Whoever changes what they are found by locks them first. */
    async lockCustomers(customerIds: readonly number[]): Promise<void> {
      if (customerIds.length > 0) {
        await db.query(
          `SELECT id FROM customer WHERE corp_id = ? AND id IN ${placeholders(1, customerIds.length)}
           ORDER BY id ${forUpdate(dialectOf(db))}`,
          [corpId, ...customerIds],
        );
      }
    },
    /** Like `lockCustomers`, by the platform's ids; gives what they are found by. Unknown ones are left out. */
    async lockByExternalUserIds(
      externalUserIds: readonly string[],
    ): Promise<Pick<CustomerRow, 'id' | 'name' | 'corpName'>[]> {
      const rows: Record<string, unknown>[] =
        externalUserIds.length === 0
          ? []
          : await db.query(
              `SELECT id, name, corp_name FROM customer
               WHERE corp_id = ? AND external_user_id IN ${placeholders(1, externalUserIds.length)}
               ORDER BY external_user_id ${forUpdate(dialectOf(db))}`,
              [corpId, ...externalUserIds],
            );
      return rows.map((row) => ({
        id: Number(row.id),
        name: String(row.name),
        corpName: row.corp_name === null ? null : String(row.corp_name),
      }));
    },
    /** A member's customers whom the platform lists with them, one-way or not: all, some, or what a search finds. */
    async findListedOfMember(
      memberId: number,
      choice: { search: string; customerIds: readonly number[] | null },
    ): Promise<CustomerListRow[]> {
      const { search, customerIds } = choice;
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ${listColumns}
         FROM follow_relation r JOIN customer c ON c.corp_id = r.corp_id AND c.id = r.customer_id
         WHERE r.corp_id = ? AND r.member_id = ? AND r.status IN ('active', 'deleted_by_customer')
         ${search === '' ? '' : "AND r.search_text LIKE ? ESCAPE '!'"}
         ${customerIds === null ? '' : `AND r.customer_id IN ${placeholders(1, customerIds.length)}`}
         ORDER BY r.id`,
        [
          ...[corpId, memberId],
          ...(search === '' ? [] : [`%${escapeLike(search)}%`]),
          ...(customerIds ?? []),
        ],
      );
      return rows.map(toListRow);
    },
    /** A member's current customers, newest first. */
    async findPageOfMember(
      memberId: number,
      page: { before: readonly [number, number] | null; search: string; limit: number },
    ): Promise<CustomerListRow[]> {
      const dialect = dialectOf(db);
      const before = page.before === null ? null : toSql(dialect, new Date(page.before[0]));
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ${listColumns}
         FROM follow_relation r JOIN customer c ON c.corp_id = r.corp_id AND c.id = r.customer_id
         WHERE r.corp_id = ? AND r.member_id = ? AND r.status IN ('active', 'half', 'deleted_by_customer')
         ${page.search === '' ? '' : "AND r.search_text LIKE ? ESCAPE '!'"}
         ${before === null ? '' : 'AND (r.followed_at < ? OR (r.followed_at = ? AND r.id < ?))'}
         ORDER BY r.followed_at DESC, r.id DESC LIMIT ${page.limit}`,
        [
          corpId,
          memberId,
          ...(page.search === '' ? [] : [`%${escapeLike(page.search)}%`]),
          ...(before === null ? [] : [before, before, page.before?.[1] ?? 0]),
        ],
      );
      return rows.map(toListRow);
    },
  };
}

function toSearchRow(row: Record<string, unknown>): SearchRow {
  return {
    ...toPerson(row),
    memberId: Number(row.member_id),
    // The driver gives bytes as they are.
    sealedMobiles: row.sealed_mobiles as Buffer | null,
  };
}

function toListRow(row: Record<string, unknown>): CustomerListRow {
  return { ...toPerson(row), followedAt: instantFromSql(row.followed_at) };
}

function toPerson(row: Record<string, unknown>): Omit<CustomerListRow, 'followedAt'> {
  const textOrNull = (value: unknown) => (value === null ? null : String(value));
  return {
    relationId: Number(row.relation_id),
    customerId: Number(row.customer_id),
    externalUserId: String(row.external_user_id),
    name: String(row.name),
    avatar: textOrNull(row.avatar),
    type: String(row.type),
    corpName: textOrNull(row.corp_name),
    remark: String(row.remark),
    remarkCompany: textOrNull(row.remark_company),
    status: String(row.status),
  };
}
