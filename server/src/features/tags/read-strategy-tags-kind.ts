import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installation } from '../corps/installation.ts';

/** The job that reads the tags of strategy groups, by name and urgency. */
export const readStrategyTagsKind = { name: 'read-strategy-tags', lane: lanes.event } as const;

/** Asks for a reading where the company's strategies can be read; one that waits is not asked for again. */
export async function enqueueStrategyTags(
  ctx: { readonly queue: Pick<Queue, 'enqueue'> },
  db: Db,
  { corpId, client }: Pick<Installation, 'corpId' | 'client'>,
): Promise<void> {
  if (client.access.capabilities.readsStrategyTags) {
    await ctx.queue.enqueue(db, readStrategyTagsKind, { corpId, key: 'corp', payload: {} });
  }
}
