import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob, type Effect, GiveUp } from '../../queue/job.ts';
import { type CorpClient, isFinalRefusal, refusalOf, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { pushJoinWayKind } from './push-join-way-kind.ts';
import { joinWaysRepo } from './repository.ts';
import type { JoinWayRow } from './table.ts';

/** What the job needs of the server. */
export interface PushJoinWayContext {
  readonly database: Database;
  readonly installations: Installations;
}

/** The platform does not know the way: somebody else took it away, and away it should be. */
const unknownWay = 41_044;

/**
 * Brings what an admin wants of one way to the platform. The platform lists no ways and makes a new one at
 * every call, so its id is kept the moment it is known; only a crash within that moment leaves a way behind
 * that nobody knows of.
 */
export const pushJoinWayJob = defineJob<PushJoinWayContext, { joinWayId: number }>({
  ...pushJoinWayKind,
  payload: z.object({ joinWayId: z.number().int() }),
  maxAttempts: 4,
  async run(ctx, { joinWayId }, job) {
    const row = await joinWaysRepo(ctx.database.read, job.corpId).findById(joinWayId);
    if (row === null || row.state !== 'pending') {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    return row.wanted === 'delete' ? takeAway(client, job.corpId, row) : save(ctx, client, job.corpId, row);
  },
  onDead(_ctx, { joinWayId }, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    return async (db) => {
      const row = await joinWaysRepo(db, job.corpId).lock(joinWayId);
      if (row?.state === 'pending') {
        await markFailed(db, row, cause);
      }
    };
  },
});

async function save(
  ctx: PushJoinWayContext,
  client: CorpClient,
  corpId: number,
  row: JoinWayRow,
): Promise<Effect> {
  return settled(corpId, row, async () => {
    const { configId, isNew } = await configIdOf(ctx, client, corpId, row);
    if (!isNew) {
      await client.updateJoinWay(configId, requestOf(row));
    }
    const { qrCodeUrl } = await client.getJoinWay(configId);
    return (db) =>
      joinWaysRepo(db, corpId).update(row.id, { qrCodeUrl, state: 'done', errcode: null, failure: null });
  });
}

async function configIdOf(
  ctx: PushJoinWayContext,
  client: CorpClient,
  corpId: number,
  row: JoinWayRow,
): Promise<{ configId: string; isNew: boolean }> {
  if (row.configId !== null) {
    return { configId: row.configId, isNew: false };
  }
  const configId = await client.addJoinWay(requestOf(row));
  await ctx.database.transaction((db) => joinWaysRepo(db, corpId).update(row.id, { configId }));
  return { configId, isNew: true };
}

async function takeAway(client: CorpClient, corpId: number, row: JoinWayRow): Promise<Effect> {
  return settled(corpId, row, async () => {
    if (row.configId !== null) {
      await deleteIfThere(client, row.configId);
    }
    return (db) => joinWaysRepo(db, corpId).remove(row.id);
  });
}

async function deleteIfThere(client: CorpClient, configId: string): Promise<void> {
  try {
    await client.deleteJoinWay(configId);
  } catch (error) {
    if (!(error instanceof WecomError && error.errcode === unknownWay)) {
      throw error;
    }
  }
}

/** The effect of a push: what it did, or its refusal; neither when the admin wants something else by now. */
async function settled(corpId: number, row: JoinWayRow, push: () => Promise<Effect>): Promise<Effect> {
  let effect: Effect;
  try {
    effect = await push();
  } catch (error) {
    if (!isFinalRefusal(error)) {
      throw error;
    }
    effect = (db) => markFailed(db, row, error);
  }
  return async (db) => {
    const now = await joinWaysRepo(db, corpId).lock(row.id);
    if (now?.revision === row.revision) {
      await effect(db);
    }
  };
}

async function markFailed(db: Db, row: JoinWayRow, error: unknown): Promise<void> {
  await joinWaysRepo(db, row.corpId).update(row.id, {
    state: 'failed',
    ...refusalOf(error),
  });
}

function requestOf(row: JoinWayRow) {
  return {
    scene: 'qr-code' as const,
    chatIds: row.chatIds,
    remark: row.name,
    state: row.channel,
    opensNewChats: row.opensNewChats,
    ...(row.opensNewChats ? { newChatName: row.newChatName, newChatNumber: row.newChatNumber } : {}),
  };
}
