import type { Db } from '../../db/data-source.ts';
import { rowsOf } from '../../db/rows.ts';
import { type SyncRunRow, syncRunTable } from './table.ts';

/** The newest full sync of each corp, over all of them: for metrics, which tell no corp about another. */
export async function listNewestRuns(
  db: Db,
): Promise<Pick<SyncRunRow, 'corpId' | 'status' | 'membersDone' | 'membersTotal'>[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT run.corp_id, run.status, run.members_done, run.members_total FROM sync_run run
     JOIN (SELECT corp_id, MAX(id) AS newest FROM sync_run GROUP BY corp_id) AS last_run
       ON run.corp_id = last_run.corp_id AND run.id = last_run.newest`,
  );
  return rows.map((row) => ({
    corpId: Number(row.corp_id),
    status: String(row.status),
    membersDone: Number(row.members_done),
    membersTotal: Number(row.members_total),
  }));
}

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
        chatLastOwner: null,
        chats: null,
        chatsLost: null,
        chatsSkipped: null,
        chatFailure: null,
        unlicensedUserIds: null,
      });
      return runs.findOneOrFail({ where: { corpId }, order: { id: 'DESC' } });
    },
    async update(id: number, changes: Partial<Omit<SyncRunRow, 'id' | 'corpId'>>): Promise<void> {
      await runs.update({ corpId, id }, changes);
    },
  };
}
