import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { defineJob, type Effect, type JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from '../corps/installation.ts';
import { stillCurrentOf } from '../customers/customers-of-member.ts';
import { applyPrepared, prepareContact, readContact } from '../customers/read-contact.ts';
import { readResultsKind } from './handover-kinds.ts';
import { lookLater } from './look-later.ts';
import { pairOf, readRecords } from './platform-pair.ts';
import { handoversRepo } from './repository.ts';
import { newestRecord, nextLookAt, stateByRecord } from './rules.ts';
import { type Settlement, settleItems } from './settle-items.ts';
import type { HandoverItemRow, HandoverRow } from './table.ts';

/** What the job needs of the server. */
export interface ReadResultsContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly now: () => Date;
}

/**
 * Reads what became of a handover's customers, and plans the next look while some still wait. When the platform has
 * had its day and more, what it never decided counts as failed.
 */
export const readResultsJob = defineJob<ReadResultsContext, { handoverId: number }>({
  ...readResultsKind,
  payload: z.object({ handoverId: z.number().int() }),
  maxAttempts: 6,
  async run(ctx, { handoverId }, job) {
    const repo = handoversRepo(ctx.database.read, job.corpId);
    const handover = await repo.findById(handoverId);
    const waiting = await repo.findItems(handoverId, ['waiting']);
    if (handover === null || waiting.length === 0) {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    const pair = await pairOf(ctx.database.read, handover);
    const records = await readRecords(client, handover.kind, pair, job.signal);
    const settlements: Settlement[] = [];
    const undecided: HandoverItemRow[] = [];
    for (const item of waiting) {
      const record = newestRecord(records.get(item.subjectId) ?? []);
      const known = stateByRecord(record, item.startedAt ?? handover.createdAt);
      if (known === null || known.state === 'waiting') {
        undecided.push(item);
      } else {
        settlements.push({ itemId: item.id, ...known, at: record?.at ?? null });
      }
    }
    const missed = await rereadMissed(ctx, job, handover, { items: waiting, settlements, pair });
    return async (db) => {
      for (const effect of missed) {
        await effect(db);
      }
      await settleItems(db, handover, settlements, ctx.now());
      await lookAgain(ctx, db, handover, undecided);
    };
  },
});

async function lookAgain(
  ctx: ReadResultsContext,
  db: Db,
  handover: HandoverRow,
  undecided: readonly HandoverItemRow[],
): Promise<void> {
  if (undecided.length === 0) {
    return;
  }
  const started = undecided.map((item) => (item.startedAt ?? handover.createdAt).getTime());
  const next = nextLookAt(new Date(Math.max(...started)), ctx.now());
  if (next !== null) {
    await lookLater(ctx.queue, db, handover, next);
    return;
  }
  const given = undecided.map(({ id }) => ({
    itemId: id,
    state: 'failed' as const,
    reason: 'no_result' as const,
  }));
  await settleItems(db, handover, given, ctx.now());
}

/** Customers who were taken over without a callback having told us are read again. */
async function rereadMissed(
  ctx: ReadResultsContext,
  job: JobRun,
  handover: HandoverRow,
  read: {
    items: readonly HandoverItemRow[];
    settlements: readonly Settlement[];
    pair: { fromUserId: string };
  },
): Promise<Effect[]> {
  const done = new Map(
    read.settlements.filter((one) => one.state === 'done').map((one) => [one.itemId, one.at]),
  );
  const items = read.items.filter((item) => done.has(item.id));
  const current = await stillCurrentOf(
    ctx.database.read,
    job.corpId,
    handover.fromMemberId,
    items.flatMap((item) => item.customerId ?? []),
  );
  const installation = ctx.installations.of(job.corpId);
  const effects: Effect[] = [];
  for (const item of items.filter((one) => current.has(one.customerId ?? 0))) {
    const readAt = ctx.now();
    const detail = await readContact(
      installation.client.with({ priority: 'normal', signal: job.signal }),
      item.subjectId,
    );
    const fact = { kind: 'transferred' as const, at: done.get(item.id) ?? readAt };
    const prepared = await prepareContact({ ...ctx, read: ctx.database.read }, installation, {
      externalUserId: item.subjectId,
      detail,
      readAt,
      told: [{ userId: read.pair.fromUserId, facts: [fact], channel: null }],
    });
    effects.push(async (db) => void (await applyPrepared(db, [prepared])));
  }
  return effects;
}
