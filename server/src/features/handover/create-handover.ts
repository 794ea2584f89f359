import type { Handover } from '@guanxi/shared/handovers';
import type { Database, Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import type { Actor } from '../../http/session.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from '../corps/installation.ts';
import type { CustomerOfMember } from '../customers/customers-of-member.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { findMembers } from '../members/find-members.ts';
import type { MemberNames } from '../members/member-names.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { type CustomerChoice, chooseCustomers } from './choose-customers.ts';
import { handoverKey, sendHandoverKind } from './handover-kinds.ts';
import { describeHandovers } from './list-handovers.ts';
import { type HandoverMember, kindOfGiver, refusalToHandOver } from './policy.ts';
import { handoversRepo } from './repository.ts';
import type { HandoverRow } from './table.ts';

/** What a handover needs of the server. */
export interface HandoverContext {
  readonly database: Database;
  readonly queue: Queue;
  readonly installations: Installations;
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/** A request as it comes from the page. */
export interface HandoverRequest {
  readonly fromMemberId: number;
  readonly toMemberId: number;
  readonly customers: CustomerChoice;
  readonly withGroupChats: boolean;
  readonly message: string;
  readonly requestKey: string;
}

/**
 * Stores who is to take over whom, and the job that tells the platform, in one transaction. The same request key
 * twice is one handover.
 *
 * @throws AppError what `refusalToHandOver` says, or `handover.no_customers`
 */
export async function createHandover(
  ctx: HandoverContext,
  actor: Actor,
  request: HandoverRequest,
): Promise<Handover> {
  const giver = await requirePair(ctx, actor, request);
  const now = ctx.now();
  const row = await ctx.database.transaction(async (db) => {
    const { handover, isNew } = await handoversRepo(db, actor.corpId).add({
      kind: kindOfGiver(giver),
      fromMemberId: request.fromMemberId,
      toMemberId: request.toMemberId,
      requestedBy: actor.memberId,
      message: giver.leftAt === null && request.message !== '' ? request.message : null,
      withGroupChats: request.withGroupChats,
      requestKey: `${actor.memberId}:${request.requestKey}`,
      createdAt: now,
    });
    if (isNew) {
      const customers = await chooseCustomers(db, actor.corpId, giver, { choice: request.customers, now });
      if (customers.length === 0 && !request.withGroupChats) {
        throw new AppError('handover.no_customers');
      }
      await addCustomers(db, handover, customers);
      await enqueueSend(ctx.queue, db, handover);
    }
    return handover;
  });
  ctx.queue.wake();
  const [presented] = await describeHandovers(ctx, actor.corpId, [row]);
  if (presented === undefined) {
    throw new Error('A handover was lost on its way out');
  }
  return presented;
}

async function requirePair(
  ctx: HandoverContext,
  actor: Actor,
  request: HandoverRequest,
): Promise<HandoverMember> {
  const { fromMemberId, toMemberId } = request;
  const members = await findMembers(ctx.database.read, actor.corpId, [fromMemberId, toMemberId]);
  const find = (id: number) => members.find((member) => member.id === id) ?? null;
  const giver = find(fromMemberId);
  const refusal = refusalToHandOver({
    scope: await ctx.scopeOf(actor),
    giver,
    taker: find(toMemberId),
    can: ctx.installations.of(actor.corpId).client.access.capabilities,
  });
  if (refusal !== null || giver === null) {
    throw new AppError(refusal ?? 'member.not_found');
  }
  return giver;
}

async function addCustomers(
  db: Db,
  handover: HandoverRow,
  customers: readonly CustomerOfMember[],
): Promise<void> {
  await handoversRepo(db, handover.corpId).addItems(
    customers.map((customer) => ({
      handoverId: handover.id,
      kind: 'customer',
      subjectId: customer.externalUserId,
      customerId: customer.customerId,
      name: customer.displayName,
      ...{ state: 'pending', reason: null, errcode: null, attempt: 1 },
      ...{ calledAt: null, startedAt: null, dueAt: null, settledAt: null },
    })),
  );
  await recordTimeline(
    db,
    handover.corpId,
    customers.map((customer) => ({
      customerId: customer.customerId,
      at: handover.createdAt,
      kind: 'handover_started',
      actorKind: 'member',
      actorMemberId: handover.requestedBy,
      memberId: handover.fromMemberId,
      detail: { toMemberId: handover.toMemberId },
      key: `handover_started:${handover.id}:${customer.customerId}`,
    })),
  );
}

/** Asks for the job that tells the platform. */
export function enqueueSend(queue: Queue, db: Db, handover: HandoverRow): Promise<void> {
  return queue.enqueue(db, sendHandoverKind, {
    corpId: handover.corpId,
    key: handoverKey(handover.id),
    payload: { handoverId: handover.id },
  });
}
