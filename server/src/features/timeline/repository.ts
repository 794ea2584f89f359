import { bulkUpsert } from '../../db/bulk.ts';
import { type Db, dialectOf } from '../../db/data-source.ts';
import { toSql } from '../../db/dialect.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRows } from '../../db/select.ts';
import { type TimelineEntryRow, timelineEntryTable } from './table.ts';

/** Where a page of the timeline starts: before this instant, and before this id within it. */
export interface TimelinePosition {
  readonly at: Date;
  readonly id: number;
}

/** The timeline of one corp's customers. */
export function timelineRepo(db: Db, corpId: number) {
  return {
    /** Writes entries; one that is there already stays as it is. */
    async addAll(rows: readonly Omit<TimelineEntryRow, 'id' | 'corpId' | 'hiddenAt'>[]): Promise<void> {
      await bulkUpsert(
        db,
        timelineEntryTable,
        rows.map((row) => ({ ...row, corpId, hiddenAt: null })),
        { unique: ['corpId', 'entryKey'], update: [] },
      );
    },
    /** The newest entries before a position. */
    async findPage(
      customerId: number,
      options: { before: TimelinePosition | null; followUpsOnly: boolean; limit: number },
    ): Promise<TimelineEntryRow[]> {
      const { before } = options;
      return selectRows(
        db,
        timelineEntryTable,
        `WHERE corp_id = ? AND customer_id = ? AND hidden_at IS NULL
         ${before === null ? '' : 'AND (at < ? OR (at = ? AND id < ?))'}
         ${options.followUpsOnly ? "AND kind = 'follow_up'" : ''}
         ORDER BY at DESC, id DESC LIMIT ${options.limit}`,
        [corpId, customerId, ...(before === null ? [] : [before.at, before.at, before.id])],
      );
    },
    /** Entries of a kind about one relation close to an instant. */
    async hasNear(
      customerId: number,
      entry: { kind: string; memberId: number; from: Date; to: Date },
    ): Promise<boolean> {
      const dialect = dialectOf(db);
      const rows: unknown[] = await db.query(
        `SELECT id FROM timeline_entry WHERE corp_id = ? AND customer_id = ? AND kind = ? AND member_id = ?
         AND at BETWEEN ? AND ? LIMIT 1`,
        [
          corpId,
          customerId,
          entry.kind,
          entry.memberId,
          toSql(dialect, entry.from),
          toSql(dialect, entry.to),
        ],
      );
      return rows.length > 0;
    },
    async setHidden(followUpId: number, hiddenAt: Date | null): Promise<void> {
      await rowsOf(db, timelineEntryTable).update({ corpId, followUpId }, { hiddenAt });
    },
  };
}
