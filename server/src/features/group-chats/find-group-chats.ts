import type { CustomerGroupChat, GroupChatItem } from '@guanxi/shared/group-chats';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { requireFollowersLicence } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { searchTermOf } from '../customers/search-text.ts';
import type { MemberNames } from '../members/member-names.ts';
import { userIdsOf } from '../members/user-ids.ts';
import { presentGroupChat } from './present.ts';
import { type ChatScope, groupChatsRepo } from './repository.ts';
import type { GroupChatRow } from './table.ts';

/** What finding group chats needs of the server. */
export interface FindChatsContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
}

/** Whose chats the actor may see: those the members of the actor's scope are in. */
export async function chatScopeOf(ctx: FindChatsContext, actor: Actor): Promise<ChatScope> {
  const scope = await ctx.scopeOf(actor);
  return scope === 'all' ? 'all' : [...(await userIdsOf(ctx.database.read, actor.corpId, scope)).values()];
}

/**
 * One page of the open chats the actor may see, newest first.
 *
 * @throws AppError `wecom.licence_missing` for the own ones
 */
export async function listGroupChats(
  ctx: FindChatsContext,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number; search: string; only: 'mine' | 'all' },
): Promise<{ items: GroupChatItem[]; nextCursor: string | null }> {
  if (query.only === 'mine') {
    requireFollowersLicence(actor, [actor]);
  }
  const scope = query.only === 'mine' ? [actor.userId] : await chatScopeOf(ctx, actor);
  const rows = await groupChatsRepo(ctx.database.read, actor.corpId).findPage(scope, {
    before: decodeCursor(query.cursor),
    search: searchTermOf(query.search),
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await presentChats(ctx, actor, shown),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor([last.foundedAt.getTime(), last.id])
        : null,
  };
}

/** The chats a customer is or was in. The caller has made sure that the actor may see the customer. */
export async function listChatsOfCustomer(
  ctx: FindChatsContext,
  actor: Actor,
  externalUserId: string,
): Promise<{ items: CustomerGroupChat[]; hiddenCount: number }> {
  const repo = groupChatsRepo(ctx.database.read, actor.corpId);
  const stays = await repo.findStays(externalUserId);
  const rows = await repo.findInScope(
    await chatScopeOf(ctx, actor),
    stays.map((stay) => stay.groupChatId),
  );
  const chats = new Map((await presentChats(ctx, actor, rows)).map((chat) => [chat.id, chat]));
  return {
    items: stays.flatMap((stay) => {
      const groupChat = chats.get(stay.groupChatId);
      return groupChat === undefined
        ? []
        : [
            {
              groupChat,
              joinedAt: stay.joinedAt.toISOString(),
              leftAt: stay.leftAt?.toISOString() ?? null,
              channel: stay.channel,
            },
          ];
    }),
    hiddenCount: stays.filter((stay) => stay.leftAt === null && !chats.has(stay.groupChatId)).length,
  };
}

/** Chats with the names of their owners. */
export async function presentChats(
  ctx: Pick<FindChatsContext, 'memberNames'>,
  actor: Actor,
  rows: readonly GroupChatRow[],
): Promise<GroupChatItem[]> {
  const owners = await ctx.memberNames.of(
    actor.corpId,
    rows.flatMap((row) => (row.ownerMemberId === null ? [] : [row.ownerMemberId])),
  );
  return rows.map((row) => presentGroupChat(row, owners.get(row.ownerMemberId ?? 0), actor.memberId));
}
