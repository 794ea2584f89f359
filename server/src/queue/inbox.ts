import { createHash } from 'node:crypto';
import type { Database, Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { incoming, instantFromSql, onConflict, placeholders, toSql } from '../db/dialect.ts';
import type { Keyring } from '../db/keyring.ts';
import { type Lane, lanes } from './job.ts';
import { enqueueJobs } from './job-store.ts';

/** A verified event on its way into the inbox. */
export interface ReceivedEvent {
  readonly corpId: number;
  readonly digest: Buffer;
  readonly subject: string;
  readonly lane: Lane;
  readonly plaintext: string;
}

/** A kept event that waits to be handled. */
export interface WaitingEvent {
  readonly id: number;
  readonly plaintext: string;
  /** When it came last. */
  readonly receivedAt: Date;
}

/** Takes events in. */
export interface Inbox {
  /**
   * Keeps an event. Resolves only after the commit, so that whoever asked may answer the platform.
   * The same event a second time is no second row, but is handled again: two edits within one second
   * look the same, and only reading again shows the later one.
   *
   * @throws when the database refused; the platform must then send again
   */
  receive(event: ReceivedEvent): Promise<void>;
  /** Waits for what is under way. */
  drain(): Promise<void>;
}

/** The job that handles the waiting events of one subject. */
export const inboxJobName = 'inbox';

const eventsPerCommit = 200;
/** While one commit is at the disk the next one is on its way; SQLite writes one at a time. */
const commitsAtATime = { mysql: 2, sqlite: 1 } as const;
/** Events of one subject handled together; what is beyond waits for the next run. */
const eventsPerRun = 500;
/** What the column of the subject holds. */
const longestSubject = 190;

/** An event as its row holds it. */
interface SealedEvent extends Omit<ReceivedEvent, 'plaintext'> {
  readonly sealed: Buffer;
}

interface Arrival {
  readonly event: SealedEvent;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while commits are under way, arrivals gather, and the next commit takes them all.
 * Under load many acknowledgements share one disk flush; alone an event waits for nobody.
 *
 * @param options.onStored - called after each commit, to wake the worker
 */
export function createInbox(options: {
  database: Database;
  keyring: Keyring;
  now: () => Date;
  onStored: () => void;
}): Inbox {
  const waiting: Arrival[] = [];
  const flushing = new Set<Promise<void>>();
  const mostAtATime = commitsAtATime[options.database.dialect];

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, eventsPerCommit);
      try {
        await store(
          options,
          batch.map((arrival) => arrival.event),
        );
        for (const arrival of batch) {
          arrival.resolve();
        }
        options.onStored();
      } catch (error) {
        for (const arrival of batch) {
          arrival.reject(error);
        }
      }
    }
  }

  function flush(): void {
    if (waiting.length === 0 || flushing.size >= mostAtATime) {
      return;
    }
    const flushed = flushAll().finally(() => flushing.delete(flushed));
    flushing.add(flushed);
  }

  return {
    receive({ plaintext, ...event }) {
      // Sealed on arrival: a transaction under way must not wait for arithmetic.
      const sealed = options.keyring.seal(plaintext);
      return new Promise<void>((resolve, reject) => {
        waiting.push({
          event: { ...event, subject: fittingSubject(event.subject), sealed },
          resolve,
          reject,
        });
        // The requests that arrived in this turn of the event loop join the same commit.
        setImmediate(flush);
      });
    },
    async drain() {
      while (waiting.length > 0 || flushing.size > 0) {
        flush();
        await Promise.all(flushing);
      }
    },
  };
}

/** Ids longer than any the platform gives must not make the database refuse the whole commit. */
function fittingSubject(subject: string): string {
  return subject.length <= longestSubject
    ? subject
    : `sha256:${createHash('sha256').update(subject).digest('hex')}`;
}

async function store(
  options: { database: Database; now: () => Date },
  events: readonly SealedEvent[],
): Promise<void> {
  const now = options.now();
  await options.database.transaction(async (db) => {
    await insertEvents(db, events, now);
    const subjects = new Map(events.map((event) => [`${event.corpId}\u0000${event.subject}`, event]));
    for (const event of events) {
      const key = `${event.corpId}\u0000${event.subject}`;
      const first = subjects.get(key);
      if (first !== undefined && event.lane < first.lane) {
        subjects.set(key, event);
      }
    }
    const requests = [...subjects.values()].map((event) => ({
      corpId: event.corpId,
      name: inboxJobName,
      key: event.subject,
      lane: event.lane,
      payload: { subject: event.subject },
      runAt: now,
    }));
    await enqueueJobs(db, requests, now);
  });
}

async function insertEvents(db: Db, events: readonly SealedEvent[], now: Date): Promise<void> {
  const dialect = dialectOf(db);
  await db.query(
    `INSERT INTO inbox_event (corp_id, digest, subject, sealed, received_at) VALUES ${placeholders(events.length, 5)}
     ${onConflict(dialect, ['corp_id', 'digest'])}
       received_at = ${incoming(dialect, 'received_at')}, handled_at = NULL`,
    events.flatMap((event) =>
      [event.corpId, event.digest, event.subject, event.sealed, now].map((value) => toSql(dialect, value)),
    ),
  );
}

/** The events of a subject that wait, in the order they came. */
export async function waitingEvents(
  db: Db,
  keyring: Keyring,
  corpId: number,
  subject: string,
): Promise<WaitingEvent[]> {
  const rows: { id: number; sealed: Buffer; received_at: unknown }[] = await db.query(
    'SELECT id, sealed, received_at FROM inbox_event WHERE corp_id = ? AND subject = ? AND handled_at IS NULL ORDER BY id LIMIT ?',
    [corpId, subject, eventsPerRun],
  );
  return rows.map((row) => ({
    id: Number(row.id),
    plaintext: keyring.open(row.sealed),
    receivedAt: instantFromSql(row.received_at),
  }));
}

/**
 * Marks events of a subject as handled, in the transaction of their effect. One that came again since it
 * was read still waits, and so may others beyond the first hundreds: then a further run is asked for.
 */
export async function markHandled(
  db: Db,
  { corpId, subject }: { corpId: number; subject: string },
  events: readonly WaitingEvent[],
  now: Date,
): Promise<void> {
  if (events.length === 0) {
    return;
  }
  const dialect = dialectOf(db);
  const newest = new Date(Math.max(...events.map((event) => event.receivedAt.getTime())));
  await db.query(
    `UPDATE inbox_event SET handled_at = ?
     WHERE corp_id = ? AND received_at <= ? AND id IN (${events.map(() => '?').join(', ')})`,
    [toSql(dialect, now), corpId, toSql(dialect, newest), ...events.map((event) => event.id)],
  );
  if (events.length >= eventsPerRun) {
    const again = { corpId, name: inboxJobName, key: subject, lane: lanes.event, payload: { subject } };
    await enqueueJobs(db, [{ ...again, runAt: now }], now);
  }
}

/** When a corp's newest callback came; null before the first. */
export async function findLastReceived(db: Db, corpId: number): Promise<Date | null> {
  const rows: { received_at: unknown }[] = await db.query(
    'SELECT received_at FROM inbox_event WHERE corp_id = ? ORDER BY id DESC LIMIT 1',
    [corpId],
  );
  const [row] = rows;
  return row === undefined ? null : instantFromSql(row.received_at);
}
