import { In, IsNull } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
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
      return followUps.findBy({ corpId, id: In([...ids]) });
    },
    /** The author's newest follow-up of a customer. */
    findNewest(customerId: number, memberId: number): Promise<FollowUpRow | null> {
      return followUps.findOne({
        where: { corpId, customerId, memberId, deletedAt: IsNull() },
        order: { createdAt: 'DESC', id: 'DESC' },
      });
    },
    async update(id: number, changes: Partial<Omit<FollowUpRow, 'id' | 'corpId'>>): Promise<void> {
      await followUps.update({ corpId, id }, changes);
    },
    findDraft(customerId: number, memberId: number): Promise<FollowUpDraftRow | null> {
      return drafts.findOneBy({ corpId, customerId, memberId });
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
