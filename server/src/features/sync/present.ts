import { SyncRun } from '@guanxi/shared/sync';
import type { SyncRunRow } from './table.ts';

/** A full sync as the client gets it. */
export function presentSyncRun(row: SyncRunRow): SyncRun {
  return {
    id: row.id,
    status: SyncRun.shape.status.parse(row.status),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    membersTotal: row.membersTotal,
    membersDone: row.membersDone,
    customers: row.customers,
    relations: row.relations,
    lost: row.lost,
    failure: row.failure,
    unlicensedMembers: row.unlicensedUserIds?.length ?? 0,
  };
}
