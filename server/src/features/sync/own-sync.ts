import type { OwnInstallation } from '@guanxi/shared/own-installation';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { confirmLosses } from './answer-losses.ts';
import { readOwnStanding } from './get-my-sync.ts';
import { mySyncState, startableAt } from './my-sync-rules.ts';
import { presentSyncRun } from './present.ts';
import { memberSyncRepo, syncRunsRepo } from './repository.ts';
import { startFullSync } from './start-sync.ts';

/** Where the actor's own customers stand, and the full sync that reads them. */
export async function getOwnSync(
  ctx: { readonly database: Pick<Database, 'read'>; readonly now: () => Date },
  actor: Actor,
): Promise<OwnInstallation['sync']> {
  const db = ctx.database.read;
  const { own, latest } = await readOwnStanding(db, actor);
  return {
    state: mySyncState(own, latest),
    readAt: own?.readAt?.toISOString() ?? null,
    run: latest === null ? null : presentSyncRun(latest),
    losses: latest?.status === 'asking' ? await lossesOf(db, actor, latest.id) : null,
    startableAt: startableAt(latest, ctx.now())?.toISOString() ?? null,
  };
}

/**
 * Lets the newest run mark what it found lost, when all of it is the actor's.
 *
 * @throws AppError `sync.not_found`, `sync.not_asking`, `sync.losses_of_others`
 */
export async function confirmOwnLosses(
  ctx: { readonly database: Database; readonly queue: Queue; readonly now: () => Date },
  actor: Actor,
  runId: number,
): Promise<void> {
  const { isAllOwn, own } = await lossesOf(ctx.database.read, actor, runId);
  const run = await syncRunsRepo(ctx.database.read, actor.corpId).findById(runId);
  if (run?.status === 'asking' && !(isAllOwn && own > 0)) {
    throw new AppError('sync.losses_of_others');
  }
  await confirmLosses(ctx, actor, runId);
}

async function lossesOf(db: Db, actor: Actor, runId: number): Promise<{ own: number; isAllOwn: boolean }> {
  const repo = memberSyncRepo(db, actor.corpId);
  const [own, losing] = await Promise.all([repo.find(actor.memberId), repo.findLosing(runId, 1)]);
  return {
    own: own?.runId === runId ? own.wouldLose : 0,
    isAllOwn: losing.total === 1 && losing.rows[0]?.memberId === actor.memberId,
  };
}

/**
 * Asks for a full sync on behalf of a member; while one waits or runs this asks for nothing more.
 *
 * @throws AppError `sync.too_soon` while everything was read a moment ago
 */
export async function startOwnSync(
  ctx: { readonly database: Database; readonly queue: Queue; readonly now: () => Date },
  actor: Actor,
): Promise<void> {
  const latest = await syncRunsRepo(ctx.database.read, actor.corpId).findLatest();
  const now = ctx.now();
  const from = startableAt(latest, now);
  if (from !== null && from > now) {
    throw new AppError('sync.too_soon');
  }
  if (from !== null) {
    await startFullSync(ctx, actor.corpId, 'member');
  }
}
