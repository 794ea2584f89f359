import type { Db } from '../../../db/data-source.ts';
import { GiveUp, type JobRun } from '../../../queue/job.ts';
import type { Installation } from '../../corps/installation.ts';
import { applyContacts } from '../../customers/apply-contacts.ts';
import { countRelationsOf } from '../../customers/mark-lost.ts';
import { learnMissing } from '../../licences/learn-licences.ts';
import { memberIdsOf, userIdsOf } from '../../members/user-ids.ts';
import { groupSize, nextGroups } from '../group-rules.ts';
import { memberSyncRepo } from '../repository.ts';
import { pageMs } from '../rules.ts';
import { type RunChanges, storeStep } from '../run-checkpoint.ts';
import type { ReadingGroup, SyncRunRow } from '../table.ts';
import { addToTally } from '../tally-rules.ts';
import { batchSize, type CustomerPage, noFollowRelation, readPage } from './read-page.ts';
import type { FullSyncContext } from './sync-context.ts';

/**
 * Reads the customers of every member on the list of the run, some at a time; each page is one
 * transaction with its checkpoint. Members who opened Guanxi before their customers were here go first.
 *
 * @throws GiveUp when the platform refused whoever it was asked for
 */
export async function syncCustomers(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  job: JobRun,
): Promise<SyncRunRow> {
  let at = run;
  for (;;) {
    job.signal.throwIfAborted();
    const chosen = await chooseGroup(ctx, at);
    if (chosen.groupUserIds === null) {
      break;
    }
    at = await readNext(ctx, installation, chosen, openGroup(chosen));
  }
  await requireSomebodyRead(ctx, run);
  return storeStep(ctx, at, async () => ({ stage: 'group_chats' }));
}

/** When whoever was asked for was refused, it is not they who are wrong. */
async function requireSomebodyRead(ctx: FullSyncContext, run: SyncRunRow): Promise<void> {
  const repo = memberSyncRepo(ctx.database.read, run.corpId);
  const counts = await repo.count(run.id);
  if ((counts.refused ?? 0) > 0 && (counts.read ?? 0) === 0) {
    const [refused] = await repo.findListed(run.id, { after: 0, limit: 1, outcome: 'refused' });
    throw new GiveUp(new Error(`WeCom answered ${refused?.errcode} for every member`));
  }
}

function openGroup(run: SyncRunRow): ReadingGroup {
  return { userIds: run.groupUserIds ?? [], cursor: run.pageCursor };
}

/** The run with the group that is read next. It is stored together with the first page. */
async function chooseGroup(ctx: FullSyncContext, run: SyncRunRow): Promise<SyncRunRow> {
  const db = ctx.database.read;
  const repo = memberSyncRepo(db, run.corpId);
  const open = run.groupUserIds === null ? null : openGroup(run);
  const wanted = await repo.findWanted(run.id, batchSize);
  const size = groupSize(run.membersTotal);
  const rest = open === null && run.parked === null ? await repo.findWaiting(run.id, size) : [];
  const memberIds = [...wanted, ...rest].map((row) => row.memberId);
  const userIds = memberIds.length === 0 ? new Map() : await userIdsOf(db, run.corpId, memberIds);
  const named = (rows: typeof rest) => rows.flatMap((row) => userIds.get(row.memberId) ?? []);
  const next = nextGroups({ open, parked: run.parked }, named(wanted), named(rest));
  return {
    ...run,
    groupUserIds: next.open?.userIds ?? null,
    pageCursor: next.open?.cursor ?? null,
    parked: next.parked,
  };
}

/** Reads one page of the group and stores it; a group that is refused as a whole is halved until it is one member. */
async function readNext(
  ctx: FullSyncContext,
  installation: Installation,
  run: SyncRunRow,
  group: ReadingGroup,
): Promise<SyncRunRow> {
  const askedAt = ctx.now();
  const page = await readPage(installation, group);
  if (page.kind === 'refused') {
    return settleRefusal(ctx, run, { group, errcode: page.errcode, askedAt });
  }
  return storeStep(ctx, run, async (db) => {
    const tally = await applyPage(db, ctx, run, { page, askedAt });
    const isGroupDone = page.nextCursor === null;
    return {
      ...(await settleGroup(db, run, { group, page, isGroupDone, askedAt })),
      ...(isGroupDone ? behindGroup(run) : { ...openIn(run), pageCursor: page.nextCursor }),
      customers: run.customers + (tally?.customers ?? 0),
      relations: run.relations + (tally?.relations ?? 0),
      tally: addToTally(run.tally, {
        newCustomers: tally?.newCustomers ?? 0,
        added: tally?.added ?? 0,
        changed: tally?.changed ?? 0,
      }),
      readingMs: (run.readingMs ?? 0) + pageMs(askedAt, ctx.now()),
    };
  });
}

function openIn(run: SyncRunRow): RunChanges {
  return { groupUserIds: run.groupUserIds, parked: run.parked };
}

/** Behind a group stands the one that was put aside for it, or nothing. */
function behindGroup({ parked }: SyncRunRow): RunChanges {
  return { groupUserIds: parked?.userIds ?? null, pageCursor: parked?.cursor ?? null, parked: null };
}

async function settleGroup(
  db: Db,
  run: SyncRunRow,
  told: { group: ReadingGroup; page: CustomerPage; isGroupDone: boolean; askedAt: Date },
): Promise<RunChanges> {
  const { group, page, isGroupDone, askedAt } = told;
  if (!isGroupDone && page.unlicensedUserIds.length === 0) {
    return {};
  }
  const repo = memberSyncRepo(db, run.corpId);
  const memberIds = await memberIdsOf(db, run.corpId, group.userIds);
  const unlicensed = page.unlicensedUserIds.flatMap((userId) => memberIds.get(userId) ?? []);
  await repo.settle(run.id, unlicensed, { outcome: 'unlicensed', errcode: null, readAt: null });
  await learnMissing(db, run.corpId, page.unlicensedUserIds, askedAt);
  if (isGroupDone) {
    await repo.settle(run.id, [...memberIds.values()], { outcome: 'read', errcode: null, readAt: askedAt });
  }
  return { membersDone: await countDone(db, run) };
}

/** Halves a group that was refused, until it is the one member the refusal is about. */
async function settleRefusal(
  ctx: FullSyncContext,
  run: SyncRunRow,
  told: { group: ReadingGroup; errcode: number; askedAt: Date },
): Promise<SyncRunRow> {
  const { group, errcode, askedAt } = told;
  const db = ctx.database.read;
  const memberIds = [...(await memberIdsOf(db, run.corpId, group.userIds)).values()];
  const hasNone = errcode === noFollowRelation && (await countRelationsOf(db, run.corpId, memberIds)) === 0;
  if (!hasNone && group.userIds.length > 1) {
    const half = group.userIds.slice(0, Math.ceil(group.userIds.length / 2));
    return { ...run, groupUserIds: half, pageCursor: null };
  }
  return storeStep(ctx, run, async (write) => {
    const outcome = hasNone
      ? { outcome: 'read', errcode: null, readAt: askedAt }
      : { outcome: 'refused', errcode, readAt: null };
    await memberSyncRepo(write, run.corpId).settle(run.id, memberIds, outcome);
    return { ...behindGroup(run), membersDone: await countDone(write, run) };
  });
}

async function countDone(db: Db, run: SyncRunRow): Promise<number> {
  const counts = await memberSyncRepo(db, run.corpId).count(run.id);
  return run.membersTotal - (counts.waiting ?? 0);
}

async function applyPage(
  db: Db,
  ctx: FullSyncContext,
  run: SyncRunRow,
  { page, askedAt }: { page: CustomerPage; askedAt: Date },
) {
  const { corpId } = run;
  const userIds = [...new Set(page.entries.map((entry) => entry.follow.userId))];
  const { tally } = await applyContacts(
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
        readAt: askedAt,
        runId: run.id,
      },
    ],
  );
  return tally;
}
