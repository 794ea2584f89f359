import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { enqueueStrategyTags } from './read-strategy-tags-kind.ts';
import { readAllTags } from './sync-tags.ts';

type TagEvent = Extract<WecomEvent, { type: `external_tag.${string}` }>;

/** True for the events about tags of the company or of its strategies. */
export function isTagEvent(event: WecomEvent): event is TagEvent {
  return event.type.startsWith('external_tag.');
}

/** Reads again what the events are about. One without a strategy may be the whole company's. */
export async function reconcileTags(
  ctx: { readonly installations: Installations; readonly queue: Queue; readonly now: () => Date },
  job: JobRun,
  events: readonly TagEvent[],
): Promise<Effect> {
  const installation = ctx.installations.of(job.corpId);
  const isOfStrategy = (event: TagEvent) => event.strategyId !== undefined;
  const client = installation.client.with({ signal: job.signal });
  const readTags = events.every(isOfStrategy) ? null : await readAllTags(client, job.corpId, ctx.now());
  return async (db) => {
    await readTags?.(db);
    if (events.some(isOfStrategy)) {
      await enqueueStrategyTags(ctx, db, installation);
    }
  };
}
