import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';

/** The job that brings a way to the platform, by name and urgency. */
export const pushWayKind = { name: 'push-contact-way', lane: lanes.interactive } as const;

/** "Config id invalid": the platform has no such way any more. */
export const unknownWay = 41_044;

/** Asks for the push of one way, in the transaction that stores what is wanted. */
export function enqueueWay(queue: Queue, db: Db, corpId: number, wayId: number): Promise<void> {
  return queue.enqueue(db, pushWayKind, { corpId, key: `way:${wayId}`, payload: { wayId } });
}
