import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../db/data-source.ts';
import { backoffMs } from './backoff.ts';
import { createCommitter } from './committer.ts';
import { type AnyJobDefinition, GiveUp, type JobRun, lanes, RetryAt } from './job.ts';
import {
  type ClaimedJob,
  claimJobs,
  dueLanes,
  extendLease,
  holdLease,
  LeaseLost,
  releaseJob,
} from './job-store.ts';

/** What the worker tells the log. */
export interface WorkerLog {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Runs jobs until it is stopped. */
export interface Worker {
  start(): void;
  /** Says that something was enqueued; without it a job waits for the next look. */
  wake(): void;
  /** Runs everything due, and what that makes due, and returns when nothing is left. For tests. */
  drain(): Promise<void>;
  /** Takes no new job, waits for the running ones, and gives back what did not finish. */
  stop(): Promise<void>;
}

interface WorkerOptions<Context> {
  readonly database: Database;
  readonly jobs: readonly AnyJobDefinition<Context>[];
  readonly context: () => Context;
  readonly now: () => Date;
  readonly log: WorkerLog;
  /** Jobs at a time. A quarter of the slots take nothing less urgent than `lanes.interactive`. */
  readonly concurrency: number;
  readonly random?: () => number;
  /** True while receiving has more to do than it manages; the worker then leaves it the processor. */
  readonly isPressed?: () => boolean;
  /** Told of every run that ended. */
  readonly onRun?: (run: FinishedRun) => void;
}

/** A run that ended, for metrics. */
export interface FinishedRun {
  readonly name: string;
  /** `done`; `waits`: comes back when it is time; `retried`, `interrupted`, `dead`; `lost`: another worker took it over. */
  readonly outcome: 'done' | 'waits' | 'retried' | 'interrupted' | 'dead' | 'lost';
  readonly durationMs: number;
}

/** Without a wake-up the worker looks this often: on MySQL other processes take in what it handles. */
const pollMs = { mysql: SECOND / 5, sqlite: SECOND } as const;
/** A dead worker's job is taken over after this long. */
const leaseMs = 20 * SECOND;
const stopGraceMs = 8 * SECOND;
/** What stays of the worker's slots while events arrive faster than they become durable. */
const pressedShare = 1 / 8;

/** Creates a worker; nothing runs before `start` or `drain`. */
export function createWorker<Context>(options: WorkerOptions<Context>): Worker {
  const owner = `${hostname().slice(0, 24)}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const definitions = new Map(options.jobs.map((job) => [job.name, job]));
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const committer = createCommitter({ database: options.database, now: options.now });
  let looking: Promise<number> | null = null;
  let wasWoken = false;
  let timer: NodeJS.Timeout | undefined;

  async function claim(): Promise<number> {
    const slots =
      options.isPressed?.() === true ? Math.ceil(options.concurrency * pressedShare) : options.concurrency;
    const free = slots - running.size;
    const reserved = Math.floor(options.concurrency / 4);
    // The last slots are kept for work somebody waits for.
    const limit = free > reserved ? free - reserved : free;
    const maxLane = free > reserved ? lanes.bulk : lanes.interactive;
    if (limit <= 0) {
      return 0;
    }
    const due = await dueLanes(options.database.read, { now: options.now(), maxLane });
    if (due.length === 0) {
      return 0;
    }
    const jobs = await options.database.transaction((db) =>
      claimJobs(db, { owner, now: options.now(), limit, lanes: due, leaseMs }),
    );
    for (const job of jobs) {
      const run = runJob(job).finally(() => {
        running.delete(run);
        wake();
      });
      running.add(run);
    }
    return jobs.length;
  }

  /** One look at a time; a wake-up during a look causes another one. */
  async function look(): Promise<number> {
    let found = 0;
    do {
      wasWoken = false;
      found += await claim();
    } while (wasWoken && !stopping.signal.aborted);
    return found;
  }

  function lookOnce(): Promise<number> {
    wasWoken = true;
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  }

  function wake(): void {
    if (timer === undefined || stopping.signal.aborted) {
      return;
    }
    lookOnce().catch((error: unknown) => {
      options.log.error({ err: error }, 'the job table cannot be read');
    });
  }

  async function runJob(job: ClaimedJob): Promise<void> {
    const started = performance.now();
    const outcome = await tryJob(job);
    // A name from the table is a label only when it is one of ours.
    const name = definitions.has(job.name) ? job.name : 'unknown';
    options.onRun?.({ name, outcome, durationMs: performance.now() - started });
  }

  async function tryJob(job: ClaimedJob): Promise<FinishedRun['outcome']> {
    const definition = definitions.get(job.name);
    const lost = new AbortController();
    const heartbeat = setInterval(() => {
      const until = new Date(options.now().getTime() + leaseMs);
      options.database.transaction((db) => extendLease(db, job, until)).catch(() => lost.abort());
    }, leaseMs / 3);
    heartbeat.unref();
    const run: JobRun = {
      id: job.id,
      corpId: job.corpId,
      name: job.name,
      key: job.key,
      attempt: job.attempts,
      isLastAttempt: job.attempts >= (definition?.maxAttempts ?? 1),
      signal: AbortSignal.any([stopping.signal, lost.signal]),
    };
    try {
      if (definition === undefined) {
        throw new GiveUp(new Error(`No job is named ${job.name}`));
      }
      const payload = definition.payload.safeParse(job.payload);
      if (!payload.success) {
        throw new GiveUp(payload.error);
      }
      const effect = await definition.run(options.context(), payload.data, run);
      await committer.commit(job, effect);
      return 'done';
    } catch (error) {
      return await settleFailure(job, run, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async function settleFailure(
    job: ClaimedJob,
    run: JobRun,
    error: unknown,
  ): Promise<FinishedRun['outcome']> {
    if (error instanceof LeaseLost) {
      options.log.warn({ job: job.name, jobId: job.id }, 'lease lost, work thrown away');
      return 'lost';
    }
    const definition = definitions.get(job.name);
    const isInterrupted = stopping.signal.aborted;
    const outcome = outcomeOf(run, error, isInterrupted);
    const isDead = outcome === 'dead';
    const now = options.now();
    const retryAt =
      error instanceof RetryAt
        ? error.at
        : new Date(
            now.getTime() + (isInterrupted ? 0 : backoffMs(job.attempts, (options.random ?? Math.random)())),
          );
    const fields = { job: job.name, jobId: job.id, corp: job.corpId, attempt: job.attempts, err: error };
    options.log[isDead ? 'error' : 'warn'](fields, isDead ? 'job given up' : 'job will be tried again');
    await options.database
      .transaction(async (db) => {
        const { isWantedAgain } = await holdLease(db, job);
        const failure =
          error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 2000) : String(error);
        if (isDead && isWantedAgain) {
          // What was asked for meanwhile has its own tries.
          await releaseJob(db, job, { runAt: now, isDead: false, error: failure, attempts: 0 });
          return;
        }
        const payload = definition?.payload.safeParse(job.payload);
        if (isDead && payload?.success === true) {
          await definition?.onDead?.(options.context(), payload.data, run, error)(db);
        }
        const isCounted = !isInterrupted && !(error instanceof RetryAt);
        const attempts = isCounted ? job.attempts : job.attempts - 1;
        await releaseJob(db, job, { runAt: retryAt, isDead, error: failure, attempts });
      })
      .catch((failure: unknown) => {
        // The lease ends by itself, so the job is not lost.
        options.log.error({ ...fields, err: failure }, 'a failed job could not be given back');
      });
    return outcome;
  }

  return {
    start() {
      timer = setInterval(wake, pollMs[options.database.dialect]);
      wake();
    },
    wake,
    async drain() {
      while (!stopping.signal.aborted && ((await lookOnce()) > 0 || running.size > 0)) {
        await Promise.all(running);
      }
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await looking?.catch(() => undefined);
      const grace = new Promise<void>((resolve) => setTimeout(resolve, stopGraceMs).unref());
      await Promise.race([Promise.all(running), grace]);
    },
  };
}

function outcomeOf(run: JobRun, error: unknown, isInterrupted: boolean): FinishedRun['outcome'] {
  if (isInterrupted) {
    return 'interrupted';
  }
  if (error instanceof RetryAt) {
    return 'waits';
  }
  return error instanceof GiveUp || run.isLastAttempt ? 'dead' : 'retried';
}
