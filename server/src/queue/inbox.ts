import type { Database, Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { onConflict, placeholders, toSql } from '../db/dialect.ts';
import type { Keyring } from '../db/keyring.ts';
import type { Lane } from './job.ts';
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
}

/** Takes events in. */
export interface Inbox {
  /**
   * Keeps an event. Resolves only after the commit, so that whoever asked may answer the platform;
   * the same event a second time resolves too and changes nothing.
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

interface Arrival {
  readonly event: ReceivedEvent;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while one commit is under way, arrivals gather, and the next commit takes them all.
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
  let flushing: Promise<void> | null = null;

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

  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  return {
    receive(event) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ event, resolve, reject });
        // The requests that arrived in this turn of the event loop join the same commit.
        setImmediate(() => void flush());
      });
    },
    async drain() {
      while (waiting.length > 0 || flushing !== null) {
        await flush();
      }
    },
  };
}

async function store(
  options: { database: Database; keyring: Keyring; now: () => Date },
  events: readonly ReceivedEvent[],
): Promise<void> {
  const now = options.now();
  await options.database.transaction(async (db) => {
    await insertEvents(db, options.keyring, events, now);
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

async function insertEvents(
  db: Db,
  keyring: Keyring,
  events: readonly ReceivedEvent[],
  now: Date,
): Promise<void> {
  const dialect = dialectOf(db);
  await db.query(
    `INSERT INTO inbox_event (corp_id, digest, subject, sealed, received_at) VALUES ${placeholders(events.length, 5)}
     ${onConflict(dialect, ['corp_id', 'digest'])} subject = inbox_event.subject`,
    events.flatMap((event) =>
      [event.corpId, event.digest, event.subject, keyring.seal(event.plaintext), now].map((value) =>
        toSql(dialect, value),
      ),
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
  const rows: { id: number; sealed: Buffer }[] = await db.query(
    'SELECT id, sealed FROM inbox_event WHERE corp_id = ? AND subject = ? AND handled_at IS NULL ORDER BY id LIMIT 500',
    [corpId, subject],
  );
  return rows.map((row) => ({ id: Number(row.id), plaintext: keyring.open(row.sealed) }));
}

/** Marks events as handled; in the transaction of their effect. */
export async function markHandled(
  db: Db,
  corpId: number,
  eventIds: readonly number[],
  now: Date,
): Promise<void> {
  if (eventIds.length === 0) {
    return;
  }
  await db.query(
    `UPDATE inbox_event SET handled_at = ? WHERE corp_id = ? AND id IN (${eventIds.map(() => '?').join(', ')})`,
    [toSql(dialectOf(db), now), corpId, ...eventIds],
  );
}
