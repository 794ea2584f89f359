import type { Database, Db } from '../../db/data-source.ts';
import { inOrder } from '../../queue/effects.ts';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { ExternalContactEvent } from '../../wecom/index.ts';
import { findRelationOfPair } from '../customers/platform-ids.ts';
import { askedByRule, askForTags } from '../tags/ask-for-tags.ts';
import { usableTags } from '../tags/require-tags.ts';
import { contactWaysRepo } from './repository.ts';
import { isDueForTags } from './rules.ts';

interface ArrivalContext {
  readonly database: Pick<Database, 'read'>;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * Asks for the tags of the way a customer came by, once the relation is settled: somebody half added has no tags
 * before the member confirms. It runs in the transaction that keeps the relation, after it.
 */
export async function tagAfterReading(
  ctx: ArrivalContext,
  job: JobRun,
  events: readonly ExternalContactEvent[],
): Promise<Effect> {
  const [first] = events;
  const isArrival = events.some((event) => event.type === 'external_contact.added');
  return isArrival && first !== undefined ? (db) => tagArrival(ctx, db, job.corpId, first) : inOrder([]);
}

async function tagArrival(
  ctx: ArrivalContext,
  db: Db,
  corpId: number,
  pair: { externalUserId: string; userId: string },
): Promise<void> {
  const relation = await findRelationOfPair(db, corpId, pair);
  if (relation === null || relation.status !== 'active' || relation.channel === null) {
    return;
  }
  const repo = contactWaysRepo(db, corpId);
  const way = await repo.findOwnByMark(relation.channel);
  if (way === null || way.tagIds.length === 0) {
    return;
  }
  const arrival = await repo.findArrival(relation.id, way.id);
  if (!isDueForTags(arrival?.taggedAt ?? null, relation.followedAt)) {
    return;
  }
  await repo.saveArrival({ wayId: way.id, relationId: relation.id, taggedAt: ctx.now() });
  await askForTags(db, ctx.queue, corpId, {
    relationId: relation.id,
    add: await usableTags(db, corpId, way.tagIds),
    remove: [],
    requestedBy: askedByRule,
    at: ctx.now(),
  });
}
