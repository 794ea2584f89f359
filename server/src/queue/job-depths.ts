import type { Db } from '../db/data-source.ts';
import { dialectOf } from '../db/data-source.ts';
import { instantFromSql, toSql } from '../db/dialect.ts';

/** What is open of one kind of job in one lane. */
export interface JobDepth {
  readonly name: string;
  readonly lane: number;
  /** `waiting`: due; `later`: not yet; `running`: in a worker's hands; `dead`: waits for a person. */
  readonly status: 'waiting' | 'later' | 'running' | 'dead';
  readonly count: number;
  /** The soonest they were due. */
  readonly dueSince: Date;
  /** When the oldest of them was first asked for. */
  readonly askedAt: Date;
}

/**
 * Counts the open jobs of all companies, by kind, lane and state. Finished jobs have no row, so that this reads what is
 * open and nothing else. The inbox is among them: one job a subject whose events wait.
 */
export async function readJobDepths(db: Db, now: Date): Promise<JobDepth[]> {
  const dialect = dialectOf(db);
  const rows: JobDepthRow[] = await db.query(
    `SELECT name, lane, state, COUNT(*) AS total, MIN(run_at) AS due_since, MIN(created_at) AS asked_at
     FROM (
       SELECT name, lane, run_at, created_at,
         CASE WHEN status = 'dead' THEN 'dead' WHEN claimed_by IS NOT NULL THEN 'running'
              WHEN run_at <= ? THEN 'waiting' ELSE 'later' END AS state
       FROM job WHERE status IN ('ready', 'dead')
     ) AS open_job
     GROUP BY name, lane, state`,
    [toSql(dialect, now)],
  );
  return rows.map((row) => ({
    name: row.name,
    lane: Number(row.lane),
    status: row.state,
    count: Number(row.total),
    dueSince: instantFromSql(row.due_since),
    askedAt: instantFromSql(row.asked_at),
  }));
}

interface JobDepthRow {
  name: string;
  lane: number;
  state: JobDepth['status'];
  total: number | string;
  due_since: unknown;
  asked_at: unknown;
}
