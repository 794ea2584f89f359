import type { Db } from '../../../db/data-source.ts';
import { memberSyncRepo } from '../repository.ts';
import type { SyncRunRow } from '../table.ts';

/** Members of a run who wait no more. */
export async function countDone(db: Db, run: SyncRunRow): Promise<number> {
  const counts = await memberSyncRepo(db, run.corpId).count(run.id);
  return run.membersTotal - (counts.waiting ?? 0);
}
