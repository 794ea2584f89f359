import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type SyncRunRow, syncRunTable } from './table.ts';

/** The full syncs of one corp. */
export function syncRunsRepo(db: Db, corpId: number) {
  const runs = rowsOf(db, syncRunTable);
  return {
    findLatest(): Promise<SyncRunRow | null> {
      return runs.findOne({ where: { corpId }, order: { id: 'DESC' } });
    },
    async start(now: Date): Promise<SyncRunRow> {
      await runs.insert({
        corpId,
        status: 'running',
        startedAt: now,
        finishedAt: null,
        membersTotal: 0,
        membersDone: 0,
        lastUserId: null,
        pageCursor: null,
        customers: 0,
        relations: 0,
        lost: 0,
        failure: null,
        unlicensedUserIds: null,
      });
      return runs.findOneOrFail({ where: { corpId }, order: { id: 'DESC' } });
    },
    async update(id: number, changes: Partial<Omit<SyncRunRow, 'id' | 'corpId'>>): Promise<void> {
      await runs.update({ corpId, id }, changes);
    },
  };
}
