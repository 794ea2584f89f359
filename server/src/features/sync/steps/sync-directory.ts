import type { Installation } from '../../corps/installation.ts';
import { readAllMembers } from '../../members/sync-members.ts';
import { readAllTags } from '../../tags/sync-tags.ts';
import { syncRunsRepo } from '../repository.ts';
import type { SyncRunRow } from '../table.ts';
import type { FullSyncContext } from './sync-context.ts';

/**
 * Reads departments, members and tags.
 *
 * @returns the userids of the members with 客户联系, in their order
 */
export async function syncDirectory(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
): Promise<string[]> {
  const { corpId, client, admins, isByMembers } = installation;
  const now = ctx.now();
  const members = await readAllMembers(client, {
    ...{ corpId, admins, now, isByMembers },
    read: ctx.database.read,
  });
  const tags = await readAllTags(client, corpId, now);
  // The platform promises no order, and a resumed run must count the same members as done.
  const userIds = members.followUserIds.toSorted();
  await ctx.database.transaction(async (db) => {
    await members.effect(db);
    await tags(db);
    await syncRunsRepo(db, corpId).update(run.id, { membersTotal: userIds.length });
  });
  return userIds;
}
