import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { askedByRule, askForTags } from '../tags/ask-for-tags.ts';
import { usableTags } from '../tags/require-tags.ts';
import { contactWaysRepo } from './repository.ts';
import { isDueForTags } from './rules.ts';

/** What tagging who came needs of the server. */
export interface ArrivalContext {
  readonly queue: Pick<Queue, 'enqueueAll'>;
  readonly now: () => Date;
}

/** A customer who became a member's contact, or did so again. */
export interface Arrival {
  readonly relationId: number;
  /** The channel mark they came with. */
  readonly channel: string;
  readonly followedAt: Date;
}

/**
 * Asks for the tags of the ways by which customers came, once for each arrival, however it became known: by a
 * callback, by somebody who looked, or by a full sync. It runs in the transaction that keeps the relations.
 */
export async function tagArrivals(
  ctx: ArrivalContext,
  db: Db,
  corpId: number,
  arrivals: readonly Arrival[],
): Promise<void> {
  if (arrivals.length === 0) {
    return;
  }
  const repo = contactWaysRepo(db, corpId);
  const marks = [...new Set(arrivals.map(({ channel }) => channel))];
  const tagging = (await repo.findOwnByMarks(marks)).filter((way) => way.tagIds.length > 0);
  if (tagging.length === 0) {
    return;
  }
  const wayOf = new Map(tagging.map((way) => [way.ownMark, way]));
  const known = await repo.findArrivals(arrivals.map(({ relationId }) => relationId));
  const taggedAt = new Map(known.map((row) => [`${row.relationId}/${row.wayId}`, row.taggedAt]));
  const due = arrivals.flatMap(({ relationId, channel, followedAt }) => {
    const way = wayOf.get(channel);
    const last = taggedAt.get(`${relationId}/${way?.id}`) ?? null;
    return way === undefined || !isDueForTags(last, followedAt) ? [] : [{ relationId, way }];
  });
  if (due.length === 0) {
    return;
  }
  const at = ctx.now();
  await repo.saveArrivals(due.map(({ relationId, way }) => ({ wayId: way.id, relationId, taggedAt: at })));
  const tagIds = [...new Set(due.flatMap(({ way }) => way.tagIds))];
  const usable = new Set(await usableTags(db, corpId, tagIds));
  await askForTags(
    db,
    ctx.queue,
    corpId,
    due.map(({ relationId, way }) => ({
      ...{ relationId, add: way.tagIds.filter((tagId) => usable.has(tagId)), remove: [] },
      ...{ requestedBy: askedByRule, at },
    })),
  );
}
