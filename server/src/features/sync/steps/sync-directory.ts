import type { Installation } from '../../corps/installation.ts';
import { readAllMembers } from '../../members/sync-members.ts';
import { memberIdsOf } from '../../members/user-ids.ts';
import { enqueueStrategyTags } from '../../tags/read-strategy-tags-kind.ts';
import { readTagList } from '../../tags/sync-tags.ts';
import { memberSyncRepo } from '../repository.ts';
import { storeStep } from '../run-checkpoint.ts';
import type { SyncRunRow } from '../table.ts';
import { addToTally } from '../tally-rules.ts';
import type { FullSyncContext } from './sync-context.ts';

/**
 * Reads departments, members and tags, and puts every member with 客户联系 on the list of the run. A run that was cut
 * off reads them again, because somebody may have come or gone; who is on the list already stays where they were.
 */
export async function syncDirectory(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
): Promise<SyncRunRow> {
  const { corpId, client, admins, isByMembers } = installation;
  const now = ctx.now();
  const members = await readAllMembers(client, {
    ...{ corpId, admins, now, isByMembers },
    read: ctx.database.read,
  });
  const tags = await readTagList(client, corpId, now);
  return storeStep(ctx, run, async (db) => {
    await members.effect(db);
    const { added, changed, removed } = await tags(db);
    await enqueueStrategyTags(ctx, db, installation);
    const onList = await memberIdsOf(db, corpId, members.followUserIds);
    const repo = memberSyncRepo(db, corpId);
    await repo.enlist(run.id, [...onList.values()]);
    await repo.dropOthers(run.id, new Set(onList.values()));
    const counts = await repo.count(run.id);
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    return {
      stage: 'customers',
      membersTotal: total,
      membersDone: total - (counts.waiting ?? 0),
      ...(hasStranger(run, onList) ? { openGroups: null } : {}),
      tally: addToTally(run.tally, {
        ...{ membersAdded: members.added, membersGone: members.gone },
        ...{ tagsAdded: added, tagsChanged: changed, tagsRemoved: removed },
      }),
    };
  });
}

/** Whether a group under way names somebody who is gone: the platform would refuse all of it. */
function hasStranger(run: SyncRunRow, known: ReadonlyMap<string, number>): boolean {
  const userIds = (run.openGroups ?? []).flatMap((group) => group.userIds);
  return userIds.some((userId) => !known.has(userId));
}
