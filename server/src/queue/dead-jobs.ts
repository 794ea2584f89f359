import type { Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { instantFromSql, toSql } from '../db/dialect.ts';

/** A job that was given up and waits for a person. */
export interface DeadJob {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  /** What the last try failed with. */
  readonly lastError: string | null;
  readonly askedAt: Date;
  /** When it was last tried. */
  readonly failedAt: Date;
}

/** A corp's jobs that were given up, newest first. */
export async function findDeadJobs(
  db: Db,
  corpId: number,
  page: { before: number | null; limit: number },
): Promise<DeadJob[]> {
  const rows: Record<string, unknown>[] = await db.query(
    `SELECT id, name, job_key, last_error, created_at, run_at FROM job
     WHERE corp_id = ? AND status = 'dead' ${page.before === null ? '' : 'AND id < ?'}
     ORDER BY id DESC LIMIT ${page.limit}`,
    page.before === null ? [corpId] : [corpId, page.before],
  );
  return rows.map((row) => ({
    id: Number(row.id),
    name: String(row.name),
    key: String(row.job_key),
    lastError: row.last_error === null ? null : String(row.last_error),
    askedAt: instantFromSql(row.created_at),
    // A job that was given up keeps the time its next try would have had.
    failedAt: instantFromSql(row.run_at),
  }));
}

/** How many jobs of a corp were given up. */
export async function countDeadJobs(db: Db, corpId: number): Promise<number> {
  const rows: { count: number }[] = await db.query(
    "SELECT COUNT(*) AS count FROM job WHERE corp_id = ? AND status = 'dead'",
    [corpId],
  );
  return Number(rows[0]?.count ?? 0);
}

/**
 * Makes jobs that were given up due again, with all their tries.
 *
 * @param jobId - one of them, or null for all of the corp
 * @returns how many there were
 */
export async function reviveDeadJobs(
  db: Db,
  corpId: number,
  jobId: number | null,
  now: Date,
): Promise<number> {
  const dead = `corp_id = ? AND status = 'dead' ${jobId === null ? '' : 'AND id = ?'}`;
  const key = jobId === null ? [corpId] : [corpId, jobId];
  const rows: { count: number }[] = await db.query(`SELECT COUNT(*) AS count FROM job WHERE ${dead}`, key);
  await db.query(
    `UPDATE job SET status = 'ready', attempts = 0, run_at = ?, wanted = wanted + 1 WHERE ${dead}`,
    [toSql(dialectOf(db), now), ...key],
  );
  return Number(rows[0]?.count ?? 0);
}
