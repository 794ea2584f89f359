import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { columnsAs, rowOf, selectRow, selectRowsIn } from '../../db/select.ts';
import { type FollowUpDraftRow, type FollowUpRow, followUpDraftTable, followUpTable } from './table.ts';

/** The follow-ups of one corp, and what is half written. */
export function followUpsRepo(db: Db, corpId: number) {
  const followUps = rowsOf(db, followUpTable);
  const drafts = rowsOf(db, followUpDraftTable);
  return {
    /** Writes a follow-up unless the author's key is there already; either way returns the row. */
    async addOnce(row: Omit<FollowUpRow, 'id' | 'corpId'>): Promise<FollowUpRow> {
      await bulkUpsert(db, followUpTable, [{ ...row, corpId }], {
        unique: ['corpId', 'memberId', 'requestKey'],
        update: [],
      });
      return followUps.findOneByOrFail({ corpId, memberId: row.memberId, requestKey: row.requestKey });
    },
    findById(id: number): Promise<FollowUpRow | null> {
      return followUps.findOneBy({ corpId, id });
    },
    findByIds(ids: readonly number[]): Promise<FollowUpRow[]> {
      return selectRowsIn(db, followUpTable, corpId, { property: 'id', values: ids });
    },
    /** The newest of a customer, whoever wrote them, newest first; and what the member has half written. */
    async findNewestAndDraft(
      customerId: number,
      memberId: number,
      limit: number,
    ): Promise<{ newest: FollowUpRow[]; draft: FollowUpDraftRow | null }> {
      // One statement for both: the card waits for each statement it sends. The ids are found alone, because a list
      // that holds long texts would be written to disk on its way.
      const rows: Record<string, unknown>[] = await db.query(
        `SELECT ${columnsAs(followUpTable, 'f')}, ${columnsAs(followUpDraftTable, 'd')}
         FROM (SELECT 1 AS one) base
         LEFT JOIN (
           SELECT id FROM follow_up WHERE corp_id = ? AND customer_id = ? AND deleted_at IS NULL
           ORDER BY created_at DESC, id DESC LIMIT ${limit}) newest ON 1 = 1
         LEFT JOIN follow_up f ON f.id = newest.id
         LEFT JOIN follow_up_draft d ON d.corp_id = ? AND d.customer_id = ? AND d.member_id = ?`,
        [corpId, customerId, corpId, customerId, memberId],
      );
      return {
        newest: rows
          .flatMap((row) => rowOf(followUpTable, 'f', row) ?? [])
          .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id),
        draft: rowOf(followUpDraftTable, 'd', rows[0] ?? {}),
      };
    },
    /** The member's newest follow-up of a customer. */
    findNewestOfMember(customerId: number, memberId: number): Promise<FollowUpRow | null> {
      return selectRow(
        db,
        followUpTable,
        `WHERE corp_id = ? AND customer_id = ? AND member_id = ? AND deleted_at IS NULL
         ORDER BY created_at DESC, id DESC`,
        [corpId, customerId, memberId],
      );
    },
    async update(id: number, changes: Partial<Omit<FollowUpRow, 'id' | 'corpId'>>): Promise<void> {
      await followUps.update({ corpId, id }, changes);
    },
    async saveDraft(row: Omit<FollowUpDraftRow, 'id' | 'corpId'>): Promise<void> {
      await bulkUpsert(db, followUpDraftTable, [{ ...row, corpId }], {
        unique: ['corpId', 'customerId', 'memberId'],
        update: ['content', 'savedAt'],
      });
    },
    async deleteDraft(customerId: number, memberId: number): Promise<void> {
      await drafts.delete({ corpId, customerId, memberId });
    },
  };
}
