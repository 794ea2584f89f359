import { countRelationsOf } from '../../customers/mark-lost.ts';
import { memberIdsOf } from '../../members/user-ids.ts';
import { groupKey } from '../group-rules.ts';
import { memberSyncRepo } from '../repository.ts';
import type { RunInHand } from '../run-in-hand.ts';
import type { ReadingGroup } from '../table.ts';
import { countDone } from './count-done.ts';
import { noFollowRelation } from './read-page.ts';
import type { FullSyncContext } from './sync-context.ts';

/** Halves a group that was refused, until it is the one member the refusal is about. */
export async function settleRefusal(
  ctx: FullSyncContext,
  inHand: RunInHand,
  told: { group: ReadingGroup; errcode: number; askedAt: Date },
): Promise<void> {
  const { group, errcode, askedAt } = told;
  const { id: runId, corpId } = inHand.at();
  const db = ctx.database.read;
  const memberIds = [...(await memberIdsOf(db, corpId, group.userIds)).values()];
  const hasNone = errcode === noFollowRelation && (await countRelationsOf(db, corpId, memberIds)) === 0;
  if (!hasNone && group.userIds.length > 1) {
    const half = { userIds: group.userIds.slice(0, Math.ceil(group.userIds.length / 2)), cursor: null };
    await inHand.change(async ({ openGroups }) => ({
      openGroups: [half, ...without(openGroups ?? [], group)],
    }));
    return;
  }
  const outcome = hasNone
    ? { outcome: 'read', errcode: null, readAt: askedAt }
    : { outcome: 'refused', errcode, readAt: null };
  await inHand.store(
    async () => undefined,
    async (write, run) => {
      await memberSyncRepo(write, corpId).settle(runId, memberIds, outcome);
      return {
        openGroups: without(run.openGroups ?? [], group),
        membersDone: await countDone(write, run),
      };
    },
  );
}

function without(open: readonly ReadingGroup[], group: ReadingGroup): ReadingGroup[] {
  return open.filter((other) => groupKey(other) !== groupKey(group));
}
