import type { JoinWayInput } from '@guanxi/shared/join-ways';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import { areChatsOpen } from '../group-chats/name-group-chats.ts';
import { pushJoinWayKey, pushJoinWayKind } from './push-join-way-kind.ts';
import { joinWaysRepo } from './repository.ts';
import type { JoinWayRow } from './table.ts';

/** What changing needs of the server. */
export interface ChangeJoinWaysContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * Stores a new way as intent, and the job that brings it to the platform, in one transaction.
 *
 * @throws AppError `join_way.channel_taken`, `join_way.chat_not_open`
 */
export async function createJoinWay(
  ctx: ChangeJoinWaysContext,
  actor: Actor,
  input: JoinWayInput,
): Promise<JoinWayRow> {
  const now = ctx.now();
  return change(ctx, actor, async (db) => {
    await requireFit(db, actor.corpId, input, null);
    return joinWaysRepo(db, actor.corpId).add({
      ...input,
      ...{ configId: null, qrCodeUrl: null, wanted: 'save', state: 'pending', revision: 1 },
      ...{ errcode: null, failure: null, createdBy: actor.memberId, createdAt: now, updatedAt: now },
    });
  });
}

/** Stores what a way should be from now on. @throws AppError like `createJoinWay`, and `join_way.not_found` */
export async function updateJoinWay(
  ctx: ChangeJoinWaysContext,
  actor: Actor,
  joinWayId: number,
  input: JoinWayInput,
): Promise<JoinWayRow> {
  return change(ctx, actor, async (db) => {
    const known = await requireJoinWay(db, actor.corpId, joinWayId);
    await requireFit(db, actor.corpId, input, joinWayId);
    return want(db, ctx, known, { ...input, wanted: 'save' });
  });
}

/** Asks for a way to be taken away; it stays in the list until the platform has done so. */
export async function deleteJoinWay(
  ctx: ChangeJoinWaysContext,
  actor: Actor,
  joinWayId: number,
): Promise<JoinWayRow> {
  return change(ctx, actor, async (db) =>
    want(db, ctx, await requireJoinWay(db, actor.corpId, joinWayId), { wanted: 'delete' }),
  );
}

/** Sends what failed again, as it was wanted. */
export async function retryJoinWay(
  ctx: ChangeJoinWaysContext,
  actor: Actor,
  joinWayId: number,
): Promise<JoinWayRow> {
  return change(ctx, actor, async (db) =>
    want(db, ctx, await requireJoinWay(db, actor.corpId, joinWayId), {}),
  );
}

async function change(
  ctx: ChangeJoinWaysContext,
  actor: Actor,
  write: (db: Db) => Promise<JoinWayRow>,
): Promise<JoinWayRow> {
  const row = await ctx.database.transaction(async (db) => {
    const written = await write(db);
    await ctx.queue.enqueue(db, pushJoinWayKind, {
      ...{ corpId: actor.corpId, key: pushJoinWayKey(written.id), payload: { joinWayId: written.id } },
    });
    return written;
  });
  ctx.queue.wake();
  return row;
}

async function want(
  db: Db,
  ctx: ChangeJoinWaysContext,
  known: JoinWayRow,
  changes: Partial<Omit<JoinWayRow, 'id' | 'corpId'>>,
): Promise<JoinWayRow> {
  const wish = {
    ...changes,
    ...{ state: 'pending', errcode: null, failure: null },
    ...{ revision: known.revision + 1, updatedAt: ctx.now() },
  };
  await joinWaysRepo(db, known.corpId).update(known.id, wish);
  return { ...known, ...wish };
}

async function requireJoinWay(db: Db, corpId: number, joinWayId: number): Promise<JoinWayRow> {
  const row = await joinWaysRepo(db, corpId).lock(joinWayId);
  if (row === null) {
    throw new AppError('join_way.not_found');
  }
  return row;
}

/** A channel that two ways share could not say by which of them somebody came. */
async function requireFit(
  db: Db,
  corpId: number,
  input: JoinWayInput,
  joinWayId: number | null,
): Promise<void> {
  const taken = await joinWaysRepo(db, corpId).findByChannel(input.channel);
  if (taken !== null && taken.id !== joinWayId) {
    throw new AppError('join_way.channel_taken');
  }
  if (!(await areChatsOpen(db, corpId, input.chatIds))) {
    throw new AppError('join_way.chat_not_open');
  }
}
