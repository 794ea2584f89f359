import { createHash } from 'node:crypto';
import { SECOND } from '@guanxi/shared/time';
import type { Database, Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import {
  incoming,
  instantFromSql,
  onConflict,
  placeholders,
  rowsPerStatement,
  toSql,
} from '../db/dialect.ts';
import type { Keyring } from '../db/keyring.ts';
import { type Lane, lanes } from './job.ts';
import { enqueueJobs, type JobRequest } from './job-store.ts';

/** A verified event on its way into the inbox. */
export interface ReceivedEvent {
  readonly corpId: number;
  readonly digest: Buffer;
  readonly subject: string;
  readonly lane: Lane;
  readonly plaintext: string;
  /** What must be done at once and waits for no other event of the subject; asked for in the same commit. */
  readonly urgent?: Pick<JobRequest, 'name' | 'lane' | 'key' | 'payload'>;
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
   * @throws InboxOverloaded when the database is too slow, otherwise what it refused with; the platform must then
   * send again
   */
  receive(event: ReceivedEvent): Promise<void>;
  /** Events taken in and not yet durable. */
  depth(): number;
  /** Waits for what is under way. */
  drain(): Promise<void>;
}

/** The database takes longer than the platform waits. An event refused in time is sent again; one kept too long is, too. */
export class InboxOverloaded extends Error {
  override readonly name = 'InboxOverloaded';
}

/** The job that handles the waiting events of one subject. */
export const inboxJobName = 'inbox';

const eventsPerCommit = 200;
/** Events wait this long for the urgent part of theirs, unless it brings them forward itself. */
const headStartMs = 2 * SECOND;
/** While one commit is at the disk the next one is on its way; SQLite writes one at a time. */
const commitsAtATime = { mysql: 2, sqlite: 1 } as const;
/** The platform gives up after five seconds; what it hears later is in vain. */
const patienceMs = 4 * SECOND;
/** Some megabytes of sealed events; more would only wait until the platform gave up. */
const mostWaiting = 5_000;
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
  /** Milliseconds of the process's own clock. */
  readonly at: number;
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
  /** Everybody who has no answer yet, in the order they came. */
  const unanswered = new Set<Arrival>();
  let watch: NodeJS.Timeout | null = null;
  const mostAtATime = commitsAtATime[options.database.dialect];

  function answer(arrivals: readonly Arrival[], settle: (arrival: Arrival) => void): void {
    for (const arrival of arrivals) {
      if (unanswered.delete(arrival)) {
        settle(arrival);
      }
    }
  }

  /** Refuses those who waited too long; what is at the disk may still become durable, and a repeat is then no second event. */
  function refuseLate(): void {
    watch = null;
    const latest = performance.now() - patienceMs;
    const late = [...unanswered].filter((arrival) => arrival.at <= latest);
    answer(late, (arrival) => arrival.reject(new InboxOverloaded('The database is too slow')));
    watchClock();
  }

  function watchClock(): void {
    if (watch === null && unanswered.size > 0) {
      watch = setTimeout(refuseLate, patienceMs / 8);
      watch.unref();
    }
  }

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, eventsPerCommit);
      try {
        await store(
          options,
          batch.map((arrival) => arrival.event),
        );
        answer(batch, (arrival) => arrival.resolve());
        options.onStored();
      } catch (error) {
        answer(batch, (arrival) => arrival.reject(error));
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
      if (unanswered.size >= mostWaiting) {
        return Promise.reject(new InboxOverloaded('Too many events wait for the database'));
      }
      // Sealed on arrival: a transaction under way must not wait for arithmetic.
      const sealed = options.keyring.seal(plaintext);
      return new Promise<void>((resolve, reject) => {
        const sealedEvent = { ...event, subject: fittingSubject(event.subject), sealed };
        const arrival = { event: sealedEvent, at: performance.now(), resolve, reject };
        unanswered.add(arrival);
        waiting.push(arrival);
        watchClock();
        // The requests that arrived in this turn of the event loop join the same commit.
        setImmediate(flush);
      });
    },
    depth: () => unanswered.size,
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
    const requests = new Map<string, JobRequest>();
    for (const event of events) {
      const key = `${event.corpId}\u0000${event.subject}`;
      const request = subjectRequest(event, now);
      const known = requests.get(key) ?? request;
      requests.set(key, {
        ...request,
        lane: Math.min(known.lane, request.lane) as Lane,
        runAt: new Date(Math.min(known.runAt.getTime(), request.runAt.getTime())),
      });
    }
    const urgent = new Map(
      events.flatMap((event) =>
        event.urgent === undefined
          ? []
          : [
              [
                `${event.corpId}\u0000${event.urgent.key}`,
                { ...event.urgent, corpId: event.corpId, runAt: now },
              ],
            ],
      ),
    );
    await enqueueJobs(db, [...urgent.values(), ...requests.values()], now);
  });
}

function subjectRequest(event: SealedEvent, now: Date): JobRequest {
  return {
    corpId: event.corpId,
    name: inboxJobName,
    key: event.subject,
    lane: event.lane,
    payload: { subject: event.subject },
    runAt: event.urgent === undefined ? now : new Date(now.getTime() + headStartMs),
  };
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
  return rows.map((row) => toWaiting(row, keyring));
}

/** Asks for the waiting events of a subject at once, in the transaction that ends their head start. */
export function bringForward(
  db: Db,
  { corpId, subject }: { corpId: number; subject: string },
  now: Date,
): Promise<void> {
  const key = fittingSubject(subject);
  const payload = { subject: key };
  return enqueueJobs(db, [{ corpId, name: inboxJobName, key, lane: lanes.event, payload, runAt: now }], now);
}

/** One kept event by the digest of its plaintext, handled or not; null when there is none. */
export async function findEvent(
  db: Db,
  keyring: Keyring,
  corpId: number,
  digest: Buffer,
): Promise<WaitingEvent | null> {
  const [row]: { id: number; sealed: Buffer; received_at: unknown }[] = await db.query(
    'SELECT id, sealed, received_at FROM inbox_event WHERE corp_id = ? AND digest = ?',
    [corpId, digest],
  );
  return row === undefined ? null : toWaiting(row, keyring);
}

function toWaiting(
  row: { id: number; sealed: Buffer; received_at: unknown },
  keyring: Keyring,
): WaitingEvent {
  return {
    id: Number(row.id),
    plaintext: keyring.open(row.sealed),
    receivedAt: instantFromSql(row.received_at),
  };
}

/** Events of one subject whose effect is written now. */
export interface HandledEvents {
  readonly corpId: number;
  readonly subject: string;
  readonly events: readonly WaitingEvent[];
  readonly at: Date;
}

/**
 * Marks events of some subjects of one company as handled, in the transaction of their effect. One that came again
 * since it was read still waits, and so may others beyond the first hundreds: then a further run is asked for.
 */
export async function markHandled(db: Db, handled: readonly HandledEvents[]): Promise<void> {
  const dialect = dialectOf(db);
  const events = handled.flatMap((one) => one.events);
  const [first] = handled;
  if (first === undefined || events.length === 0) {
    return;
  }
  for (let start = 0; start < events.length; start += rowsPerStatement) {
    const some = events.slice(start, start + rowsPerStatement);
    await db.query(
      `UPDATE inbox_event SET handled_at = ?
       WHERE corp_id = ? AND id IN ${placeholders(1, some.length)}
       AND (${some.map(() => '(id = ? AND received_at <= ?)').join(' OR ')})`,
      [
        toSql(dialect, first.at),
        first.corpId,
        ...some.map((event) => event.id),
        ...some.flatMap((event) => [event.id, toSql(dialect, event.receivedAt)]),
      ],
    );
  }
  const full = handled.filter((one) => one.events.length >= eventsPerRun);
  const requests = full.map(({ corpId, subject, at }) => ({
    ...{ corpId, name: inboxJobName, key: subject, lane: lanes.event, payload: { subject }, runAt: at },
  }));
  await enqueueJobs(db, requests, first.at);
}

/** Events forgotten in one transaction. */
const forgottenAtATime = 1000;

/**
 * Forgets events of a company that were handled before an instant. Their digests go with them, so it must lie further
 * back than the platform repeats anything. What waits is never forgotten, however old.
 *
 * @returns how many
 */
export async function forgetHandled(
  database: Pick<Database, 'read' | 'transaction'>,
  corpId: number,
  before: Date,
  signal: AbortSignal,
): Promise<number> {
  const until = toSql(dialectOf(database.read), before);
  let forgotten = 0;
  for (;;) {
    signal.throwIfAborted();
    const found: { id: number }[] = await database.read.query(
      'SELECT id FROM inbox_event WHERE corp_id = ? AND handled_at < ? ORDER BY handled_at LIMIT ?',
      [corpId, until, forgottenAtATime],
    );
    if (found.length === 0) {
      return forgotten;
    }
    const ids = found.map((row) => row.id).sort((a, b) => a - b);
    // One that came again meanwhile waits to be handled and stays.
    await database.transaction((db) =>
      db.query(
        `DELETE FROM inbox_event WHERE corp_id = ? AND id IN ${placeholders(1, ids.length)} AND handled_at < ?`,
        [corpId, ...ids, until],
      ),
    );
    forgotten += ids.length;
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
