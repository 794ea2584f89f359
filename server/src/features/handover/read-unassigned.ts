import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { everyPage, type UnassignedCustomer } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { ensureCustomers } from '../customers/customers-of-member.ts';
import { ensureLeftMembers } from '../members/find-members.ts';
import { readUnassignedKind } from './handover-kinds.ts';
import { unassignedRepo } from './repository.ts';

/** What reading needs of the server. */
export interface ReadUnassignedContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

/**
 * Reads the whole list of customers whose member left. Each page is written at once; what the list no longer
 * shows is forgotten only after its end, so that an error looks like nothing at all.
 */
export const readUnassignedJob = defineJob<ReadUnassignedContext, object>({
  ...readUnassignedKind,
  payload: z.object({}),
  maxAttempts: 6,
  async run(ctx, _payload, job) {
    const { client } = ctx.installations.of(job.corpId);
    if (!client.access.capabilities.handsOverResigned) {
      return undefined;
    }
    const readAt = ctx.now();
    const listing = everyPage((cursor) => {
      job.signal.throwIfAborted();
      return client.listUnassigned({ cursor, limit: 1000 });
    });
    for await (const page of listing) {
      await ctx.database.transaction((db) => writePage(db, job.corpId, page.items, readAt));
    }
    return (db) => unassignedRepo(db, job.corpId).endReading(readAt);
  },
});

async function writePage(
  db: Db,
  corpId: number,
  items: readonly UnassignedCustomer[],
  readAt: Date,
): Promise<void> {
  if (items.length === 0) {
    return;
  }
  const leftAt = new Map(items.map((item) => [item.fromUserId, item.leftAt]));
  const memberIds = await ensureLeftMembers(db, corpId, leftAt);
  const customerIds = await ensureCustomers(
    db,
    corpId,
    [...new Set(items.map((item) => item.externalUserId))],
    readAt,
  );
  await unassignedRepo(db, corpId).upsertAll(
    items.flatMap((item) => {
      const memberId = memberIds.get(item.fromUserId);
      const customerId = customerIds.get(item.externalUserId);
      return memberId === undefined || customerId === undefined
        ? []
        : [{ memberId, customerId, externalUserId: item.externalUserId, leftAt: item.leftAt, readAt }];
    }),
  );
}

/** Asks for the list to be read again; while that waits this asks for nothing more. */
export async function enqueueReadUnassigned(queue: Queue, db: Db, corpId: number): Promise<void> {
  await queue.enqueue(db, readUnassignedKind, { corpId, key: 'corp', payload: {} });
}
