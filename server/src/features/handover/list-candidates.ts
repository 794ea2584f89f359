import { CustomerType } from '@guanxi/shared/customers';
import type { HandoverCandidate } from '@guanxi/shared/handovers';
import type { Member } from '@guanxi/shared/members';
import type { Database } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { type CursorPosition, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import type { Installations } from '../corps/installation.ts';
import { type CustomerOfMember, pageOfMember } from '../customers/customers-of-member.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { describeMembers, findMembers } from '../members/find-members.ts';
import { ofMemberWhoLeft, pastOf } from './choose-customers.ts';
import { unassignedRepo } from './repository.ts';
import { blockOf, type PastHandover } from './rules.ts';

interface ListContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
}

/** Members who left with customers that wait, as the platform listed them last, inside the actor's scope. */
export async function listUnassigned(
  ctx: ListContext,
  actor: Actor,
): Promise<{
  members: { member: Member; customers: number }[];
  readAt: string | null;
  can: { inService: boolean; resigned: boolean };
}> {
  const repo = unassignedRepo(ctx.database.read, actor.corpId);
  const [counts, readAt, scope] = await Promise.all([
    repo.countByMember(),
    repo.readAt(),
    ctx.scopeOf(actor),
  ]);
  const seen = counts.filter(({ memberId }) => scope === 'all' || scope.includes(memberId));
  const members = await describeMembers(
    ctx.database.read,
    actor.corpId,
    seen.map(({ memberId }) => memberId),
  );
  const { handsOver, handsOverResigned } = ctx.installations.of(actor.corpId).client.access.capabilities;
  return {
    members: seen.flatMap(({ memberId, count }) => {
      const member = members.get(memberId);
      return member === undefined ? [] : [{ member, customers: count }];
    }),
    readAt: readAt?.toISOString() ?? null,
    can: { inService: handsOver, resigned: handsOverResigned },
  };
}

/**
 * One page of a member's customers to choose from, with why some cannot be chosen.
 *
 * @throws AppError `member.not_found` outside the scope
 */
export async function listCandidates(
  ctx: ListContext,
  actor: Actor,
  memberId: number,
  query: { cursor?: string | undefined; limit: number; search: string },
): Promise<{ items: HandoverCandidate[]; nextCursor: string | null }> {
  const [scope, [giver]] = await Promise.all([
    ctx.scopeOf(actor),
    findMembers(ctx.database.read, actor.corpId, [memberId]),
  ]);
  if (giver === undefined || !(scope === 'all' || scope.includes(giver.id))) {
    throw new AppError('member.not_found');
  }
  const page = { before: decodeCursor(query.cursor), search: query.search, limit: query.limit + 1 };
  const found =
    giver.leftAt === null
      ? await pageOfMember(ctx.database.read, actor.corpId, memberId, page)
      : await pageOfLeaver(ctx, actor.corpId, memberId, page);
  const shown = found.slice(0, query.limit);
  const past = await pastOf(
    ctx.database.read,
    actor.corpId,
    shown.map((customer) => customer.externalUserId),
  );
  const last = shown.at(-1);
  const now = ctx.now();
  return {
    items: shown.map((one) => presentCandidate(one, past.get(one.externalUserId) ?? [], now)),
    nextCursor: found.length > query.limit && last !== undefined ? encodeCursor(last.position) : null,
  };
}

/** The list of one who left is short enough to be searched here; it goes on behind a customer's id. */
async function pageOfLeaver(
  ctx: ListContext,
  corpId: number,
  memberId: number,
  page: { before: CursorPosition | null; search: string; limit: number },
): Promise<CustomerOfMember[]> {
  const all = await ofMemberWhoLeft(ctx.database.read, corpId, memberId, { all: true, search: page.search });
  const after = page.before?.[1] ?? 0;
  return all
    .filter((customer) => customer.customerId > after)
    .toSorted((a, b) => a.customerId - b.customerId)
    .slice(0, page.limit);
}

function presentCandidate(
  customer: CustomerOfMember,
  past: readonly PastHandover[],
  now: Date,
): HandoverCandidate {
  const { customerId, externalUserId, displayName, avatar, company, status, type } = customer;
  return {
    ...{ customerId, externalUserId, displayName, avatar, company },
    type: CustomerType.parse(type),
    blocked: status === 'half' ? 'half' : blockOf(past, now),
  };
}
