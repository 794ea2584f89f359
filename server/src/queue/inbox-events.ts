import { type Database, type Db, dialectOf } from '../db/data-source.ts';
import { instantFromSql, placeholders, rowsPerStatement, toSql } from '../db/dialect.ts';
import type { Keyring } from '../db/keyring.ts';
import { fittingSubject, inboxJobName } from './inbox-subject.ts';
import { lanes } from './job.ts';
import { enqueueJobs } from './job-store.ts';

/** A kept event that waits to be handled. */
export interface WaitingEvent {
  readonly id: number;
  readonly plaintext: string;
  /** When it came last. */
  readonly receivedAt: Date;
}

/** Events of one subject handled together; what is beyond waits for the next run. */
const eventsPerRun = 500;

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
