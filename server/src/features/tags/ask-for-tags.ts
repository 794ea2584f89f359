import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { pushTagsKey, pushTagsKind } from './push-tags-kind.ts';
import { tagsRepo } from './repository.ts';
import { neededChanges } from './rules.ts';

/** In the place of a member: a rule that an admin set asks for the change. */
export const askedByRule = 0;

/** Tag changes that are wanted for one relation. */
export interface TagRequest {
  readonly relationId: number;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** The member who asks, or `askedByRule`. */
  readonly requestedBy: number;
  readonly at: Date;
}

/**
 * Stores tag changes as intent inside the caller's transaction, with the jobs that bring them to the platform; each
 * relation is named once. What the platform already has needs no change.
 */
export async function askForTags(
  db: Db,
  queue: Pick<Queue, 'enqueueAll'>,
  corpId: number,
  requests: readonly TagRequest[],
): Promise<void> {
  const repo = tagsRepo(db, corpId);
  const relationIds = requests.map(({ relationId }) => relationId);
  const known = Map.groupBy(await repo.findOfRelations(relationIds), (row) => row.relationId);
  const changes = Map.groupBy(await repo.findChangesOf(relationIds), (row) => row.relationId);
  const rows: Parameters<typeof repo.saveChanges>[0][number][] = [];
  for (const request of requests) {
    const { relationId } = request;
    const has = new Set((known.get(relationId) ?? []).map((row) => row.tagId));
    const before = changes.get(relationId) ?? [];
    const underWay = before.filter((change) => change.state === 'pending').map((change) => change.tagId);
    const { wanted, settled } = neededChanges(request, has, new Set(underWay));
    if (before.some((change) => settled.includes(change.tagId))) {
      await repo.deleteChanges(relationId, settled);
    }
    rows.push(...[...wanted].map(([tagId, change]) => changeOf(request, tagId, change)));
  }
  await repo.saveChanges(rows);
  await queue.enqueueAll(
    db,
    pushTagsKind,
    relationIds.map((relationId) => ({ corpId, key: pushTagsKey(relationId), payload: { relationId } })),
  );
}

function changeOf(request: TagRequest, tagId: string, wanted: 'add' | 'remove') {
  return {
    ...{ relationId: request.relationId, tagId, wanted, state: 'pending' },
    ...{ errcode: null, failure: null, attempts: 0 },
    ...{ requestedBy: request.requestedBy, requestedAt: request.at },
  };
}

/** Asks for the push of one relation's changes. */
export function enqueuePush(queue: Queue, db: Db, corpId: number, relationId: number): Promise<void> {
  return queue.enqueue(db, pushTagsKind, { corpId, key: pushTagsKey(relationId), payload: { relationId } });
}
