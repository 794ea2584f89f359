import type { Handover, HandoverItem } from '@guanxi/shared/handovers';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { describeCustomers } from '../customers/customers-of-member.ts';
import type { ScopeOf } from '../customers/scope.ts';
import type { MemberNames } from '../members/member-names.ts';
import { presentHandover, presentItem } from './present.ts';
import { handoversRepo } from './repository.ts';
import type { HandoverRow } from './table.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
}

/** One page of the handovers between members in the actor's scope, newest first. */
export async function listHandovers(
  ctx: ReadContext,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: Handover[]; nextCursor: string | null }> {
  const before = decodeCursor(query.cursor);
  const scope = await ctx.scopeOf(actor);
  const rows = await handoversRepo(ctx.database.read, actor.corpId).findPage({
    before: before === null ? null : { at: new Date(before[0]), id: before[1] },
    memberIds: scope === 'all' ? null : scope,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await describeHandovers(ctx, actor.corpId, shown),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor([last.createdAt.getTime(), last.id])
        : null,
  };
}

/** Handovers with names and counts, in their order. */
export async function describeHandovers(
  ctx: Omit<ReadContext, 'scopeOf'>,
  corpId: number,
  rows: readonly HandoverRow[],
): Promise<Handover[]> {
  const memberIds = rows.flatMap((row) => [row.fromMemberId, row.toMemberId, row.requestedBy]);
  const [counts, names] = await Promise.all([
    handoversRepo(ctx.database.read, corpId).countItems(rows.map((row) => row.id)),
    ctx.memberNames.of(corpId, memberIds),
  ]);
  return rows.map((row) =>
    presentHandover(
      row,
      counts.filter((one) => one.handoverId === row.id),
      (memberId) => names.get(memberId) ?? { memberId, userId: '', name: '' },
    ),
  );
}

/**
 * A handover the actor may see.
 *
 * @throws AppError `handover.not_found` for one that is not there, of another corp, or outside the scope
 */
export async function requireHandover(ctx: ReadContext, actor: Actor, id: number): Promise<HandoverRow> {
  const [row, scope] = await Promise.all([
    handoversRepo(ctx.database.read, actor.corpId).findById(id),
    ctx.scopeOf(actor),
  ]);
  const sees = (memberId: number) => scope === 'all' || scope.includes(memberId);
  if (row === null || !sees(row.fromMemberId) || !sees(row.toMemberId)) {
    throw new AppError('handover.not_found');
  }
  return row;
}

/** One handover as the actor gets it. */
export async function getHandover(ctx: ReadContext, actor: Actor, id: number): Promise<Handover> {
  const [handover] = await describeHandovers(ctx, actor.corpId, [await requireHandover(ctx, actor, id)]);
  if (handover === undefined) {
    throw new Error('A handover was lost on its way out');
  }
  return handover;
}

/** One page of a handover's customers and chats. */
export async function listHandoverItems(
  ctx: ReadContext,
  actor: Actor,
  id: number,
  query: { cursor?: string | undefined; limit: number; state: string },
): Promise<{ items: HandoverItem[]; nextCursor: string | null }> {
  const handover = await requireHandover(ctx, actor, id);
  const rows = await handoversRepo(ctx.database.read, actor.corpId).findItemPage(id, {
    after: decodeCursor(query.cursor)?.[1] ?? 0,
    state: query.state === 'all' ? null : query.state,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const customers = await describeCustomers(
    ctx.database.read,
    actor.corpId,
    handover.fromMemberId,
    shown.flatMap((row) => row.customerId ?? []),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => presentItem(row, customers.get(row.customerId ?? 0)?.avatar ?? null)),
    nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor([0, last.id]) : null,
  };
}
