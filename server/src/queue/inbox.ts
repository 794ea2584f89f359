import { SECOND } from '@guanxi/shared/time';
import type { Database, Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { incoming, onConflict, placeholders, toSql } from '../db/dialect.ts';
import type { Keyring } from '../db/keyring.ts';
import { createGroupCommit } from './group-commit.ts';
import { fittingSubject, inboxJobName } from './inbox-subject.ts';
import type { Lane } from './job.ts';
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

const eventsPerCommit = 200;
/** While one commit is at the disk the next one is on its way; SQLite writes one at a time. */
const commitsAtATime = { mysql: 2, sqlite: 1 } as const;
/** Events wait this long for the urgent part of theirs, unless it brings them forward itself. */
const headStartMs = 2 * SECOND;
/** The platform gives up after five seconds; what it hears later is in vain. */
const patienceMs = 4 * SECOND;
/** Some megabytes of sealed events; more would only wait until the platform gave up. */
const mostWaiting = 5_000;

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
 * Takes events in by group commit.
 *
 * @param options.onStored - called after each commit, to wake the worker
 */
export function createInbox(options: {
  database: Database;
  keyring: Keyring;
  now: () => Date;
  onStored: () => void;
}): Inbox {
  const commits = createGroupCommit<Arrival>({
    atMost: eventsPerCommit,
    atATime: commitsAtATime[options.database.dialect],
    write: storeArrivals,
  });
  /** Everybody who has no answer yet, in the order they came. */
  const unanswered = new Set<Arrival>();
  let watch: NodeJS.Timeout | null = null;

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

  async function storeArrivals(batch: readonly Arrival[]): Promise<void> {
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
        commits.add(arrival);
        watchClock();
      });
    },
    depth: () => unanswered.size,
    drain: () => commits.drain(),
  };
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
