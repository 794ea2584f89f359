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
    groupChats:
      row.chats === null
        ? null
        : { total: row.chats, lost: row.chatsLost ?? 0, skipped: row.chatsSkipped ?? 0 },
    groupChatFailure: row.chatFailure,
    failure: row.failure,
    unlicensedMembers: row.unlicensedUserIds?.length ?? 0,
  };
}
