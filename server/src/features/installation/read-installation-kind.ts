import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';

/** The job that reads an installation again, by the parts that whoever asks for it needs. */
export const readInstallationKind = { name: 'read-installation', lane: lanes.event } as const;

/** However a reading is asked for, one that waits already is enough. */
export const installationKey = 'asked';

/** Asks for a reading of what an installation may do, soon; while one waits this asks for nothing more. */
export function enqueueReading(
  ctx: { readonly queue: Pick<Queue, 'enqueue'> },
  db: Db,
  corpId: number,
): Promise<void> {
  return ctx.queue.enqueue(db, readInstallationKind, { corpId, key: installationKey, payload: {} });
}
