import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { pushTagsKey, pushTagsKind } from './push-tags-kind.ts';
import { tagsRepo } from './repository.ts';

/** Asks for the push of every tag change that waits, after its own job was forgotten with a former app. */
export async function resumeTagPushes(
  ctx: { readonly queue: Pick<Queue, 'enqueue'> },
  db: Db,
  corpId: number,
): Promise<void> {
  for (const relationId of await tagsRepo(db, corpId).findWaitingRelations()) {
    const key = pushTagsKey(relationId);
    await ctx.queue.enqueue(db, pushTagsKind, { corpId, key, payload: { relationId } });
  }
}
