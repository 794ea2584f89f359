import type { Db } from '../db/data-source.ts';
import type { AnyJobDefinition, JobDefinition } from './job.ts';
import { enqueueJobs } from './job-store.ts';

/** Work that is asked for. */
interface WantedJob<Payload extends object> {
  readonly corpId: number;
  readonly key: string;
  readonly payload: Payload;
  readonly runAt?: Date;
}

/** How features ask for work. */
export interface Queue {
  /**
   * Asks for a job inside the caller's transaction: it exists exactly when the transaction commits.
   *
   * @param key - what makes two requests the same work
   */
  enqueue<Payload extends object>(
    db: Db,
    job: Pick<JobDefinition<never, Payload>, 'name' | 'lane'>,
    request: WantedJob<Payload>,
  ): Promise<void>;
  /** The same for many of a kind, in one statement. */
  enqueueAll<Payload extends object>(
    db: Db,
    job: Pick<JobDefinition<never, Payload>, 'name' | 'lane'>,
    requests: readonly WantedJob<Payload>[],
  ): Promise<void>;
  /** Tells the worker to look now; call it after the commit. */
  wake(): void;
}

/** Creates the queue's front. */
export function createQueue(options: { now: () => Date; wake: () => void }): Queue {
  const enqueueAll: Queue['enqueueAll'] = async (db, job, requests) => {
    const now = options.now();
    await enqueueJobs(
      db,
      requests.map((request) => ({
        corpId: request.corpId,
        name: job.name,
        key: request.key,
        lane: job.lane,
        payload: request.payload,
        runAt: request.runAt ?? now,
      })),
      now,
    );
  };
  return {
    enqueue: (db, job, request) => enqueueAll(db, job, [request]),
    enqueueAll,
    wake: options.wake,
  };
}

/** The names of a list of definitions; two of the same name would take each other's work. */
export function assertDistinctNames<Context>(jobs: readonly AnyJobDefinition<Context>[]): void {
  const names = jobs.map((job) => job.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Error(`Two jobs are named ${twice}`);
  }
}
