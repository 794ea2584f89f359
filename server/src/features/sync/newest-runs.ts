import type { Db } from '../../db/data-source.ts';
import { listNewestRuns } from './repository.ts';

/** The newest full sync of one company, for metrics. */
export interface NewestRun {
  readonly corpId: number;
  readonly status: string;
  /** From 0 to 1. */
  readonly progress: number;
}

/** The newest full sync of every company that had one. */
export async function readNewestRuns(db: Db): Promise<NewestRun[]> {
  return (await listNewestRuns(db)).map(({ corpId, status, membersDone, membersTotal }) => ({
    corpId,
    status,
    progress: membersTotal === 0 ? 0 : membersDone / membersTotal,
  }));
}
