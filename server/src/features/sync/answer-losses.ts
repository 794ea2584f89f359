import type { SyncLosses, SyncRun } from '@guanxi/shared/sync';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { presentLosses, presentSyncRun } from './present.ts';
import { memberSyncRepo, syncRunsRepo } from './repository.ts';
import { enqueueFullSync } from './start-sync.ts';
import type { SyncRunRow } from './table.ts';

/** Members named with their losses; the others are counted. */
const namedMembers = 20;

/**
 * Whose relations the newest run would lose.
 *
 * @throws AppError `sync.not_found`; `sync.not_asking` when it asks nothing, or is not the newest
 */
export async function readLosses(
  ctx: { readonly database: Pick<Database, 'read'>; readonly memberNames: MemberNames },
  actor: Actor,
  runId: number,
): Promise<SyncLosses> {
  const db = ctx.database.read;
  const repo = syncRunsRepo(db, actor.corpId);
  const run = requireAsking(await repo.findById(runId), await repo.findLatest());
  const losing = await memberSyncRepo(db, actor.corpId).findLosing(run.id, namedMembers);
  const memberIds = losing.rows.map((row) => row.memberId);
  const names = await ctx.memberNames.of(actor.corpId, memberIds);
  return presentLosses(run, losing, (memberId) => memberRefOf(names, memberId));
}

/**
 * Lets the newest run mark what it found lost. The run goes on with that in its job; what the platform was seen to
 * list since is left alone.
 *
 * @throws AppError `sync.not_found`; `sync.not_asking` when it asks nothing, or is not the newest
 */
export async function confirmLosses(
  ctx: { readonly database: Pick<Database, 'transaction'>; readonly queue: Queue; readonly now: () => Date },
  actor: Actor,
  runId: number,
): Promise<SyncRun> {
  const { corpId, memberId } = actor;
  const run = await ctx.database.transaction(async (db) => {
    const repo = syncRunsRepo(db, corpId);
    const asking = requireAsking(await repo.findById(runId), await repo.holdLatest());
    const at = ctx.now();
    const answer = {
      ...{ status: 'running', finishedAt: null, answeredBy: memberId, answeredAt: at },
      checkpoint: (asking.checkpoint ?? 0) + 1,
    };
    await repo.update(runId, answer);
    await recordAudit(db, corpId, {
      ...{ actorMemberId: memberId, action: 'sync.losses_confirmed', subject: `sync_run:${runId}`, at },
    });
    await enqueueFullSync(ctx, db, corpId, 'admin');
    return { ...asking, ...answer };
  });
  ctx.queue.wake();
  return presentSyncRun(run);
}

/** The run when it is the newest and waits for an answer. */
function requireAsking(run: SyncRunRow | null, latest: SyncRunRow | null): SyncRunRow {
  if (run === null) {
    throw new AppError('sync.not_found');
  }
  if (latest?.id !== run.id || latest.status !== 'asking') {
    throw new AppError('sync.not_asking');
  }
  return latest;
}
