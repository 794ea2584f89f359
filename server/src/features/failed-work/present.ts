import type { FailedJob, UnhandledEvent } from '@guanxi/shared/failed-work';
import type { UnhandledEventRow } from './table.ts';

/** A kind of event nobody handles, as the client gets it. */
export function presentUnhandledEvent(row: UnhandledEventRow): UnhandledEvent {
  return {
    type: row.eventType,
    times: row.times,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
  };
}

/** Work that was given up, as the client gets it. */
export function presentFailedJob(job: {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly lastError: string | null;
  readonly askedAt: Date;
  readonly failedAt: Date;
}): FailedJob {
  return {
    id: job.id,
    name: job.name,
    subject: job.key,
    error: job.lastError,
    askedAt: job.askedAt.toISOString(),
    failedAt: job.failedAt.toISOString(),
  };
}
