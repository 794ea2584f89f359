import type { MemberRef } from '@guanxi/shared/member-ref';
import { SyncAsker, type SyncLosses, SyncRun, SyncStage } from '@guanxi/shared/sync';
import { secondsLeft, shareRead } from './rules.ts';
import type { MemberSyncRow, SyncRunRow } from './table.ts';
import { emptyTally } from './tally-rules.ts';

/** A full sync as the client gets it. */
export function presentSyncRun(row: SyncRunRow): SyncRun {
  const tally = row.tally ?? emptyTally;
  const isRunning = row.status === 'running';
  return {
    id: row.id,
    status: SyncRun.shape.status.parse(row.status),
    askedBy: row.askedBy === null ? null : SyncAsker.parse(row.askedBy),
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    stage: isRunning && row.stage !== null ? SyncStage.parse(row.stage) : null,
    membersTotal: row.membersTotal,
    membersDone: row.membersDone,
    percent: Math.floor(shareRead(row) * 100),
    secondsLeft: secondsLeftOf(row),
    customers: row.customers,
    relations: row.relations,
    newCustomers: tally.newCustomers,
    added: tally.added,
    changed: tally.changed,
    lost: row.lost,
    skipped: row.skipped ?? [],
    members: { added: tally.membersAdded, gone: tally.membersGone },
    tags: { added: tally.tagsAdded, changed: tally.tagsChanged, removed: tally.tagsRemoved },
    groupChats:
      row.chats === null
        ? null
        : { total: row.chats, lost: row.chatsLost ?? 0, skipped: row.chatsSkipped ?? 0 },
    groupChatFailure: row.chatFailure,
    unseen: row.wouldLose === null ? null : { relations: row.wouldLose, of: row.lossBase ?? 0 },
    failure: row.failure,
  };
}

/** Seconds until the customers are read, while a run reads them. */
export function secondsLeftOf(row: SyncRunRow): number | null {
  return row.status === 'running' && row.stage === 'customers'
    ? secondsLeft({ ...row, readingMs: row.readingMs ?? 0 })
    : null;
}

/** Whose relations a run would lose. */
export function presentLosses(
  row: SyncRunRow,
  losing: { rows: readonly MemberSyncRow[]; total: number },
  nameOf: (memberId: number) => MemberRef,
): SyncLosses {
  return {
    relations: row.wouldLose ?? 0,
    members: losing.rows.map(({ memberId, wouldLose }) => ({
      member: nameOf(memberId),
      relations: wouldLose,
    })),
    otherMembers: losing.total - losing.rows.length,
  };
}
