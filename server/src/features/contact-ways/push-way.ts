import { MINUTE } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob, type Effect, GiveUp, type JobRun } from '../../queue/job.ts';
import { type CorpClient, everyPage, isFinalRefusal, refusalOf, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { pushWayKind, unknownWay } from './push-way-kind.ts';
import { contactWaysRepo } from './repository.ts';
import { listWindows } from './rules.ts';
import type { ContactWayRow } from './table.ts';

/** What the job needs of the server. */
export interface PushWayContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** The platform's clock and ours may differ by this much. */
const clockDriftMs = 10 * MINUTE;

/** What the platform answered; the effect keeps it unless the way was edited meanwhile. */
type Answer = Partial<Pick<ContactWayRow, 'configId' | 'qrCodeUrl' | 'deletedAt'>>;

/** Brings what is wanted of one way to the platform. */
export const pushWayJob = defineJob<PushWayContext, { wayId: number }>({
  ...pushWayKind,
  payload: z.object({ wayId: z.number().int() }),
  maxAttempts: 6,
  async run(ctx, { wayId }, job) {
    const way = await contactWaysRepo(ctx.database.read, job.corpId).findById(wayId);
    if (way === null || way.state !== 'pending') {
      return undefined;
    }
    try {
      const answer = await push(ctx, job, way);
      return answer === null ? undefined : settled(job, way, answer);
    } catch (error) {
      if (isFinalRefusal(error)) {
        return failed(job, way, error);
      }
      throw error;
    }
  },
  onDead(_ctx, { wayId }, job, error) {
    return async (db) => {
      const way = await contactWaysRepo(db, job.corpId).findById(wayId);
      if (way?.state === 'pending') {
        await failed(job, way, error instanceof GiveUp ? error.cause : error)(db);
      }
    };
  },
});

/** @returns null when the way was deleted before the platform heard of it */
async function push(ctx: PushWayContext, job: JobRun, way: ContactWayRow): Promise<Answer | null> {
  const { client } = ctx.installations.of(job.corpId);
  const configId = way.configId ?? (await findLostWay(ctx, job, client, way));
  if (way.wanted === 'delete') {
    await remove(client, configId);
    return { configId, deletedAt: ctx.now() };
  }
  if (configId === null) {
    return create(ctx, job, client, way);
  }
  await client.updateContactWay(configId, settingsOf(way));
  const isPictureKnown = way.configId !== null && way.qrCodeUrl !== null;
  const qrCodeUrl = isPictureKnown ? way.qrCodeUrl : (await client.getContactWay(configId)).qrCodeUrl;
  return { configId, qrCodeUrl };
}

/** That a way is being created is written down first: its answer may be lost while the platform has it. */
async function create(
  ctx: PushWayContext,
  job: JobRun,
  client: CorpClient,
  way: ContactWayRow,
): Promise<Answer | null> {
  const isWanted = await ctx.database.transaction(async (db) => {
    const repo = contactWaysRepo(db, job.corpId);
    const newest = await repo.lockById(way.id);
    await repo.update(way.id, { triedAt: newest?.triedAt ?? ctx.now() });
    return newest !== null && newest.deletedAt === null;
  });
  if (!isWanted) {
    return null;
  }
  const kind = way.kind === 'single' ? 'single' : 'several';
  return client.addContactWay({ kind, scene: 'qr-code', ...settingsOf(way) });
}

/**
 * The id of a way that was made although the answer was lost; null when it was not. Our mark tells it from
 * all others, so a second one is never made.
 */
async function findLostWay(
  ctx: PushWayContext,
  job: JobRun,
  client: CorpClient,
  way: ContactWayRow,
): Promise<string | null> {
  if (way.triedAt === null) {
    return null;
  }
  const now = new Date(ctx.now().getTime() + clockDriftMs);
  for (const window of listWindows(now, new Date(way.triedAt.getTime() - clockDriftMs))) {
    const listing = everyPage((cursor) => client.listContactWays({ ...window, cursor, limit: 1000 }));
    for await (const page of listing) {
      const known = await contactWaysRepo(ctx.database.read, job.corpId).findByConfigIds(page.items);
      const knownIds = new Set(known.map((row) => row.configId));
      for (const configId of page.items.filter((id) => !knownIds.has(id))) {
        if ((await client.getContactWay(configId)).state === way.channel) {
          return configId;
        }
      }
    }
  }
  return null;
}

async function remove(client: CorpClient, configId: string | null): Promise<void> {
  try {
    if (configId !== null) {
      await client.deleteContactWay(configId);
    }
  } catch (error) {
    // Somebody else deleted it, or our own answer was lost: it is gone either way.
    if (!(error instanceof WecomError && error.errcode === unknownWay)) {
      throw error;
    }
  }
}

/** Everything each time: whether the platform keeps what is left out is not documented. */
function settingsOf(way: ContactWayRow) {
  return {
    remark: way.name,
    state: way.channel,
    skipsVerification: way.skipsVerification,
    userIds: way.userIds,
    ...(way.kind === 'several' ? { departmentIds: way.departmentIds } : {}),
  };
}

function settled(job: JobRun, way: ContactWayRow, answer: Answer): Effect {
  return async (db) => {
    const repo = contactWaysRepo(db, job.corpId);
    // What the platform has is true whatever was edited meanwhile; that it agrees is not.
    await repo.update(way.id, answer);
    await repo.updateVersion(way.id, way.version, {
      ...{ state: 'done', errcode: null, failure: null },
      wanted: way.wanted === 'delete' ? 'delete' : null,
    });
  };
}

function failed(job: JobRun, way: ContactWayRow, error: unknown): Effect {
  return (db) =>
    contactWaysRepo(db, job.corpId).updateVersion(way.id, way.version, {
      state: 'failed',
      ...refusalOf(error),
    });
}
