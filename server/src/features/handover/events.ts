import type { Db } from '../../db/data-source.ts';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import { enqueueReadUnassigned } from './read-unassigned.ts';
import { handoversRepo } from './repository.ts';
import { stateByEvent } from './rules.ts';
import { settleItems } from './settle-items.ts';

/** What handling needs of the server. */
export interface HandoverEventContext {
  readonly queue: Queue;
  readonly now: () => Date;
}

type TransferFailed = Extract<WecomEvent, { type: 'external_contact.transfer_failed' }>;
type MemberLost = Extract<WecomEvent, { type: 'external_contact.deleted_by_member' }>;

/** True for the events that end the handover of one customer. */
export function isHandoverEnd(event: WecomEvent): event is TransferFailed | MemberLost {
  return (
    event.type === 'external_contact.transfer_failed' ||
    (event.type === 'external_contact.deleted_by_member' && event.transfer)
  );
}

/** Ends the items that callbacks are about; a handover begun elsewhere has none here. */
export async function reconcileHandoverEnds(
  ctx: HandoverEventContext,
  job: JobRun,
  events: readonly (TransferFailed | MemberLost)[],
): Promise<Effect> {
  return async (db) => {
    for (const event of events) {
      await settleByEvent(ctx, db, job.corpId, event);
    }
  };
}

/** The event names the taker of a handover that failed, and the giver of one that is done. */
async function settleByEvent(
  ctx: HandoverEventContext,
  db: Db,
  corpId: number,
  event: TransferFailed | MemberLost,
): Promise<void> {
  const memberId = (await memberIdsOf(db, corpId, [event.userId])).get(event.userId);
  const isFailure = event.type === 'external_contact.transfer_failed';
  const waiting = (await handoversRepo(db, corpId).findWaiting(event.externalUserId)).filter(
    ({ item, handover }) =>
      (item.state === 'waiting' || item.calledAt !== null) &&
      (isFailure ? handover.toMemberId : handover.fromMemberId) === memberId,
  );
  for (const { item, handover } of waiting) {
    const settled = isFailure ? stateByEvent(event.reason) : { state: 'done' as const, reason: null };
    await settleItems(db, handover, [{ itemId: item.id, ...settled, at: event.at }], ctx.now());
  }
}

/** When a member has left, their customers wait for somebody. */
export async function reconcileLeaving(ctx: HandoverEventContext, job: JobRun): Promise<Effect> {
  return (db) => enqueueReadUnassigned(ctx.queue, db, job.corpId);
}
