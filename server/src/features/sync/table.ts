import { id, instant, int, json, longText, nullable, ref, text } from '../../db/columns.ts';
import { defineTable } from '../../db/table.ts';

/** A full sync: its checkpoint while it runs, its report afterwards. */
export interface SyncRunRow {
  id: number;
  corpId: number;
  /** `running`, `done` or `failed`. */
  status: string;
  startedAt: Date;
  finishedAt: Date | null;
  membersTotal: number;
  /** Members whose customers were listed completely. */
  membersDone: number;
  /** The last of them by userid; a resumed run goes on behind it, whoever joined or left meanwhile. */
  lastUserId: string | null;
  /** The platform's cursor inside the group of members under way; null at its start. */
  pageCursor: string | null;
  customers: number;
  relations: number;
  lost: number;
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
  /** Members the platform shows nothing of for want of a licence; null while there are none. */
  unlicensedUserIds: string[] | null;
}

export const syncRunTable = defineTable<SyncRunRow>({
  name: 'sync_run',
  columns: {
    id: id(),
    corpId: ref(),
    status: text(16),
    startedAt: instant(),
    finishedAt: nullable(instant()),
    membersTotal: int(),
    membersDone: int(),
    lastUserId: nullable(text(64)),
    pageCursor: nullable(text(512)),
    customers: int(),
    relations: int(),
    lost: int(),
    failure: nullable(longText()),
    chatLastOwner: nullable(text(64)),
    chats: nullable(int()),
    chatsLost: nullable(int()),
    chatsSkipped: nullable(int()),
    chatFailure: nullable(longText()),
    unlicensedUserIds: nullable(json()),
  },
  indexes: [{ name: 'sync_run_newest', columns: ['corpId', 'id'] }],
  moves: 'stays',
});
