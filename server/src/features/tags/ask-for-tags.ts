import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { pushTagsKey, pushTagsKind } from './push-tags-kind.ts';
import { tagsRepo } from './repository.ts';
import { neededChanges } from './rules.ts';

/** In the place of a member: a rule that an admin set asks for the change. */
export const askedByRule = 0;

/**
 * Stores tag changes of one relation as intent inside the caller's transaction, with the job that brings them
 * to the platform. What the platform already has needs no change.
 *
 * @param request.requestedBy - the member who asks, or `askedByRule`
 */
export async function askForTags(
  db: Db,
  queue: Queue,
  corpId: number,
  request: {
    relationId: number;
    add: readonly string[];
    remove: readonly string[];
    requestedBy: number;
    at: Date;
  },
): Promise<void> {
  const repo = tagsRepo(db, corpId);
  const known = new Set((await repo.findOfRelations([request.relationId])).map((row) => row.tagId));
  const changes = await repo.findChanges(request.relationId);
  const underWay = changes.filter((change) => change.state === 'pending').map((change) => change.tagId);
  const { wanted, settled } = neededChanges(request, known, new Set(underWay));
  await repo.deleteChanges(request.relationId, settled);
  await repo.saveChanges(
    [...wanted].map(([tagId, change]) => ({
      relationId: request.relationId,
      tagId,
      wanted: change,
      state: 'pending',
      errcode: null,
      failure: null,
      attempts: 0,
      requestedBy: request.requestedBy,
      requestedAt: request.at,
    })),
  );
  await enqueuePush(queue, db, corpId, request.relationId);
}

/** Asks for the push of one relation's changes. */
export function enqueuePush(queue: Queue, db: Db, corpId: number, relationId: number): Promise<void> {
  return queue.enqueue(db, pushTagsKind, { corpId, key: pushTagsKey(relationId), payload: { relationId } });
}
