import { SECOND } from '@guanxi/shared/time';
import { z } from 'zod';
import { defineJob, GiveUp, RetryAt } from '../../queue/job.ts';
import { sendHandoverKind } from './handover-kinds.ts';
import { lookLater } from './look-later.ts';
import { pairOf, readRecords } from './platform-pair.ts';
import { handoversRepo } from './repository.ts';
import { groupsOf, newestRecord, nextLookAt, stateAfterCall, stateByRecord } from './rules.ts';
import { sendGroupChats } from './send-group-chats.ts';
import { callNoted, failedBy, type SendHandoverContext, type Sending } from './sending.ts';
import { type Settlement, settleItems } from './settle-items.ts';
import type { HandoverItemRow } from './table.ts';
import { tellTaker } from './tell-taker.ts';

/** The most the platform takes in one call. */
const customersPerCall = 100;
/** A call whose answer was lost may still be under way this long. */
const unclearForMs = 30 * SECOND;

/**
 * Tells the platform who takes over whom, a hundred at a time, and writes each answer at once. Before a call it is
 * noted that it begins; a note without an answer means that nobody knows, and then the platform's record is read
 * before anything is asked twice.
 */
export const sendHandoverJob = defineJob<SendHandoverContext, { handoverId: number }>({
  ...sendHandoverKind,
  payload: z.object({ handoverId: z.number().int() }),
  maxAttempts: 10,
  async run(ctx, { handoverId }, job) {
    const handover = await handoversRepo(ctx.database.read, job.corpId).findById(handoverId);
    if (handover === null) {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    const pair = await pairOf(ctx.database.read, handover);
    const sending: Sending = { ctx, client, handover, pair, signal: job.signal };
    await clearUp(sending);
    await sendCustomers(sending);
    if (handover.withGroupChats) {
      await sendGroupChats(sending);
    }
    await requireEveryAnswer(sending);
    return async (db) => {
      const lookAt = nextLookAt(ctx.now(), ctx.now());
      const waiting = await handoversRepo(db, job.corpId).findItems(handoverId, ['waiting']);
      if (waiting.length > 0 && lookAt !== null) {
        await lookLater(ctx.queue, db, handover, lookAt);
      }
      await tellTaker(ctx, db, handover, 'first');
    };
  },
  onDead(ctx, { handoverId }, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    return async (db) => {
      const repo = handoversRepo(db, job.corpId);
      const handover = await repo.findById(handoverId);
      const pending = handover === null ? [] : await repo.findItems(handoverId, ['pending']);
      if (handover !== null) {
        // A call that nobody answered stays noted, so that a retry reads before it asks.
        const called = new Map(pending.map((item) => [item.id, item.calledAt]));
        await settleItems(db, handover, pending.map(failedBy(cause)), ctx.now());
        for (const [id, calledAt] of called) {
          if (calledAt !== null) {
            await repo.changeItems([id], ['failed'], { calledAt });
          }
        }
      }
    };
  },
});

/** Finds out what became of calls that nobody answered; those that never arrived may be made again. */
async function clearUp({ ctx, client, handover, pair, signal }: Sending): Promise<void> {
  const unclear = (await handoversRepo(ctx.database.read, handover.corpId).findUnclear(handover.id)).filter(
    (item) => item.kind === 'customer',
  );
  if (unclear.length === 0) {
    return;
  }
  const newest = Math.max(...unclear.map((item) => item.calledAt?.getTime() ?? 0));
  if (ctx.now().getTime() - newest < unclearForMs) {
    throw new RetryAt(new Date(newest + unclearForMs), new Error('A call may still be under way'));
  }
  const records = await readRecords(client, handover.kind, pair, signal);
  const settlements: Settlement[] = [];
  const neverArrived: number[] = [];
  for (const item of unclear) {
    const record = newestRecord(records.get(item.subjectId) ?? []);
    const known = stateByRecord(record, item.calledAt ?? handover.createdAt);
    if (known === null) {
      neverArrived.push(item.id);
    } else {
      settlements.push({ itemId: item.id, ...known, at: record?.at ?? null });
    }
  }
  await ctx.database.transaction(async (db) => {
    await settleItems(db, handover, settlements, ctx.now());
    await handoversRepo(db, handover.corpId).changeItems(neverArrived, ['pending'], { calledAt: null });
  });
}

async function sendCustomers(sending: Sending): Promise<void> {
  const { ctx, handover } = sending;
  const pending = await handoversRepo(ctx.database.read, handover.corpId).findItems(handover.id, ['pending']);
  const customers = pending.filter((item) => item.kind === 'customer');
  for (const group of groupsOf(customers, customersPerCall)) {
    sending.signal.throwIfAborted();
    await callNoted(sending, group, () => transfer(sending, group));
  }
}

async function transfer(sending: Sending, group: readonly HandoverItemRow[]): Promise<Settlement[]> {
  const { client, handover, pair } = sending;
  const request = { ...pair, externalUserIds: group.map((item) => item.subjectId) };
  const started =
    handover.kind === 'resigned'
      ? await client.transferResignedCustomers(request)
      : await client.transferCustomers({ ...request, successText: handover.message ?? undefined });
  const itemIds = new Map(group.map((item) => [item.subjectId, item.id]));
  return started.flatMap(({ externalUserId, errcode }) => {
    const itemId = itemIds.get(externalUserId);
    return itemId === undefined
      ? []
      : [{ itemId, ...stateAfterCall('customer', errcode), errcode: errcode === 0 ? null : errcode }];
  });
}

/** An answer that leaves customers out says nothing about them. */
async function requireEveryAnswer({ ctx, handover }: Sending): Promise<void> {
  const repo = handoversRepo(ctx.database.read, handover.corpId);
  if ((await repo.findUnclear(handover.id)).length > 0) {
    throw new Error('The platform did not answer for every customer');
  }
}
