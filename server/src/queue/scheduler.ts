import { MINUTE } from '@guanxi/shared/time';
import { bulkUpsert } from '../db/bulk.ts';
import { type Database, type Db, dialectOf } from '../db/data-source.ts';
import { forUpdate } from '../db/dialect.ts';
import type { JobDefinition } from './job.ts';
import { enqueueJobs } from './job-store.ts';
import type { LatestSlot, ScheduledCorp } from './slots.ts';
import { scheduledSlotTable } from './tables.ts';

/** Work that comes back by the clock. */
export interface Schedule {
  readonly name: string;
  readonly job: Pick<JobDefinition<never, object>, 'name' | 'lane'>;
  /** What makes two requests of the job the same work. */
  readonly key: string;
  readonly latestSlot: LatestSlot;
}

/** Asks for scheduled work when its slot begins. */
export interface Scheduler {
  start(): void;
  /** Takes every slot that has begun and that nobody took. */
  look(): Promise<void>;
  /** Looks no more, and waits for a look under way. */
  stop(): Promise<void>;
}

const lookEveryMs = MINUTE;

/**
 * Every node looks; none leads. A slot belongs to whoever writes its name first, in the transaction that also asks
 * for the job, so that it runs once however many nodes there are, and once more after a night without any.
 *
 * @param options.corps - the companies served at the moment
 * @param options.onTaken - called after a slot was taken, to wake the worker
 */
export function createScheduler(options: {
  database: Database;
  schedules: readonly Schedule[];
  corps: () => readonly ScheduledCorp[];
  now: () => Date;
  onTaken: () => void;
  log: { error(fields: Record<string, unknown>, message: string): void };
}): Scheduler {
  const known = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    for (const corp of options.corps()) {
      for (const schedule of options.schedules) {
        const slot = schedule.latestSlot(corp, options.now());
        const place = `${corp.corpId}/${schedule.name}`;
        if (known.get(place) !== slot) {
          const isTaken = await options.database.transaction((db) =>
            take(db, corp.corpId, schedule, { slot, now: options.now() }),
          );
          known.set(place, slot);
          if (isTaken) {
            options.onTaken();
          }
        }
      }
    }
  }

  function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  }

  function lookInBackground(): void {
    lookOnce().catch((error: unknown) => options.log.error({ err: error }, 'the schedule cannot be read'));
  }

  return {
    start() {
      timer = setInterval(lookInBackground, lookEveryMs);
      lookInBackground();
    },
    look: lookOnce,
    async stop() {
      clearInterval(timer);
      await looking?.catch(() => undefined);
    },
  };
}

/** @returns whether the slot is ours; a slot that somebody took, or a later one, is not */
async function take(
  db: Db,
  corpId: number,
  schedule: Schedule,
  { slot, now }: { slot: string; now: Date },
): Promise<boolean> {
  const { name, job, key } = schedule;
  await bulkUpsert(db, scheduledSlotTable, [{ corpId, name, slot: '' }], {
    unique: ['corpId', 'name'],
    update: [],
  });
  const [row]: { slot: string }[] = await db.query(
    `SELECT slot FROM scheduled_slot WHERE corp_id = ? AND name = ? ${forUpdate(dialectOf(db))}`,
    [corpId, name],
  );
  if (row === undefined || row.slot >= slot) {
    return false;
  }
  await db.query('UPDATE scheduled_slot SET slot = ? WHERE corp_id = ? AND name = ?', [slot, corpId, name]);
  await enqueueJobs(db, [{ corpId, name: job.name, key, lane: job.lane, payload: {}, runAt: now }], now);
  return true;
}
