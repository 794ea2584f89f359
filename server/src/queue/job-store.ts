import type { Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { forUpdate, incoming, onConflict, placeholders, skipLocked, smaller, toSql } from '../db/dialect.ts';
import type { Lane } from './job.ts';

/** Work asked for. */
export interface JobRequest {
  readonly corpId: number;
  readonly name: string;
  readonly key: string;
  readonly lane: Lane;
  readonly payload: object;
  readonly runAt: Date;
}

/** A job in a worker's hands. */
export interface ClaimedJob {
  readonly id: number;
  readonly corpId: number;
  readonly name: string;
  readonly key: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly wanted: number;
  readonly epoch: number;
}

/** A worker's lease ended and another one holds the job; what it did is thrown away. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * Asks for work. A job that waits is brought forward, one that runs will run again, a dead one
 * lives again.
 *
 * @param requests - at most some hundreds; written in the order of their keys
 */
export async function enqueueJobs(db: Db, requests: readonly JobRequest[], now: Date): Promise<void> {
  if (requests.length === 0) {
    return;
  }
  const dialect = dialectOf(db);
  const sorted = requests.toSorted(compareJobs);
  const value = (column: string) => incoming(dialect, column);
  const soonest = smaller(dialect, 'job.run_at', value('run_at'));
  await db.query(
    `INSERT INTO job (corp_id, name, job_key, lane, payload, status, run_at, attempts, wanted, lease_epoch, created_at)
     VALUES ${sorted.map(() => "(?, ?, ?, ?, ?, 'ready', ?, 0, 1, 0, ?)").join(', ')}
     ${onConflict(dialect, ['corp_id', 'name', 'job_key'])}
       wanted = job.wanted + 1,
       run_at = CASE WHEN job.claimed_by IS NULL THEN ${soonest} ELSE job.run_at END,
       lane = ${smaller(dialect, 'job.lane', value('lane'))},
       payload = ${value('payload')},
       attempts = CASE WHEN job.status = 'dead' THEN 0 ELSE job.attempts END,
       status = 'ready'`,
    sorted.flatMap((request) =>
      [
        request.corpId,
        request.name,
        request.key,
        request.lane,
        JSON.stringify(request.payload),
        request.runAt,
        now,
      ].map((item) => toSql(dialect, item)),
    ),
  );
}

/** The order of the unique key, in which every transaction takes its locks. */
function compareJobs(
  a: Pick<JobRequest, 'corpId' | 'name' | 'key'>,
  b: Pick<JobRequest, 'corpId' | 'name' | 'key'>,
): number {
  return a.corpId - b.corpId || compareTexts(a.name, b.name) || compareTexts(a.key, b.key);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The lanes in which something is due, the most urgent first: one statement, so that an idle worker costs no more. */
export async function dueLanes(
  db: Db,
  { now, maxLane }: { now: Date; maxLane: number },
): Promise<readonly number[]> {
  const lanesToSee = Array.from({ length: maxLane + 1 }, (_, lane) => lane);
  const isDue = lanesToSee.map(
    (lane) =>
      `EXISTS (SELECT 1 FROM job WHERE status = 'ready' AND lane = ${lane} AND run_at <= ?) AS lane_${lane}`,
  );
  const [row]: Record<string, unknown>[] = await db.query(
    `SELECT ${isDue.join(', ')}`,
    lanesToSee.map(() => toSql(dialectOf(db), now)),
  );
  return lanesToSee.filter((lane) => Number(row?.[`lane_${lane}`]) === 1);
}

/**
 * Takes due jobs, the most urgent lane first. A claimed job's `run_at` becomes the end of its
 * lease, so a dead worker's job is due again by itself.
 *
 * @param options.lanes - the lanes to take from, in this order
 * @param options.leaseMs - how long the worker may hold them
 */
export async function claimJobs(
  db: Db,
  options: { owner: string; now: Date; limit: number; lanes: readonly number[]; leaseMs: number },
): Promise<ClaimedJob[]> {
  const dialect = dialectOf(db);
  const claimed: ClaimedJob[] = [];
  for (const lane of options.lanes) {
    if (claimed.length >= options.limit) {
      break;
    }
    const rows: JobSqlRow[] = await db.query(
      `SELECT id, corp_id, name, job_key, payload, attempts, wanted, lease_epoch FROM job
       WHERE status = 'ready' AND lane = ? AND run_at <= ? ORDER BY run_at LIMIT ${options.limit - claimed.length}
       ${skipLocked(dialect)}`,
      [lane, toSql(dialect, options.now)],
    );
    claimed.push(...rows.map(toClaimed));
  }
  if (claimed.length > 0) {
    await db.query(
      `UPDATE job SET claimed_by = ?, run_at = ?, lease_epoch = lease_epoch + 1, attempts = attempts + 1
       WHERE id IN (${claimed.map(() => '?').join(', ')})`,
      [
        options.owner,
        toSql(dialect, new Date(options.now.getTime() + options.leaseMs)),
        ...claimed.map((job) => job.id),
      ],
    );
  }
  return claimed;
}

interface JobSqlRow {
  id: number;
  corp_id: number;
  name: string;
  job_key: string;
  payload: string;
  attempts: number;
  wanted: number;
  lease_epoch: number;
}

function toClaimed(row: JobSqlRow): ClaimedJob {
  return {
    id: Number(row.id),
    corpId: Number(row.corp_id),
    name: row.name,
    key: row.job_key,
    payload: JSON.parse(row.payload),
    attempts: row.attempts + 1,
    wanted: row.wanted,
    epoch: row.lease_epoch + 1,
  };
}

/**
 * Locks the job for the end of its transaction and makes sure the lease is still held.
 *
 * @returns whether the work was asked for again since it was claimed
 * @throws LeaseLost when another worker took the job over
 */
export async function holdLease(db: Db, job: ClaimedJob): Promise<{ isWantedAgain: boolean }> {
  const wanted = (await holdLeases(db, [job])).get(job.id);
  if (wanted === undefined) {
    throw new LeaseLost(`${job.name} ${job.id} was taken over`);
  }
  return { isWantedAgain: wanted !== job.wanted };
}

/**
 * Locks jobs for the end of their transaction, in the order in which work is asked for, so that the two never wait
 * for each other.
 *
 * @returns of those whose lease is still held, by their ids, how often each was asked for
 */
export async function holdLeases(db: Db, jobs: readonly ClaimedJob[]): Promise<ReadonlyMap<number, number>> {
  const held = new Map<number, number>();
  for (const { corpId, name, alike } of jobsByName(jobs)) {
    const rows: { id: number; lease_epoch: number; wanted: number }[] = await db.query(
      `SELECT id, lease_epoch, wanted FROM job WHERE corp_id = ? AND name = ? AND job_key IN ${placeholders(1, alike.length)}
       ORDER BY job_key ${forUpdate(dialectOf(db))}`,
      [corpId, name, ...alike.map((job) => job.key)],
    );
    const epochs = new Map(alike.map((job) => [job.id, job.epoch]));
    for (const row of rows.filter(({ id, lease_epoch }) => epochs.get(Number(id)) === lease_epoch)) {
      held.set(Number(row.id), row.wanted);
    }
  }
  return held;
}

function jobsByName(jobs: readonly ClaimedJob[]): { corpId: number; name: string; alike: ClaimedJob[] }[] {
  const groups: { corpId: number; name: string; alike: ClaimedJob[] }[] = [];
  for (const job of jobs.toSorted(compareJobs)) {
    const last = groups.at(-1);
    if (last !== undefined && last.corpId === job.corpId && last.name === job.name) {
      last.alike.push(job);
    } else {
      groups.push({ corpId: job.corpId, name: job.name, alike: [job] });
    }
  }
  return groups;
}

/** Removes finished jobs whose leases are held, or makes them due again when they were asked for while they ran. */
export async function finishJobs(db: Db, jobs: readonly ClaimedJob[], now: Date): Promise<void> {
  if (jobs.length === 0) {
    return;
  }
  const ids = jobs.map((job) => job.id);
  const isAmongThem = `id IN ${placeholders(1, ids.length)}`;
  await db.query(
    `DELETE FROM job WHERE ${isAmongThem} AND (${jobs.map(() => '(id = ? AND wanted = ?)').join(' OR ')})`,
    [...ids, ...jobs.flatMap((job) => [job.id, job.wanted])],
  );
  await db.query(
    `UPDATE job SET claimed_by = NULL, run_at = ?, attempts = 0, last_error = NULL WHERE ${isAmongThem}`,
    [toSql(dialectOf(db), now), ...ids],
  );
}

/** Gives a failed job back, due at `runAt`; or sets it aside when `isDead`. */
export async function releaseJob(
  db: Db,
  job: ClaimedJob,
  outcome: { runAt: Date; isDead: boolean; error: string | null; attempts: number },
): Promise<void> {
  await db.query(
    `UPDATE job SET claimed_by = NULL, run_at = ?, status = ?, last_error = ?, attempts = ?
     WHERE id = ? AND lease_epoch = ?`,
    [
      toSql(dialectOf(db), outcome.runAt),
      outcome.isDead ? 'dead' : 'ready',
      outcome.error,
      outcome.attempts,
      job.id,
      job.epoch,
    ],
  );
}

/**
 * Lengthens the lease of a job that takes longer than one.
 *
 * @throws LeaseLost when another worker took the job over
 */
export async function extendLease(db: Db, job: ClaimedJob, until: Date): Promise<void> {
  await holdLease(db, job);
  // A job that has just been finished and waits for its next run keeps its time.
  await db.query('UPDATE job SET run_at = ? WHERE id = ? AND lease_epoch = ? AND claimed_by IS NOT NULL', [
    toSql(dialectOf(db), until),
    job.id,
    job.epoch,
  ]);
}
