import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob, type JobRun, lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { type ContactWay, type CorpClient, everyPage, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { searchTextOf } from '../customers/search-text.ts';
import { unknownWay } from './push-way-kind.ts';
import { contactWaysRepo } from './repository.ts';
import { listWindows } from './rules.ts';
import type { ContactWayRow } from './table.ts';

/** What the job needs of the server. */
export interface SyncWaysContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

const pageSize = 100;

/**
 * Lists every way the platform has. Ours are only noted as seen; others are read and kept as foreign. What a
 * complete listing no longer shows is gone, and for one of ours that is a failure somebody should know of.
 */
export const syncWaysJob = defineJob<SyncWaysContext, object>({
  name: 'sync-contact-ways',
  lane: lanes.bulk,
  payload: z.object({}),
  maxAttempts: 5,
  async run(ctx, _payload, job) {
    const startedAt = ctx.now();
    const { client } = ctx.installations.of(job.corpId);
    for (const window of listWindows(startedAt)) {
      const listing = everyPage((cursor) => {
        job.signal.throwIfAborted();
        return client.listContactWays({ ...window, cursor, limit: pageSize });
      });
      for await (const page of listing) {
        await keepPage(ctx, job, client, page.items);
      }
    }
    return async (db) => {
      const repo = contactWaysRepo(db, job.corpId);
      for (const way of await repo.findUnseen(startedAt)) {
        await repo.updateVersion(way.id, way.version, goneWay(way, ctx.now()));
      }
    };
  },
});

/** Asks for a listing; while one waits or runs this asks for nothing more. */
export async function startWaysSync(
  ctx: { readonly database: Database; readonly queue: Queue },
  corpId: number,
): Promise<void> {
  await ctx.database.transaction((db) =>
    ctx.queue.enqueue(db, syncWaysJob, { corpId, key: 'corp', payload: {} }),
  );
  ctx.queue.wake();
}

async function keepPage(
  ctx: SyncWaysContext,
  job: JobRun,
  client: CorpClient,
  configIds: readonly string[],
): Promise<void> {
  const known = await contactWaysRepo(ctx.database.read, job.corpId).findByConfigIds(configIds);
  const ours = new Map(known.filter((row) => !row.isForeign).map((row) => [row.configId, row.id]));
  const others: ContactWay[] = [];
  for (const configId of configIds.filter((id) => !ours.has(id))) {
    const way = await readWay(client, configId);
    if (way !== null) {
      others.push(way);
    }
  }
  const now = ctx.now();
  await ctx.database.transaction(async (db) => {
    const repo = contactWaysRepo(db, job.corpId);
    const foreign: ContactWay[] = [];
    for (const way of others) {
      // One of ours whose answer is still on its way is no stranger.
      const own = way.state === null ? null : await repo.findOwnByMark(way.state);
      if (own === null) {
        foreign.push(way);
      }
    }
    await repo.upsertForeign(foreign.map((way) => foreignRow(way, now)));
    await repo.markSeen([...ours.values()], now);
  });
}

/** @returns null for a way that was deleted between the listing and the look */
async function readWay(client: CorpClient, configId: string): Promise<ContactWay | null> {
  try {
    return await client.getContactWay(configId, { priority: 'sync' });
  } catch (error) {
    if (error instanceof WecomError && error.errcode === unknownWay) {
      return null;
    }
    throw error;
  }
}

function goneWay(way: ContactWayRow, now: Date): Partial<ContactWayRow> {
  return way.isForeign
    ? { deletedAt: now }
    : { state: 'failed', wanted: 'update', errcode: unknownWay, failure: 'invalid config id' };
}

function foreignRow(way: ContactWay, now: Date): Omit<ContactWayRow, 'id' | 'corpId'> {
  return {
    ...{ configId: way.configId, isForeign: true, name: way.remark, channel: way.state ?? '', ownMark: null },
    ...{ kind: way.kind, scene: way.scene === 1 ? 'mini-program' : 'qr-code' },
    ...{ skipsVerification: way.skipsVerification, userIds: way.userIds, departmentIds: way.departmentIds },
    ...{ tagIds: [], qrCodeUrl: way.qrCodeUrl, wanted: null, state: 'done', version: 1 },
    ...{ errcode: null, failure: null, triedAt: null, requestKey: null, createdBy: null },
    ...{ searchText: searchTextOf([way.remark, way.state]), createdAt: now, updatedAt: now, seenAt: now },
    deletedAt: null,
  };
}
