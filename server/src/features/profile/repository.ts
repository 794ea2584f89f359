import { In } from 'typeorm';
import { bulkUpsert } from '../../db/bulk.ts';
import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { selectRowsIn } from '../../db/select.ts';
import { type ProfileChangeRow, profileChangeTable } from './table.ts';

/** Why a change is not at the platform. */
export type ProfileFailure = Pick<ProfileChangeRow, 'reason' | 'errcode' | 'attempts'>;

/** The profile changes of one corp. */
export function profileRepo(db: Db, corpId: number) {
  const changes = rowsOf(db, profileChangeTable);
  return {
    findOfRelations(relationIds: readonly number[]): Promise<ProfileChangeRow[]> {
      return selectRowsIn(db, profileChangeTable, corpId, { property: 'relationId', values: relationIds });
    },
    /** Relations with changes that wait for their push. */
    async findWaitingRelations(): Promise<number[]> {
      const rows: { relation_id: number }[] = await db.query(
        `SELECT DISTINCT relation_id FROM profile_change WHERE corp_id = ? AND state = 'pending'`,
        [corpId],
      );
      return rows.map((row) => Number(row.relation_id));
    },
    async saveAll(rows: readonly Omit<ProfileChangeRow, 'id' | 'corpId'>[]): Promise<void> {
      await bulkUpsert(
        db,
        profileChangeTable,
        rows.map((row) => ({ ...row, corpId })),
        {
          unique: ['corpId', 'relationId', 'field'],
          update: [
            'sealedValue',
            'changeKey',
            'state',
            'reason',
            'errcode',
            'attempts',
            'requestedBy',
            'requestedAt',
            'doneAt',
          ],
        },
      );
    },
    /** What the platform has taken, unless the member asked for something else meanwhile. */
    async markDone(relationId: number, changeKeys: readonly string[], doneAt: Date): Promise<void> {
      await changes.update(
        { corpId, relationId, changeKey: In([...changeKeys]) },
        { state: 'done', sealedValue: null, reason: null, errcode: null, doneAt },
      );
    },
    /** What the platform refused, unless the member asked for something else meanwhile. */
    async markFailed(
      relationId: number,
      changeKeys: readonly string[],
      failure: ProfileFailure,
    ): Promise<void> {
      await changes.update(
        { corpId, relationId, changeKey: In([...changeKeys]) },
        { ...failure, state: 'failed' },
      );
    },
    async markPending(relationId: number, changeKeys: readonly string[]): Promise<void> {
      await changes.update(
        { corpId, relationId, changeKey: In([...changeKeys]) },
        { state: 'pending', reason: null, errcode: null, attempts: 0 },
      );
    },
    async deleteFailed(relationId: number, fields: readonly string[]): Promise<void> {
      await changes.delete({ corpId, relationId, field: In([...fields]), state: 'failed' });
    },
  };
}
