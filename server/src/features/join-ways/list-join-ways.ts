import type { JoinWay } from '@guanxi/shared/join-ways';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { countByChannel, nameChats } from '../group-chats/name-group-chats.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { presentJoinWay } from './present.ts';
import { joinWaysRepo } from './repository.ts';
import type { JoinWayRow } from './table.ts';

/** What listing needs of the server. */
export interface ListJoinWaysContext {
  readonly database: Pick<Database, 'read'>;
  readonly memberNames: MemberNames;
}

/** Every way of the corp, newest first. They are made by hand, so there are not many. */
export async function listJoinWays(ctx: ListJoinWaysContext, actor: Actor): Promise<JoinWay[]> {
  return presentJoinWays(ctx, actor, await joinWaysRepo(ctx.database.read, actor.corpId).findAll());
}

/** Ways with the names of their chats and who came by them. */
export async function presentJoinWays(
  ctx: ListJoinWaysContext,
  actor: Actor,
  rows: readonly JoinWayRow[],
): Promise<JoinWay[]> {
  const db = ctx.database.read;
  const [chats, counts, members] = await Promise.all([
    nameChats(db, actor.corpId, [...new Set(rows.flatMap((row) => row.chatIds))]),
    countByChannel(
      db,
      actor.corpId,
      rows.map((row) => row.channel),
    ),
    ctx.memberNames.of(
      actor.corpId,
      rows.map((row) => row.createdBy),
    ),
  ]);
  return rows.map((row) =>
    presentJoinWay(row, {
      chat: (chatId) => chats.get(chatId),
      count: (channel) => counts.get(channel),
      member: (memberId) => memberRefOf(members, memberId),
    }),
  );
}
