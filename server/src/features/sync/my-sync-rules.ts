import type { MySync } from '@guanxi/shared/sync';
import { MINUTE } from '@guanxi/shared/time';
import type { MemberSyncRow, SyncRunRow } from './table.ts';

/**
 * Where a member's own customers stand.
 *
 * @param own - null for somebody no sync had on its list, for example from before that was kept
 * @param latest - the newest full sync of the company
 */
export function mySyncState(
  own: Pick<MemberSyncRow, 'readAt' | 'outcome' | 'runId'> | null,
  latest: Pick<SyncRunRow, 'id' | 'status' | 'stage'> | null,
): MySync['state'] {
  if (own !== null && own.readAt !== null) {
    return 'read';
  }
  const isReading =
    latest?.status === 'running' && (latest.stage === 'directory' || latest.stage === 'customers');
  const isSettled = own !== null && own.runId === latest?.id && own.outcome !== 'waiting';
  if (isReading && !isSettled) {
    return 'reading';
  }
  if (own?.outcome === 'unlicensed' || own?.outcome === 'refused') {
    return own.outcome;
  }
  const isListed = own !== null && own.outcome === 'waiting';
  return latest === null || latest.status === 'failed' || isListed ? 'not_read' : 'read';
}

/** Members who ask for a sync ask for everybody's; within this time of the last one nothing new is to be expected. */
const restMs = 10 * MINUTE;

/**
 * From when on a member may ask for the next full sync; what failed may be tried again at once.
 *
 * @returns null while one runs
 */
export function startableAt(
  latest: Pick<SyncRunRow, 'status' | 'finishedAt'> | null,
  now: Date,
): Date | null {
  if (latest?.status === 'running') {
    return null;
  }
  return latest === null || latest.status === 'failed' || latest.finishedAt === null
    ? now
    : new Date(latest.finishedAt.getTime() + restMs);
}
