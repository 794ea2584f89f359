import type { Db } from '../../db/data-source.ts';
import { syncRunsRepo } from './repository.ts';

/** Whether a company was read whole before, is being read now, or waits to be read. */
export async function syncStanding(db: Db, corpId: number): Promise<'none' | 'running' | 'ended'> {
  const run = await syncRunsRepo(db, corpId).findLatest();
  return run === null ? 'none' : run.status === 'running' ? 'running' : 'ended';
}
