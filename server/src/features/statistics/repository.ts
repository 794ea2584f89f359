import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { instantFromSql, placeholders } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRows } from '../../db/select.ts';
import {
  type BehaviorDayRow,
  behaviorDayTable,
  type GroupChatDayRow,
  groupChatDayTable,
  type StatisticsReadingRow,
  statisticsReadingTable,
} from './table.ts';

/** The statistics of one corp. */
export function statisticsRepo(db: Db, corpId: number) {
  return {
    async upsertBehavior(rows: readonly Omit<BehaviorDayRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        behaviorDayTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'memberId', 'day'],
          update: [
            ...(['appliedCount', 'newContactCount', 'chatCount', 'messageCount'] as const),
            ...(['replyShare', 'replySeconds', 'lostCount', 'readAt'] as const),
          ],
        },
      );
    },
    async upsertChats(rows: readonly Omit<GroupChatDayRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        groupChatDayTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'memberId', 'day'],
          update: ['newChatCount', 'chatTotal', 'memberTotal', 'newMemberCount', 'readAt'],
        },
      );
    },
    /** The newest day of each member, and when it was read. */
    async lastReadings(): Promise<Map<number, { day: string; readAt: Date }>> {
      const rows: { member_id: number; day: string; read_at: unknown }[] = await db.query(
        `SELECT b.member_id, b.day, b.read_at FROM behavior_day b
         JOIN (SELECT member_id, MAX(day) AS day FROM behavior_day WHERE corp_id = ? GROUP BY member_id) n
           ON n.member_id = b.member_id AND n.day = b.day
         WHERE b.corp_id = ?`,
        [corpId, corpId],
      );
      return new Map(
        rows.map((row) => [Number(row.member_id), { day: row.day, readAt: instantFromSql(row.read_at) }]),
      );
    },
    /** Days from one to another, both included. `memberIds` null stands for everybody. */
    findBehavior(period: { from: string; to: string }, memberIds: readonly number[] | null) {
      return findDays<BehaviorDayRow>(db, behaviorDayTable, corpId, period, memberIds);
    },
    /** The same of group chats. */
    findChats(period: { from: string; to: string }, memberIds: readonly number[] | null) {
      return findDays<GroupChatDayRow>(db, groupChatDayTable, corpId, period, memberIds);
    },
    findReading(): Promise<StatisticsReadingRow | null> {
      return rowsOf(db, statisticsReadingTable).findOneBy({ corpId });
    },
    async endReading(finishedAt: Date, failure: string | null): Promise<void> {
      await bulkUpsert(db, statisticsReadingTable, [{ corpId, finishedAt, failure }], {
        unique: ['corpId'],
        update: ['finishedAt', 'failure'],
      });
    },
    /** Writes why the newest reading failed; the numbers of earlier ones stand, as of their own time. */
    async failReading(failure: string): Promise<void> {
      await bulkUpsert(db, statisticsReadingTable, [{ corpId, finishedAt: null, failure }], {
        unique: ['corpId'],
        update: ['failure'],
      });
    },
  };
}

async function findDays<Row>(
  db: Db,
  table: Parameters<typeof selectRows<Row>>[1],
  corpId: number,
  period: { from: string; to: string },
  memberIds: readonly number[] | null,
): Promise<Row[]> {
  return memberIds?.length === 0
    ? []
    : selectRows<Row>(
        db,
        table,
        `WHERE corp_id = ? AND day BETWEEN ? AND ?
         ${memberIds === null ? '' : `AND member_id IN ${placeholders(1, memberIds.length)}`}`,
        [corpId, period.from, period.to, ...(memberIds ?? [])],
      );
}
