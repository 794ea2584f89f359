import type { Db } from '../../../db/data-source.ts';
import type { JobRun } from '../../../queue/job.ts';
import { WecomError } from '../../../wecom/index.ts';
import type { Installation } from '../../corps/installation.ts';
import { applyContacts } from '../../customers/apply-contacts.ts';
import { learnMissing } from '../../licences/learn-licences.ts';
import { isLicenceRefusal } from '../../licences/licence-refusals.ts';
import { memberIdsOf } from '../../members/user-ids.ts';
import { syncRunsRepo } from '../repository.ts';
import { memberGroups } from '../rules.ts';
import type { SyncRunRow } from '../table.ts';
import { type FullSyncContext, unknownCursor } from './sync-context.ts';

/** The most the platform takes in one batch call, members and rows alike. */
const batchSize = 100;

/**
 * Reads the customers of 100 members at a time; each page is one transaction with its checkpoint.
 *
 * @returns the members nothing is shown of for want of a licence
 */
export async function syncCustomers(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  userIds: readonly string[],
  job: JobRun,
): Promise<ReadonlySet<string>> {
  const repo = (db: Db) => syncRunsRepo(db, installation.corpId);
  const waiting = userIds.filter((userId) => run.lastUserId === null || userId > run.lastUserId);
  let done = userIds.length - waiting.length;
  let cursor = run.pageCursor;
  const unlicensed = new Set(run.unlicensedUserIds ?? []);
  for (const group of memberGroups(waiting, batchSize)) {
    do {
      job.signal.throwIfAborted();
      const readAt = ctx.now();
      const page = await readPage(installation, group, cursor);
      cursor = page.nextCursor;
      const isGroupDone = cursor === null;
      done += isGroupDone ? group.length : 0;
      for (const userId of page.unlicensedUserIds) {
        unlicensed.add(userId);
      }
      await ctx.database.transaction(async (db) => {
        await applyPage(db, ctx, installation.corpId, { page, readAt, runId: run.id });
        const last = isGroupDone ? { lastUserId: group.at(-1) ?? null } : {};
        const unlicensedUserIds = unlicensed.size === 0 ? null : [...unlicensed];
        await repo(db).update(run.id, { membersDone: done, pageCursor: cursor, unlicensedUserIds, ...last });
        await learnMissing(db, installation.corpId, page.unlicensedUserIds, readAt);
      });
    } while (cursor !== null);
  }
  return unlicensed;
}

/** What a page tells, and whose customers it leaves out for want of a licence. */
interface CustomerPage {
  readonly entries: Awaited<ReturnType<Installation['client']['batchGetByUser']>>['entries'];
  readonly nextCursor: string | null;
  readonly unlicensedUserIds: readonly string[];
}

/** One page; nothing of members who all have no licence. */
async function readPage(
  installation: Installation,
  userIds: string[],
  cursor: string | null,
): Promise<CustomerPage> {
  try {
    return await readKnownPage(installation, userIds, cursor);
  } catch (error) {
    if (isLicenceRefusal(error)) {
      return { entries: [], nextCursor: null, unlicensedUserIds: userIds };
    }
    throw error;
  }
}

/** One page; a cursor the platform no longer knows begins the group again, which repeats pages harmlessly. */
async function readKnownPage(installation: Installation, userIds: string[], cursor: string | null) {
  try {
    return await installation.client.batchGetByUser({ userIds, cursor, limit: batchSize });
  } catch (error) {
    if (cursor !== null && error instanceof WecomError && error.errcode === unknownCursor) {
      return installation.client.batchGetByUser({ userIds, cursor: null, limit: batchSize });
    }
    throw error;
  }
}

async function applyPage(
  db: Db,
  ctx: FullSyncContext,
  corpId: number,
  { page, readAt, runId }: { page: CustomerPage; readAt: Date; runId: number },
): Promise<void> {
  const userIds = [...new Set(page.entries.map((entry) => entry.follow.userId))];
  await applyContacts(
    db,
    {
      corpId,
      keyring: ctx.keyring,
      memberIds: await memberIdsOf(db, corpId, userIds),
      seesMobiles: ctx.installations.of(corpId).client.access.capabilities.seesMobiles,
    },
    [
      {
        contacts: page.entries.map((entry) => entry.contact),
        updates: page.entries.map((entry) => ({
          externalUserId: entry.contact.externalUserId,
          userId: entry.follow.userId,
          follow: entry.follow,
          facts: [],
          eventChannel: null,
        })),
        readAt,
        runId,
      },
    ],
  );
}
