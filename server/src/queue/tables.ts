import { bool, bytes, digest, id, instant, int, json, longText, nullable, ref, text } from '../db/columns.ts';
import { defineTable } from '../db/table.ts';

/**
 * A verified callback, kept before it is answered. The row stays after it was handled, so that a
 * repeat is no second event.
 */
export interface InboxEventRow {
  id: number;
  corpId: number;
  /** SHA-256 of the plaintext; repeats carry the same plaintext under other random bytes. */
  digest: Buffer;
  /** Events of one subject are handled in order. */
  subject: string;
  /** The plaintext, sealed: it may carry names and phones. */
  sealed: Buffer;
  receivedAt: Date;
  /** When its effect was committed; null while it waits. */
  handledAt: Date | null;
}

export const inboxEventTable = defineTable<InboxEventRow>({
  name: 'inbox_event',
  columns: {
    id: id(),
    corpId: ref(),
    digest: digest(32),
    subject: text(190),
    sealed: bytes(),
    receivedAt: instant(),
    handledAt: nullable(instant()),
  },
  indexes: [
    { name: 'inbox_event_digest', columns: ['corpId', 'digest'], isUnique: true },
    // What waits of a subject, and what was handled so long ago that it may go.
    { name: 'inbox_event_handled', columns: ['corpId', 'handledAt', 'subject', 'id'] },
  ],
});

/**
 * Work to be done at least once. A job is named by what it is and by a key: asking for the same
 * work again while it waits makes no second row, and asking while it runs makes it run once more.
 */
export interface JobRow {
  id: number;
  corpId: number;
  name: string;
  jobKey: string;
  /** Smaller is more urgent; see `lanes`. */
  lane: number;
  payload: object;
  /** `ready`, or `dead` after the last try; a dead job waits for a person. */
  status: string;
  /** When it is due. While it is claimed: when its lease ends and another worker may take it. */
  runAt: Date;
  /** Tries since it was last asked for. */
  attempts: number;
  /** Raised each time the work is asked for; tells a finished run whether something came meanwhile. */
  wanted: number;
  /** Who runs it; null while it waits. */
  claimedBy: string | null;
  /** Fencing: raised with each claim; a worker that lost its lease writes nothing. */
  leaseEpoch: number;
  lastError: string | null;
  createdAt: Date;
}

export const jobTable = defineTable<JobRow>({
  name: 'job',
  columns: {
    id: id(),
    corpId: ref(),
    name: text(64),
    jobKey: text(190),
    lane: int(),
    payload: json(),
    status: text(16),
    runAt: instant(),
    attempts: int(),
    wanted: int(),
    claimedBy: nullable(text(64)),
    leaseEpoch: int(),
    lastError: nullable(longText()),
    createdAt: instant(),
  },
  indexes: [
    { name: 'job_key', columns: ['corpId', 'name', 'jobKey'], isUnique: true },
    // Workers claim over all corps, so this one index does not start with the corp.
    { name: 'job_due', columns: ['status', 'lane', 'runAt'] },
  ],
});

/** The newest slot of a schedule that was taken for a corp. */
export interface ScheduledSlotRow {
  id: number;
  corpId: number;
  /** Which schedule. */
  name: string;
  /** Sorts by time; empty before the first. */
  slot: string;
}

export const scheduledSlotTable = defineTable<ScheduledSlotRow>({
  name: 'scheduled_slot',
  columns: { id: id(), corpId: ref(), name: text(64), slot: text(32) },
  indexes: [{ name: 'scheduled_slot_key', columns: ['corpId', 'name'], isUnique: true }],
});

/** A process of the server that lives. It works for all companies and has none. */
export interface ServerProcessRow {
  id: number;
  /** Host, process id, and something that tells it from an earlier one. */
  processKey: string;
  isWorker: boolean;
  /** When it last said that it lives. */
  seenAt: Date;
}

export const serverProcessTable = defineTable<ServerProcessRow>({
  name: 'server_process',
  columns: { id: id(), processKey: text(64), isWorker: bool(), seenAt: instant() },
  indexes: [{ name: 'server_process_key', columns: ['processKey'], isUnique: true }],
});
