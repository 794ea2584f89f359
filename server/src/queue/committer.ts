import type { Database } from '../db/data-source.ts';
import { sharedWrites, stepsOf } from './effects.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Effect } from './job.ts';
import { type ClaimedJob, finishJobs, holdLeases, LeaseLost } from './job-store.ts';

/** Writes what jobs want written, and finishes them, in one transaction. */
export interface Committer {
  /**
   * Resolves when the effect and the end of the job are durable.
   *
   * @throws LeaseLost when another worker took the job over, otherwise what the effect threw; nothing is written then
   */
  commit(job: ClaimedJob, effect: Effect | undefined): Promise<void>;
}

interface Waiting {
  readonly job: ClaimedJob;
  readonly effect: Effect | undefined;
  resolve(): void;
  reject(error: unknown): void;
}

const jobsPerCommit = 32;

/**
 * Group commit for effects that can be written together. When one of a group fails, each is written alone, so that
 * nobody's fault is another's.
 */
export function createCommitter(options: { database: Database; now: () => Date }): Committer {
  const { database, now } = options;
  const together = createGroupCommit<Waiting>({
    atMost: jobsPerCommit,
    atATime: 1,
    write: (group) =>
      write(group).catch((error: unknown) =>
        group.length === 1 ? group[0]?.reject(error) : writeEachAlone(group),
      ),
  });

  async function write(group: readonly Waiting[]): Promise<void> {
    const lost = await database.transaction(async (db) => {
      const held = await holdLeases(
        db,
        group.map(({ job }) => job),
      );
      const own = group.filter(({ job }) => held.has(job.id));
      const steps = own.map(({ job, effect }) => ({
        corpId: job.corpId,
        steps: effect === undefined ? [] : stepsOf(effect),
      }));
      for (const shared of sharedWrites(steps)) {
        await shared.write(db, shared.parts);
      }
      await finishJobs(
        db,
        own.map(({ job }) => job),
        now(),
      );
      return group.filter(({ job }) => !held.has(job.id));
    });
    for (const { job, reject } of lost) {
      reject(new LeaseLost(`${job.name} ${job.id} was taken over`));
    }
    // A promise that is rejected already stays so.
    for (const { resolve } of group) {
      resolve();
    }
  }

  async function writeEachAlone(group: readonly Waiting[]): Promise<void> {
    for (const one of group) {
      await write([one]).catch(one.reject);
    }
  }

  return {
    commit(job, effect) {
      return new Promise<void>((resolve, reject) => {
        const one = { job, effect, resolve, reject };
        if (effect !== undefined && effect.steps === undefined) {
          write([one]).catch(reject);
          return;
        }
        together.add(one);
      });
    },
  };
}
