import {
  type GroupChatEvent,
  GroupChatEventKind,
  type GroupChatItem,
  GroupChatOwnership,
  GroupChatStatus,
  type GroupJoinScene,
  GroupLeaveReason,
  type GroupMember,
} from '@guanxi/shared/group-chats';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { KnownCustomer } from '../customers/known-customers.ts';
import type { GroupChatEventRow, GroupChatMemberRow, GroupChatRow } from './table.ts';

const scenes: readonly GroupJoinScene[] = ['unknown', 'invited', 'link', 'qr_code'];

/** The platform's `join_scene` in words. */
export function sceneOf(joinScene: number): GroupJoinScene {
  return scenes[joinScene] ?? 'unknown';
}

/** A chat as a row of a list. */
export function presentGroupChat(
  row: GroupChatRow,
  owner: MemberRef | undefined,
  viewerId: number,
): GroupChatItem {
  return {
    id: row.id,
    chatId: row.chatId,
    name: row.name,
    owner: owner ?? null,
    isMine: row.ownerMemberId === viewerId,
    status: GroupChatStatus.parse(row.status),
    ownership: GroupChatOwnership.parse(row.ownership),
    memberCount: row.memberCount,
    customerCount: row.customerCount,
    foundedAt: row.foundedAt.toISOString(),
  };
}

/** What is known of somebody in a chat beside the row. */
export interface PersonNames {
  readonly isOwner: boolean;
  readonly customer: KnownCustomer | undefined;
  readonly joinWayName: string | null;
  readonly inviter: MemberRef | null;
  /** Null for who is no member of ours. */
  readonly member: MemberRef | null;
}

/** Somebody in a chat, as far as the viewer may know them: of a colleague's customer only what the chat shows. */
export function presentGroupMember(row: GroupChatMemberRow, names: PersonNames): GroupMember {
  const customer = names.customer?.standing === 'colleague' ? undefined : names.customer;
  return {
    id: row.id,
    displayName: customer?.displayName || row.name || names.member?.name || '',
    groupNickname: row.groupNickname,
    avatar: customer?.avatar ?? null,
    company: customer?.company ?? null,
    standing: row.kind === 'member' ? 'member' : (names.customer?.standing ?? 'stranger'),
    customer: customer === undefined ? null : { id: customer.id, externalUserId: customer.externalUserId },
    member: names.member,
    isOwner: names.isOwner,
    joinedAt: row.joinedAt.toISOString(),
    joinScene: sceneOf(row.joinScene),
    channel: row.channel,
    joinWayName: names.joinWayName,
    invitedBy: names.inviter,
  };
}

/** Details as the recorders write them; every field may be absent in an old row. */
interface Detail {
  scene?: number;
  channel?: string | null;
  reason?: string;
  from?: string | number | null;
  to?: string | number | null;
}

/** @returns null for a kind this version does not know */
export function presentGroupEvent(
  row: GroupChatEventRow,
  names: { person(platformId: string): string; member(memberId: number): MemberRef },
): GroupChatEvent | null {
  const kind = GroupChatEventKind.safeParse(row.kind);
  const detail = row.detail as Detail;
  const base = { id: row.id, at: row.at.toISOString() };
  const person = row.platformId === null ? '' : names.person(row.platformId);
  switch (kind.data) {
    case 'joined':
      return {
        ...{ kind: 'joined', ...base, person },
        ...{ scene: sceneOf(detail.scene ?? 0), channel: detail.channel ?? null },
      };
    case 'left':
      return {
        ...{ kind: 'left', ...base, person },
        reason: GroupLeaveReason.catch('unknown').parse(detail.reason),
      };
    case 'owner_changed':
      return {
        ...{ kind: 'owner_changed', ...base },
        ...{ from: names.member(Number(detail.from ?? 0)), to: names.member(Number(detail.to ?? 0)) },
      };
    case 'renamed':
      return { kind: 'renamed', ...base, from: String(detail.from ?? ''), to: String(detail.to ?? '') };
    case 'notice_changed':
    case 'dismissed':
      return { kind: kind.data, ...base };
    default:
      return null;
  }
}
