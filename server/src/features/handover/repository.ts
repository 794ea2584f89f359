import { In, IsNull, LessThan, MoreThan, Not } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { placeholders } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { columnsAs, rowOf, selectRows } from '../../db/select.ts';
import {
  type HandoverItemRow,
  type HandoverRow,
  handoverItemTable,
  handoverTable,
  type UnassignedCustomerRow,
  type UnassignedReadingRow,
  unassignedCustomerTable,
  unassignedReadingTable,
} from './table.ts';

/** How many items of a handover stand where. */
export interface ItemCount {
  readonly handoverId: number;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
}

/** An item with the handover it belongs to. */
export interface ItemOfHandover {
  readonly item: HandoverItemRow;
  readonly handover: HandoverRow;
}

/** What changes of an item. */
export type ItemChange = Partial<Omit<HandoverItemRow, 'id' | 'corpId' | 'handoverId'>>;

/** The handovers of one corp. */
export function handoversRepo(db: Db, corpId: number) {
  const handovers = rowsOf(db, handoverTable);
  const items = rowsOf(db, handoverItemTable);
  return {
    /** Writes a handover unless its key is known, and returns the one that is there. */
    async add(row: Omit<HandoverRow, 'id' | 'corpId'>): Promise<{ handover: HandoverRow; isNew: boolean }> {
      const known = await handovers.findOneBy({ corpId, requestKey: row.requestKey });
      if (known !== null) {
        return { handover: known, isNew: false };
      }
      await handovers.insert({ ...row, corpId });
      return {
        handover: await handovers.findOneByOrFail({ corpId, requestKey: row.requestKey }),
        isNew: true,
      };
    },
    findById(id: number): Promise<HandoverRow | null> {
      return handovers.findOneBy({ corpId, id });
    },
    /** Newest first. `memberIds` null stands for everybody; otherwise giver and taker are both among them. */
    findPage(page: {
      before: { at: Date; id: number } | null;
      memberIds: readonly number[] | null;
      limit: number;
    }): Promise<HandoverRow[]> {
      const { before, memberIds } = page;
      const among = memberIds === null ? '' : placeholders(1, memberIds.length);
      return memberIds?.length === 0
        ? Promise.resolve([])
        : selectRows(
            db,
            handoverTable,
            `WHERE corp_id = ?
             ${memberIds === null ? '' : `AND from_member_id IN ${among} AND to_member_id IN ${among}`}
             ${before === null ? '' : 'AND (created_at < ? OR (created_at = ? AND id < ?))'}
             ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`,
            [
              corpId,
              ...(memberIds ?? []),
              ...(memberIds ?? []),
              ...(before === null ? [] : [before.at, before.at, before.id]),
            ],
          );
    },
    /** Adds items; one that is there stays as it is. */
    async addItems(rows: readonly Omit<HandoverItemRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        handoverItemTable,
        rows.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'handoverId', 'kind', 'subjectId'], update: [] },
      );
    },
    findItems(handoverId: number, states: readonly string[]): Promise<HandoverItemRow[]> {
      return items.find({ where: { corpId, handoverId, state: In([...states]) }, order: { id: 'ASC' } });
    },
    findItemPage(
      handoverId: number,
      page: { after: number; state: string | null; limit: number },
    ): Promise<HandoverItemRow[]> {
      return items.find({
        where: {
          corpId,
          handoverId,
          id: MoreThan(page.after),
          ...(page.state === null ? {} : { state: page.state }),
        },
        order: { id: 'ASC' },
        take: page.limit,
      });
    },
    /** Changes items that still stand in one of these states, and says which did. */
    async changeItems(
      ids: readonly number[],
      from: readonly string[],
      change: ItemChange,
    ): Promise<HandoverItemRow[]> {
      if (ids.length === 0) {
        return [];
      }
      const where = { corpId, id: In([...ids]), state: In([...from]) };
      const changed = await items.findBy(where);
      await items.update(where, change);
      return changed.map((row) => ({ ...row, ...change }));
    },
    /** Puts ended items back to their beginning. A call without an answer stays noted. */
    async beginAgain(ids: readonly number[]): Promise<void> {
      await db.query(
        `UPDATE handover_item SET state = 'pending', reason = NULL, errcode = NULL, settled_at = NULL,
           due_at = NULL, attempt = attempt + 1
         WHERE corp_id = ? AND id IN ${placeholders(1, ids.length)}`,
        [corpId, ...ids],
      );
    },
    async hasChats(handoverId: number): Promise<boolean> {
      return items.existsBy({ corpId, handoverId, kind: 'chat' });
    },
    async countItems(handoverIds: readonly number[]): Promise<ItemCount[]> {
      if (handoverIds.length === 0) {
        return [];
      }
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT handover_id, kind, state, reason, COUNT(*) AS count FROM handover_item
         WHERE corp_id = ? AND handover_id IN ${placeholders(1, handoverIds.length)}
         GROUP BY handover_id, kind, state, reason`,
        [corpId, ...handoverIds],
      );
      return rows.map((row) => ({
        handoverId: Number(row.handover_id),
        kind: String(row.kind),
        state: String(row.state),
        reason: row.reason === null ? null : String(row.reason),
        count: Number(row.count),
      }));
    },
    /** Everything we ever did with these customers, with the kind of handover. */
    async findPast(externalUserIds: readonly string[]): Promise<ItemOfHandover[]> {
      return externalUserIds.length === 0
        ? []
        : findJoined(db, `i.subject_id IN ${placeholders(1, externalUserIds.length)}`, [
            corpId,
            ...externalUserIds,
          ]);
    },
    /** Items of a customer that wait for the platform to say how it ended. */
    async findWaiting(externalUserId: string): Promise<ItemOfHandover[]> {
      return findJoined(db, "i.subject_id = ? AND i.state IN ('pending', 'waiting')", [
        corpId,
        externalUserId,
      ]);
    },
    /** How many chats of a member got a new owner since then. */
    async countChatsGiven(fromMemberId: number, since: Date): Promise<number> {
      const given = await handovers.findBy({ corpId, fromMemberId });
      return given.length === 0
        ? 0
        : items.countBy({
            ...{ corpId, kind: 'chat', state: 'done', settledAt: MoreThan(since) },
            handoverId: In(given.map((row) => row.id)),
          });
    },
    /** Items whose call never got an answer. */
    findUnclear(handoverId: number): Promise<HandoverItemRow[]> {
      return items.findBy({ corpId, handoverId, state: 'pending', calledAt: Not(IsNull()) });
    },
  };
}

async function findJoined(db: Db, where: string, parameters: readonly unknown[]): Promise<ItemOfHandover[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT ${columnsAs(handoverItemTable, 'i')}, ${columnsAs(handoverTable, 'h')}
     FROM handover_item i JOIN handover h ON h.corp_id = i.corp_id AND h.id = i.handover_id
     WHERE i.corp_id = ? AND i.kind = 'customer' AND ${where}`,
    [...parameters],
  );
  return rows.flatMap((row) => {
    const item = rowOf(handoverItemTable, 'i', row);
    const handover = rowOf(handoverTable, 'h', row);
    return item === null || handover === null ? [] : [{ item, handover }];
  });
}

/** The customers of members who left, as the platform listed them last. */
export function unassignedRepo(db: Db, corpId: number) {
  const rows = rowsOf(db, unassignedCustomerTable);
  return {
    async upsertAll(page: readonly Omit<UnassignedCustomerRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        unassignedCustomerTable,
        page.map((row) => ({ ...row, corpId })),
        { unique: ['corpId', 'memberId', 'customerId'], update: ['leftAt', 'readAt'] },
      );
    },
    /** Forgets what a complete listing no longer showed, and remembers when it was read. */
    async endReading(readAt: Date): Promise<void> {
      await rows.delete({ corpId, readAt: LessThan(readAt) });
      await bulkUpsert<UnassignedReadingRow>(db, unassignedReadingTable, [{ corpId, readAt }], {
        unique: ['corpId'],
        update: ['readAt'],
      });
    },
    async readAt(): Promise<Date | null> {
      return (await rowsOf(db, unassignedReadingTable).findOneBy({ corpId }))?.readAt ?? null;
    },
    async countByMember(): Promise<{ memberId: number; count: number }[]> {
      const counted: { member_id: number; count: number }[] = await db.query(
        `SELECT member_id, COUNT(*) AS count, MAX(left_at) AS left_at FROM unassigned_customer
         WHERE corp_id = ? GROUP BY member_id ORDER BY left_at DESC, member_id`,
        [corpId],
      );
      return counted.map((row) => ({ memberId: Number(row.member_id), count: Number(row.count) }));
    },
    /** Of one member, in the order of their first listing. */
    findOfMember(memberId: number): Promise<UnassignedCustomerRow[]> {
      return rows.find({ where: { corpId, memberId }, order: { id: 'ASC' } });
    },
    async remove(memberId: number, customerIds: readonly number[]): Promise<void> {
      await rows.delete({ corpId, memberId, customerId: In([...customerIds]) });
    },
  };
}
