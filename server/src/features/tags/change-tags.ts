import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from '../corps/installation.ts';
import { isOpenForChanges } from '../customers/relation-rules.ts';
import { requireOwnRelation } from '../customers/require-customer.ts';
import { askForTags, enqueuePush } from './ask-for-tags.ts';
import { ownStrategies } from './own-strategies.ts';
import { tagsRepo } from './repository.ts';
import { requireTags } from './require-tags.ts';

/** What changing needs of the server. */
export interface ChangeTagsContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Pick<Installations, 'of'>;
  readonly now: () => Date;
}

/**
 * Stores what the actor wants as intent, and the job that brings it to the platform, in one
 * transaction. What the platform already has needs no change.
 *
 * @throws AppError `tag.not_permitted` when the company did not grant it, `tag.no_relation` when the pair is no longer connected, `tag.not_found` when a tag is gone
 */
export async function changeTags(
  ctx: ChangeTagsContext,
  actor: Actor,
  customerId: number,
  request: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const relation = await requireOpenRelation(ctx, actor, customerId);
  const db = ctx.database.read;
  await requireTags(db, actor.corpId, request.add, await ownStrategies(db, actor));
  await ctx.database.transaction((db) =>
    askForTags(db, ctx.queue, actor.corpId, [
      { ...request, relationId: relation.id, requestedBy: actor.memberId, at: ctx.now() },
    ]),
  );
  ctx.queue.wake();
}

/** Sends failed changes again. */
export async function retryTags(
  ctx: ChangeTagsContext,
  actor: Actor,
  customerId: number,
  tagIds: readonly string[],
): Promise<void> {
  const relation = await requireOpenRelation(ctx, actor, customerId);
  await ctx.database.transaction(async (db) => {
    const repo = tagsRepo(db, actor.corpId);
    const failed = await failedChanges(repo, relation.id, tagIds);
    await repo.markChanges(relation.id, failed, { state: 'pending', errcode: null, failure: null });
    await enqueuePush(ctx.queue, db, actor.corpId, relation.id);
  });
  ctx.queue.wake();
}

/** Gives failed changes up; what the platform has stands again. */
export async function undoTags(
  ctx: ChangeTagsContext,
  actor: Actor,
  customerId: number,
  tagIds: readonly string[],
): Promise<void> {
  const relation = await requireOwnRelation(ctx, actor, customerId);
  await ctx.database.transaction(async (db) => {
    const repo = tagsRepo(db, actor.corpId);
    await repo.deleteChanges(relation.id, await failedChanges(repo, relation.id, tagIds));
  });
}

async function requireOpenRelation(ctx: ChangeTagsContext, actor: Actor, customerId: number) {
  const relation = await requireOwnRelation(ctx, actor, customerId);
  if (!ctx.installations.of(actor.corpId).client.access.capabilities.editsTags) {
    throw new AppError('tag.not_permitted');
  }
  if (!isOpenForChanges(relation.status)) {
    throw new AppError('tag.no_relation');
  }
  return relation;
}

async function failedChanges(
  repo: ReturnType<typeof tagsRepo>,
  relationId: number,
  tagIds: readonly string[],
): Promise<string[]> {
  const changes = await repo.findChanges(relationId);
  const failed = changes.filter((change) => change.state === 'failed' && tagIds.includes(change.tagId));
  if (failed.length === 0) {
    throw new AppError('tag.no_change');
  }
  return failed.map((change) => change.tagId);
}
