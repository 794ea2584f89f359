import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';

/** The job that reads members' licences, by the parts that whoever asks for it needs. */
export const readLicencesKind = { name: 'read-licences', lane: lanes.bulk } as const;

/** Asks for the licences of all members; while one waits this asks for nothing more. */
export function enqueueLicenceReading(
  ctx: { readonly queue: Pick<Queue, 'enqueue'> },
  db: Db,
  corpId: number,
): Promise<void> {
  return ctx.queue.enqueue(db, readLicencesKind, { corpId, key: 'corp', payload: {} });
}
