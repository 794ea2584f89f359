import { id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';
import type { SkippedMembers, SyncTally } from './tally-rules.ts';

/** Members whose customers one listing of the platform covers, and its cursor; null at its start. */
export interface ReadingGroup {
  readonly userIds: string[];
  readonly cursor: string | null;
}

/** A full sync: its checkpoint while it runs, its report afterwards. */
export interface SyncRunRow {
  id: number;
  corpId: number;
  /**
   * `running`, `done`, `failed`; `asking`: it would lose so much that an admin must answer first; `unanswered`:
   * the next run began before anybody did.
   */
  status: string;
  /** See `SyncAsker` of the contract; null for runs from before this was kept. */
  askedBy: string | null;
  /** What it is at: see `SyncStage` of the contract; null for runs from before this was kept. */
  stage: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  membersTotal: number;
  /** Members whose customers were listed completely, or who were skipped. */
  membersDone: number;
  /** How often the checkpoint moved; whoever moves it must know where it was. */
  checkpoint: number | null;
  /** The groups of members under way, each with the cursor behind what is stored; null before the first. */
  openGroups: ReadingGroup[] | null;
  customers: number;
  relations: number;
  lost: number;
  /** What changed; null for runs from before this was kept. */
  tally: SyncTally | null;
  /** Who was skipped and why; null until the end. */
  skipped: SkippedMembers[] | null;
  /** Time spent reading customers, without the waits between two tries. */
  readingMs: number | null;
  /** Relations the last complete run read; null when there was none. */
  expected: number | null;
  /** Relations a complete listing did not show; null until they were counted. */
  wouldLose: number | null;
  /** Relations there were before, of the members who were read. */
  lossBase: number | null;
  /** The admin who let the losses be marked. */
  answeredBy: number | null;
  answeredAt: Date | null;
  failure: string | null;
  /** The last owner by userid whose group chats were listed completely, for a resumed run. */
  chatLastOwner: string | null;
  /** Group chats there are; null while they were not all listed. */
  chats: number | null;
  chatsLost: number | null;
  /** Chats that exist but that the platform did not show, for example for want of a licence. */
  chatsSkipped: number | null;
  /** Why the group chats could not be listed, in the platform's words; null otherwise. */
  chatFailure: string | null;
}

export const syncRunTable = defineTable<SyncRunRow>({
  name: 'sync_run',
  columns: {
    id: id(),
    corpId: ref(),
    status: text(16),
    askedBy: nullable(text(16)),
    stage: nullable(text(16)),
    startedAt: instant(),
    finishedAt: nullable(instant()),
    membersTotal: int(),
    membersDone: int(),
    checkpoint: nullable(int()),
    openGroups: nullable(json()),
    customers: int(),
    relations: int(),
    lost: int(),
    tally: nullable(json()),
    skipped: nullable(json()),
    readingMs: nullable(int()),
    expected: nullable(int()),
    wouldLose: nullable(int()),
    lossBase: nullable(int()),
    answeredBy: nullable(ref()),
    answeredAt: nullable(instant()),
    failure: nullable(longText()),
    chatLastOwner: nullable(text(64)),
    chats: nullable(int()),
    chatsLost: nullable(int()),
    chatsSkipped: nullable(int()),
    chatFailure: nullable(longText()),
  },
  indexes: [{ name: 'sync_run_newest', columns: ['corpId', 'id'] }],
  moves: 'stays',
});

/** Where the customers of one member stand: the mark of the run under way, and what is known from before. */
export interface MemberSyncRow {
  id: number;
  corpId: number;
  memberId: number;
  /** The last run that had this member on its list; 0 before the first. */
  runId: number;
  /** What became of it: `waiting`, `read`, `unlicensed`, `refused`; `never` before the first run. */
  outcome: string;
  /** Why the platform refused this member, in its numbers. */
  errcode: number | null;
  /** When the customers were last read completely; null when they never were. */
  readAt: Date | null;
  /** Since when the member waits for their first customers; null when they do not. */
  wantedAt: Date | null;
  /** Relations the run's listing did not show. */
  wouldLose: number;
}

export const memberSyncTable = defineTable<MemberSyncRow>({
  name: 'member_sync',
  columns: {
    id: id(),
    corpId: ref(),
    memberId: ref(),
    runId: ref(),
    outcome: text(12),
    errcode: nullable(int()),
    readAt: nullable(instant()),
    wantedAt: nullable(instant()),
    wouldLose: int(),
  },
  indexes: [
    { name: 'member_sync_key', columns: ['corpId', 'memberId'], isUnique: true },
    { name: 'member_sync_outcome', columns: ['corpId', 'outcome', 'wantedAt'] },
  ],
  moves: 'stays',
});
