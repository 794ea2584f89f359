import { z } from 'zod';
import { instant, list, maybeText, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { nextCursor, type Page, type PageOptions, pageBody } from './paging.ts';

/** What a chat's owner is doing: in service; left, and the chat waits, is being taken over, or was taken over. */
export type GroupChatStatus = 'normal' | 'orphaned' | 'inheriting' | 'inherited';

const STATUSES: readonly GroupChatStatus[] = ['normal', 'orphaned', 'inheriting', 'inherited'];

export type ListGroupChatsRequest = PageOptions & {
  status?: Exclude<GroupChatStatus, 'normal'> | undefined;
  /** At most 100; needed when more than 1000 members are in range. Members who left are named here only. */
  ownerUserIds?: readonly string[] | undefined;
};

export type GroupChatEntry = { chatId: string; status: GroupChatStatus };

export type GroupChatMember = {
  /** The member's userid, or the customer's external_userid. */
  id: string;
  kind: 'member' | 'external';
  joinedAt: Date;
  /** 1 invited by a member, 2 through an invitation link, 3 by QR code. */
  joinScene: number;
  /** The channel mark of the way he came in. */
  state: string | null;
  invitedByUserId: string | null;
  groupNickname: string | null;
  /** Only when asked for. */
  name: string | null;
  unionId: string | null;
};

export type GroupChat = {
  chatId: string;
  /** Empty for a chat nobody named. */
  name: string;
  ownerUserId: string;
  createdAt: Date;
  notice: string | null;
  members: GroupChatMember[];
  adminUserIds: string[];
  /** To be compared with an event's `lastMemberVersion`; null when not told. */
  memberVersion: string | null;
};

const listAnswer = z.object({
  group_chat_list: list(z.object({ chat_id: text, status: number })),
  next_cursor: nextCursor,
});

/**
 * One page of the customer chats of members in range.
 * @throws {WecomError} 81017 (`stop`): more than 1000 members in range, so owners must be named
 * @see https://developer.work.weixin.qq.com/document/path/92120
 */
export async function listGroupChats(
  call: CorpCall,
  request: ListGroupChatsRequest = {},
  options?: CallOptions,
): Promise<Page<GroupChatEntry>> {
  const api = 'externalcontact/groupchat/list';
  const owners = request.ownerUserIds;
  const body = {
    ...pageBody({ ...request, limit: request.limit ?? 1000 }),
    status_filter: request.status ? STATUSES.indexOf(request.status) : 0,
    owner_filter: owners?.length ? { userid_list: owners } : undefined,
  };
  const wire = readAs(api, listAnswer, await call({ api, method: 'POST', body }, options));
  return {
    items: wire.group_chat_list.map((chat) => ({
      chatId: chat.chat_id,
      status: STATUSES[chat.status] ?? 'normal',
    })),
    nextCursor: wire.next_cursor,
  };
}

const chatMember = z
  .object({
    userid: text,
    type: number,
    join_time: instant,
    join_scene: number,
    state: maybeText,
    invitor: z.object({ userid: maybeText }).nullish(),
    group_nickname: maybeText,
    name: maybeText,
    unionid: maybeText,
  })
  .transform(
    (wire): GroupChatMember => ({
      id: wire.userid,
      kind: wire.type === 1 ? 'member' : 'external',
      joinedAt: wire.join_time,
      joinScene: wire.join_scene,
      state: wire.state,
      invitedByUserId: wire.invitor?.userid ?? null,
      groupNickname: wire.group_nickname,
      name: wire.name,
      unionId: wire.unionid,
    }),
  );

const groupChat = z
  .object({
    chat_id: text,
    name: someText,
    owner: someText,
    create_time: instant,
    notice: maybeText,
    member_list: list(chatMember),
    admin_list: list(z.object({ userid: text })),
    member_version: maybeText,
  })
  .transform(
    (wire): GroupChat => ({
      chatId: wire.chat_id,
      name: wire.name,
      ownerUserId: wire.owner,
      createdAt: wire.create_time,
      notice: wire.notice,
      members: wire.member_list,
      adminUserIds: wire.admin_list.map((admin) => admin.userid),
      memberVersion: wire.member_version,
    }),
  );

/**
 * One customer chat with everybody in it. It lags behind the events a little.
 * @param request withNames: also the names people show in the chat
 * @throws {WecomError} 86001, 86003 (`subjectGone`): unknown or dissolved
 * @see https://developer.work.weixin.qq.com/document/path/92122
 */
export async function getGroupChat(
  call: CorpCall,
  request: { chatId: string; withNames?: boolean | undefined },
  options?: CallOptions,
): Promise<GroupChat> {
  const api = 'externalcontact/groupchat/get';
  const body = { chat_id: request.chatId, need_name: request.withNames ? 1 : 0 };
  const answer = await call({ api, method: 'POST', body }, options);
  return readAs(api, z.object({ group_chat: groupChat }), answer).group_chat;
}
