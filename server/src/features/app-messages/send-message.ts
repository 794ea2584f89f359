import type { DeliveryReason } from '@guanxi/shared/message-deliveries';
import { HOUR, MINUTE } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob, GiveUp, RetryAt } from '../../queue/job.ts';
import { type CorpClient, isFinalRefusal, type MessageContent, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { findMembers } from '../members/find-members.ts';
import { appMessagesRepo } from './repository.ts';
import { mayReceive, quotas, type Recipient, reasonOfRefusal, settleRecipients } from './rules.ts';
import { sendMessageKind } from './send-to-members.ts';
import type { AppMessageRow, MessageDeliveryRow } from './table.ts';

/** What the job needs of the server. */
export interface SendMessageContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** The most members the platform takes in one call. */
const recipientsPerCall = 1000;
/** An identical call inside this time is not delivered again: the longest the platform offers. */
const duplicateCheckSeconds = (4 * HOUR) / 1000;

/**
 * Hands a message to the platform. Who is sent to is noted before the call, so that a call whose answer was lost is
 * repeated with the same words to the same members, and the platform drops the second one. Members who had too
 * many messages wait: the platform would drop theirs without a word.
 */
export const sendMessageJob = defineJob<SendMessageContext, { messageId: number }>({
  ...sendMessageKind,
  payload: z.object({ messageId: z.number().int() }),
  maxAttempts: 8,
  async run(ctx, { messageId }, job) {
    const message = await appMessagesRepo(ctx.database.read, job.corpId).findById(messageId);
    if (message === null) {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    await dropLeavers(ctx, message);
    for (let batch = await nextBatch(ctx, message); batch.length > 0; batch = await nextBatch(ctx, message)) {
      job.signal.throwIfAborted();
      await sendBatch(ctx, client, message, batch);
    }
    if ((await pendingOf(ctx, message)).length > 0) {
      throw new RetryAt(
        new Date(ctx.now().getTime() + MINUTE),
        new Error('A member had too many messages of the app'),
      );
    }
    return undefined;
  },
  onDead(_ctx, { messageId }, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    return async (db) => {
      const repo = appMessagesRepo(db, job.corpId);
      const open = await repo.findDeliveries(messageId, ['pending', 'sending']);
      await repo.changeDeliveries(
        messageId,
        open.map((delivery) => delivery.memberId),
        {
          state: 'failed',
          reason: cause instanceof WecomError ? reasonOfRefusal(cause.errcode) : 'unreachable',
          errcode: cause instanceof WecomError ? cause.errcode : null,
        },
      );
    };
  },
});

function pendingOf(ctx: SendMessageContext, message: AppMessageRow): Promise<MessageDeliveryRow[]> {
  return appMessagesRepo(ctx.database.read, message.corpId).findDeliveries(message.id, ['pending']);
}

async function dropLeavers(ctx: SendMessageContext, message: AppMessageRow): Promise<void> {
  const ids = (await pendingOf(ctx, message)).map((delivery) => delivery.memberId);
  const members = await findMembers(ctx.database.read, message.corpId, ids);
  const left = members.filter((member) => member.leftAt !== null).map((member) => member.id);
  await ctx.database.transaction((db) =>
    appMessagesRepo(db, message.corpId).changeDeliveries(message.id, left, {
      state: 'failed',
      reason: 'left',
    }),
  );
}

/** Who is sent to next: those of a call without an answer, otherwise who waits and may receive. */
async function nextBatch(ctx: SendMessageContext, message: AppMessageRow): Promise<Recipient[]> {
  const read = appMessagesRepo(ctx.database.read, message.corpId);
  const underWay = await read.findDeliveries(message.id, ['sending']);
  const ids = (underWay.length > 0 ? underWay : await allowed(ctx, message)).map((row) => row.memberId);
  await ctx.database.transaction((db) =>
    appMessagesRepo(db, message.corpId).changeDeliveries(message.id, ids, { state: 'sending' }),
  );
  const members = await findMembers(ctx.database.read, message.corpId, ids);
  return members
    .map((member) => ({ memberId: member.id, userId: member.userId }))
    .toSorted((a, b) => a.memberId - b.memberId);
}

async function allowed(ctx: SendMessageContext, message: AppMessageRow): Promise<MessageDeliveryRow[]> {
  const pending = await pendingOf(ctx, message);
  const ids = pending.map((row) => row.memberId);
  if (ids.length === 0) {
    return [];
  }
  const repo = appMessagesRepo(ctx.database.read, message.corpId);
  const now = ctx.now().getTime();
  const counts = await Promise.all(
    quotas.map(({ windowMs }) => repo.countSent(ids, new Date(now - windowMs))),
  );
  return pending
    .filter(({ memberId }) => mayReceive(counts.map((count) => count.get(memberId) ?? 0)))
    .slice(0, recipientsPerCall);
}

async function sendBatch(
  ctx: SendMessageContext,
  client: CorpClient,
  message: AppMessageRow,
  batch: readonly Recipient[],
): Promise<void> {
  let settled: { memberId: number; reason: DeliveryReason | null }[];
  let errcode: number | null = null;
  try {
    const answer = await client.sendAppMessage({
      to: { userIds: batch.map(({ userId }) => userId) },
      content: message.content as MessageContent,
      duplicateCheckSeconds,
    });
    settled = settleRecipients(batch, answer);
  } catch (error) {
    if (!isFinalRefusal(error)) {
      throw error;
    }
    errcode = error.errcode;
    const reason = reasonOfRefusal(error.errcode);
    settled = batch.map(({ memberId }) => ({ memberId, reason }));
  }
  await ctx.database.transaction(async (db) => {
    for (const reason of new Set(settled.map((one) => one.reason))) {
      const ids = settled.filter((one) => one.reason === reason).map((one) => one.memberId);
      await appMessagesRepo(db, message.corpId).changeDeliveries(
        message.id,
        ids,
        reason === null ? { state: 'sent', sentAt: ctx.now() } : { state: 'failed', reason, errcode },
      );
    }
  });
}
