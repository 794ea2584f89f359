import type { Db } from '../../../db/data-source.ts';
import { applyContacts } from '../../customers/apply-contacts.ts';
import type { ReadingTally } from '../../customers/tally-rules.ts';
import { learnMissing } from '../../licences/learn-licences.ts';
import { memberIdsOf } from '../../members/user-ids.ts';
import { groupKey } from '../group-rules.ts';
import { memberSyncRepo } from '../repository.ts';
import type { RunInHand } from '../run-in-hand.ts';
import type { Stopwatch } from '../stopwatch.ts';
import type { ReadingGroup, SyncRunRow } from '../table.ts';
import { addToTally } from '../tally-rules.ts';
import { countDone } from './count-done.ts';
import type { CustomerPage } from './read-page.ts';
import type { FullSyncContext } from './sync-context.ts';

/** A page and what it is of. */
export interface ReadPage {
  readonly group: ReadingGroup;
  readonly askedAt: Date;
  readonly page: CustomerPage;
}

/** Writes pages of different groups, and what their groups are behind them, in one transaction. */
export function storePages(
  ctx: FullSyncContext,
  inHand: RunInHand,
  pages: readonly ReadPage[],
  stopwatch: Stopwatch,
): Promise<void> {
  return inHand.store(
    (db) => applyPages(db, ctx, inHand.at(), pages),
    async (db, run, tally) => {
      const settling = pages.filter(
        ({ page }) => page.nextCursor === null || page.unlicensedUserIds.length > 0,
      );
      for (const page of settling) {
        await settleMembers(db, run, page);
      }
      return {
        ...(settling.length === 0 ? {} : { membersDone: await countDone(db, run) }),
        openGroups: groupsBehind(run.openGroups ?? [], pages),
        customers: run.customers + (tally?.customers ?? 0),
        relations: run.relations + (tally?.relations ?? 0),
        tally: addToTally(run.tally, {
          newCustomers: tally?.newCustomers ?? 0,
          added: tally?.added ?? 0,
          changed: tally?.changed ?? 0,
        }),
        readingMs: (run.readingMs ?? 0) + stopwatch.lap(),
      };
    },
  );
}

/** The groups under way behind these pages; those that were read to their end are none any more. */
function groupsBehind(open: readonly ReadingGroup[], pages: readonly ReadPage[]): ReadingGroup[] {
  const cursors = new Map(pages.map(({ page, group }) => [groupKey(group), page.nextCursor]));
  return open.flatMap((group) => {
    const cursor = cursors.get(groupKey(group));
    return cursor === undefined ? [group] : cursor === null ? [] : [{ ...group, cursor }];
  });
}

/** Settles whom a page leaves out for want of a licence, and behind the last page the members of its group. */
async function settleMembers(db: Db, run: SyncRunRow, { group, page, askedAt }: ReadPage): Promise<void> {
  const repo = memberSyncRepo(db, run.corpId);
  const memberIds = await memberIdsOf(db, run.corpId, group.userIds);
  const unlicensed = page.unlicensedUserIds.flatMap((userId) => memberIds.get(userId) ?? []);
  await repo.settle(run.id, unlicensed, { outcome: 'unlicensed', errcode: null, readAt: null });
  await learnMissing(db, run.corpId, page.unlicensedUserIds, askedAt);
  if (page.nextCursor === null) {
    await repo.settle(run.id, [...memberIds.values()], { outcome: 'read', errcode: null, readAt: askedAt });
  }
}

async function applyPages(
  db: Db,
  ctx: FullSyncContext,
  run: SyncRunRow,
  pages: readonly ReadPage[],
): Promise<ReadingTally | null> {
  const { corpId } = run;
  const userIds = new Set(pages.flatMap(({ page }) => page.entries.map((entry) => entry.follow.userId)));
  const { tally } = await applyContacts(
    db,
    {
      corpId,
      keyring: ctx.keyring,
      arrivals: ctx,
      memberIds: await memberIdsOf(db, corpId, [...userIds]),
      seesMobiles: ctx.installations.of(corpId).client.access.capabilities.seesMobiles,
    },
    pages.map(({ page, askedAt }) => ({
      contacts: page.entries.map((entry) => entry.contact),
      updates: page.entries.map((entry) => ({
        externalUserId: entry.contact.externalUserId,
        userId: entry.follow.userId,
        follow: entry.follow,
        facts: [],
        eventChannel: null,
      })),
      readAt: askedAt,
      runId: run.id,
    })),
  );
  return tally;
}
