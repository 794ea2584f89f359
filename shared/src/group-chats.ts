import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { PageQuery, pageOf } from './paging.ts';
import { Instant } from './time.ts';

/**
 * Where a customer group chat stands. `hidden`: the platform does not show it to the app any more;
 * `lost`: the platform says that there is no such chat, without a callback that it was dismissed.
 */
export const GroupChatStatus = z.enum(['open', 'dismissed', 'hidden', 'lost']);
export type GroupChatStatus = z.output<typeof GroupChatStatus>;

/** What the chat's owner is doing: in service; left, and the chat waits, is being taken over, or was. */
export const GroupChatOwnership = z.enum(['normal', 'orphaned', 'inheriting', 'inherited']);
export type GroupChatOwnership = z.output<typeof GroupChatOwnership>;

/** How somebody came in, and how somebody went; `unknown` when only a reading showed it. */
export const GroupJoinScene = z.enum(['invited', 'link', 'qr_code', 'unknown']);
export type GroupJoinScene = z.output<typeof GroupJoinScene>;
export const GroupLeaveReason = z.enum(['left', 'removed', 'dismissed', 'unknown']);
export type GroupLeaveReason = z.output<typeof GroupLeaveReason>;

/** A row of the list of group chats. */
export const GroupChatItem = z.object({
  id: z.number().int(),
  /** The platform's id. */
  chatId: z.string(),
  /** Empty for a chat nobody named. */
  name: z.string(),
  owner: MemberRef.nullable(),
  isMine: z.boolean(),
  status: GroupChatStatus,
  ownership: GroupChatOwnership,
  memberCount: z.number().int(),
  /** Those of them outside the company. */
  customerCount: z.number().int(),
  foundedAt: Instant,
});
export type GroupChatItem = z.output<typeof GroupChatItem>;

/**
 * What somebody in a chat is to the viewer: one of our members; a customer of the viewer; one within
 * the viewer's scope; a colleague's, of whom only what the chat itself shows may be seen; or nobody's.
 */
export const GroupMemberStanding = z.enum(['member', 'mine', 'in_scope', 'colleague', 'stranger']);
export type GroupMemberStanding = z.output<typeof GroupMemberStanding>;

export const GroupMember = z.object({
  id: z.number().int(),
  /** The viewer's remark where there is one, otherwise the name in the chat; empty when nobody told. */
  displayName: z.string(),
  groupNickname: z.string().nullable(),
  avatar: z.string().nullable(),
  company: z.string().nullable(),
  standing: GroupMemberStanding,
  /** Who of ours it is; null for everybody else. */
  member: MemberRef.nullable(),
  /** What opens the card; null unless the viewer may see the customer. */
  customer: z.object({ id: z.number().int(), externalUserId: z.string() }).nullable(),
  isOwner: z.boolean(),
  joinedAt: Instant,
  joinScene: GroupJoinScene,
  /** The channel mark of the way in, and the name of that way where it is one of ours. */
  channel: z.string().nullable(),
  joinWayName: z.string().nullable(),
  invitedBy: MemberRef.nullable(),
});
export type GroupMember = z.output<typeof GroupMember>;

export const GroupChatEventKind = z.enum([
  'joined',
  'left',
  'owner_changed',
  'renamed',
  'notice_changed',
  'dismissed',
]);
export type GroupChatEventKind = z.output<typeof GroupChatEventKind>;

const eventBase = { id: z.number().int(), at: Instant };
const withPerson = { ...eventBase, person: z.string() };

/** One entry of a chat's history. `person` is the name in the chat; empty when nobody told. */
export const GroupChatEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('joined'),
    ...withPerson,
    scene: GroupJoinScene,
    channel: z.string().nullable(),
  }),
  z.object({ kind: z.literal('left'), ...withPerson, reason: GroupLeaveReason }),
  z.object({ kind: z.literal('owner_changed'), ...eventBase, from: MemberRef, to: MemberRef }),
  z.object({ kind: z.literal('renamed'), ...eventBase, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('notice_changed'), ...eventBase }),
  z.object({ kind: z.literal('dismissed'), ...eventBase }),
]);
export type GroupChatEvent = z.output<typeof GroupChatEvent>;

export const GroupMemberPage = pageOf(GroupMember);
export type GroupMemberPage = z.output<typeof GroupMemberPage>;

/** The sidebar's first view beside a group chat, in one answer. */
export const GroupChatCard = GroupChatItem.extend({
  notice: z.string().nullable(),
  /** Known customers first: the viewer's, those in scope, colleagues'; then members, then strangers. */
  members: GroupMemberPage,
  /** How many in the chat are customers of ours, of those outside the company. */
  knownCount: z.number().int(),
  /** How many came by each channel, most first; without those who came by none. */
  channels: z.array(
    z.object({ channel: z.string(), joinWayName: z.string().nullable(), count: z.number().int() }),
  ),
  /** The newest comings and goings. */
  events: z.array(GroupChatEvent),
  /** When the platform was last read for this chat. */
  readAt: Instant,
  /** The platform could not be asked just now, so the card shows what was known at `readAt`. */
  isStale: z.boolean(),
});
export type GroupChatCard = z.output<typeof GroupChatCard>;

export const listGroupChats = defineRoute({
  method: 'GET',
  path: '/group-chats',
  summary: "Group chats the viewer is in; a leader's people's too, an admin's company's; newest first",
  query: PageQuery.extend({
    search: z.string().trim().max(40).default(''),
    only: z.enum(['mine', 'all']).default('all'),
  }),
  response: pageOf(GroupChatItem),
  errors: ['request.invalid'],
});

export const getGroupChatCard = defineRoute({
  method: 'GET',
  path: '/group-chat-card',
  summary: "The sidebar's first view of the open group chat",
  query: z.object({ chatId: z.string().min(1).max(64) }),
  response: GroupChatCard,
  errors: [
    'group_chat.not_found',
    'group_chat.hidden',
    'wecom.unavailable',
    'wecom.rejected',
    'wecom.limited',
    'wecom.misconfigured',
    'wecom.licence_missing',
    'wecom.not_permitted',
  ],
});

export const listGroupMembers = defineRoute({
  method: 'GET',
  path: '/group-chats/:groupChatId/members',
  summary: 'Who is in a group chat, known customers first; searched by name, remark or pinyin',
  params: z.object({ groupChatId: z.coerce.number().int().positive() }),
  query: PageQuery.extend({ search: z.string().trim().max(40).default('') }),
  response: GroupMemberPage,
  errors: ['group_chat.not_found', 'request.invalid'],
});

/** A group chat on a customer's card. */
export const CustomerGroupChat = z.object({
  groupChat: GroupChatItem,
  joinedAt: Instant,
  /** Null while the customer is inside. */
  leftAt: Instant.nullable(),
  channel: z.string().nullable(),
});
export type CustomerGroupChat = z.output<typeof CustomerGroupChat>;

export const listCustomerGroupChats = defineRoute({
  method: 'GET',
  path: '/customers/:customerId/group-chats',
  summary: 'The group chats a customer is or was in, as far as the viewer may see them',
  params: z.object({ customerId: z.coerce.number().int().positive() }),
  response: z.object({
    items: z.array(CustomerGroupChat),
    /** Chats the customer is in that lie outside the viewer's scope. */
    hiddenCount: z.number().int(),
  }),
  errors: ['customer.not_found'],
});
