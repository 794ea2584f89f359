import type { GroupMember, GroupMemberPage } from '@guanxi/shared/group-chats';
import type { MemberRef } from '@guanxi/shared/member-ref';
import { AppError } from '../../http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { type KnownCustomer, lookUpCustomers } from '../customers/known-customers.ts';
import { searchTermOf } from '../customers/search-text.ts';
import { joinWayNames } from '../join-ways/join-way-names.ts';
import { memberIdsOf, userIdsOf } from '../members/user-ids.ts';
import { chatScopeOf, type FindChatsContext } from './find-group-chats.ts';
import { byStandingThenJoining, pageOfList } from './member-order-rules.ts';
import { presentGroupMember } from './present.ts';
import { groupChatsRepo } from './repository.ts';
import type { GroupChatMemberRow, GroupChatRow } from './table.ts';

/** A chat with everybody in it, as the actor may see them, in their order. */
export interface GroupPeople {
  readonly members: readonly GroupMember[];
  /** What each is found by. */
  readonly searchTexts: ReadonlyMap<number, string>;
  readonly rows: readonly GroupChatMemberRow[];
}

/**
 * One page of the people in a chat; a chat holds 500 at most, so they are ordered and searched here.
 *
 * @throws AppError `group_chat.not_found` for one that is not there or outside the actor's scope
 */
export async function listGroupMembers(
  ctx: FindChatsContext,
  actor: Actor,
  groupChatId: number,
  query: { cursor?: string | undefined; limit: number; search: string },
): Promise<GroupMemberPage> {
  const repo = groupChatsRepo(ctx.database.read, actor.corpId);
  const [chat] = await repo.findInScope(await chatScopeOf(ctx, actor), [groupChatId]);
  if (chat === undefined) {
    throw new AppError('group_chat.not_found');
  }
  const people = await readPeople(ctx, actor, chat);
  const term = searchTermOf(query.search);
  const found = people.members.filter(
    (member) => term === '' || people.searchTexts.get(member.id)?.includes(term),
  );
  return pageOfPeople(found, decodeCursor(query.cursor)?.[1] ?? 0, query.limit);
}

/** A page of ordered people as the contract has it. */
export function pageOfPeople(members: readonly GroupMember[], start: number, limit: number): GroupMemberPage {
  const page = pageOfList(members, start, limit);
  return { items: page.items, nextCursor: page.next === null ? null : encodeCursor([0, page.next]) };
}

/** Everybody in a chat; of a dismissed one, everybody who was in it at the end. */
export async function readPeople(
  ctx: FindChatsContext,
  actor: Actor,
  chat: GroupChatRow,
): Promise<GroupPeople> {
  const all = await groupChatsRepo(ctx.database.read, actor.corpId).findMembers(chat.id);
  const rows = all.filter((row) => isInside(row, chat));
  const outside = rows.filter((row) => row.kind === 'external').map((row) => row.platformId);
  const [customers, owners, names, ways] = await Promise.all([
    lookUpCustomers(ctx, actor, outside),
    userIdsOf(ctx.database.read, actor.corpId, chat.ownerMemberId === null ? [] : [chat.ownerMemberId]),
    membersByUserId(ctx, actor.corpId, rows),
    joinWayNames(ctx.database.read, actor.corpId, channelsOf(rows)),
  ]);
  const ownerUserId = owners.get(chat.ownerMemberId ?? 0);
  const members = rows.map((row) =>
    presentGroupMember(row, {
      isOwner: row.platformId === ownerUserId,
      customer: customers.get(row.platformId),
      joinWayName: ways.get(row.channel ?? '') ?? null,
      inviter: row.invitedByUserId === null ? null : refOf(names, row.invitedByUserId),
      member: row.kind === 'member' ? refOf(names, row.platformId) : null,
    }),
  );
  return {
    members: members.toSorted(byStandingThenJoining),
    searchTexts: new Map(rows.map((row) => [row.id, searchTextWith(row, customers.get(row.platformId))])),
    rows: all,
  };
}

function isInside(row: GroupChatMemberRow, chat: GroupChatRow): boolean {
  return row.leftAt === null || (chat.status === 'dismissed' && row.leftAt >= chat.statusAt);
}

/** A colleague's customer is found by what the chat shows alone. */
function searchTextWith(row: GroupChatMemberRow, customer: KnownCustomer | undefined): string {
  return customer === undefined || customer.standing === 'colleague'
    ? row.searchText
    : `${row.searchText}|${customer.searchText}`;
}

function channelsOf(rows: readonly GroupChatMemberRow[]): string[] {
  return [...new Set(rows.flatMap((row) => (row.channel === null ? [] : [row.channel])))];
}

/** Our members in a chat, and who invited somebody, by userid. */
async function membersByUserId(
  ctx: FindChatsContext,
  corpId: number,
  rows: readonly GroupChatMemberRow[],
): Promise<Map<string, MemberRef>> {
  const inviters = rows.flatMap((row) => row.invitedByUserId ?? []);
  const inside = rows.filter((row) => row.kind === 'member').map((row) => row.platformId);
  const ids = await memberIdsOf(ctx.database.read, corpId, [...new Set([...inviters, ...inside])]);
  const names = await ctx.memberNames.of(corpId, [...ids.values()]);
  return new Map([...names.values()].map((name) => [name.userId, name]));
}

/** Somebody out of range is known by id alone. */
function refOf(members: ReadonlyMap<string, MemberRef>, userId: string): MemberRef {
  return members.get(userId) ?? { memberId: 0, userId, name: '' };
}
