import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { pushProfileKey, pushProfileKind } from './push-profile-kind.ts';
import { profileRepo } from './repository.ts';

/** Asks for the push of every profile change that waits, after its own job was forgotten with a former app. */
export async function resumeProfilePushes(
  ctx: { readonly queue: Pick<Queue, 'enqueue'> },
  db: Db,
  corpId: number,
): Promise<void> {
  for (const relationId of await profileRepo(db, corpId).findWaitingRelations()) {
    const key = pushProfileKey(relationId);
    await ctx.queue.enqueue(db, pushProfileKind, { corpId, key, payload: { relationId } });
  }
}
