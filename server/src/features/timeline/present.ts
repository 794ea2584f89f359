import type { FollowUp } from '@guanxi/shared/follow-ups';
import { GroupJoinScene, GroupLeaveReason } from '@guanxi/shared/group-chats';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { TimelineActor, TimelineEntry } from '@guanxi/shared/timeline';
import { WelcomeOutcome, WelcomeReason } from '@guanxi/shared/welcome';
import type { TimelineEntryRow } from './table.ts';

/** Details as the recorders write them; every field may be absent in an old row. */
interface Detail {
  addWay?: number;
  channel?: string | null;
  isReturn?: boolean;
  added?: string[];
  removed?: string[];
  from?: string;
  to?: string;
  chatId?: string;
  name?: string;
  scene?: string;
  outcome?: string;
  reason?: string | null;
  errcode?: number | null;
  toMemberId?: number;
}

interface Names {
  member(memberId: number): MemberRef;
  customerName: string;
  /** The name of the way that has a channel mark; the mark itself when it has none. */
  wayName(channel: string): string;
}

/** The channel mark of an entry; null for one without. */
export function channelOf(row: TimelineEntryRow): string | null {
  return (row.detail as Detail).channel ?? null;
}

/**
 * One entry as the client gets it.
 *
 * @param followUp - the follow-up the entry shows, when it shows one
 * @returns null for a follow-up that is gone, and for a kind this version does not know
 */
export function presentTimelineEntry(
  row: TimelineEntryRow,
  names: Names,
  followUp: FollowUp | undefined,
): TimelineEntry | null {
  const base = { id: row.id, at: row.at.toISOString(), actor: presentActor(row, names) };
  const withMember = { ...base, member: names.member(row.memberId ?? 0) };
  const detail = row.detail as Detail;
  const mark = channelOf(row);
  const channel = mark === null ? null : names.wayName(mark);
  switch (row.kind) {
    case 'follow_up':
      return followUp === undefined ? null : { kind: 'follow_up', ...base, followUp };
    case 'added':
      return {
        kind: 'added',
        ...withMember,
        channel,
        addWay: detail.addWay ?? 0,
        isReturn: detail.isReturn === true,
      };
    case 'half_added':
      return { kind: 'half_added', ...withMember, channel };
    case 'tags_changed':
    case 'mobiles_changed':
      return {
        kind: row.kind,
        ...withMember,
        added: detail.added ?? [],
        removed: detail.removed ?? [],
      };
    case 'group_joined':
    case 'group_left':
      return presentGroupMove(row.kind, base, detail);
    case 'welcome':
      return {
        kind: 'welcome',
        ...withMember,
        outcome: WelcomeOutcome.catch('unclear').parse(detail.outcome),
        reason: WelcomeReason.nullable().catch(null).parse(detail.reason),
        errcode: detail.errcode ?? null,
      };
    case 'remark_changed':
    case 'description_changed':
    case 'company_changed':
      return { kind: row.kind, ...withMember, from: detail.from ?? '', to: detail.to ?? '' };
    case 'handover_started':
      return { kind: 'handover_started', ...withMember, to: taker(detail, names) };
    case 'handover_ended':
      return {
        kind: 'handover_ended',
        ...withMember,
        to: taker(detail, names),
        outcome: detail.outcome === 'done' || detail.outcome === 'refused' ? detail.outcome : 'failed',
      };
    case 'deleted_by_customer':
    case 'deleted_by_member':
    case 'transferred_away':
    case 'relation_lost':
      return { kind: row.kind, ...withMember };
    default:
      return null;
  }
}

function presentGroupMove(
  kind: 'group_joined' | 'group_left',
  base: { id: number; at: string; actor: TimelineActor },
  detail: Detail,
): TimelineEntry {
  const inGroup = { ...base, groupChat: { chatId: detail.chatId ?? '', name: detail.name ?? '' } };
  return kind === 'group_joined'
    ? {
        kind,
        ...inGroup,
        scene: GroupJoinScene.catch('unknown').parse(detail.scene),
        channel: detail.channel ?? null,
      }
    : { kind, ...inGroup, reason: GroupLeaveReason.catch('unknown').parse(detail.reason) };
}

/** Members that an entry names beside its own columns. */
export function membersNamedIn(row: Pick<TimelineEntryRow, 'detail'>): number[] {
  const { toMemberId } = row.detail as Detail;
  return toMemberId === undefined ? [] : [toMemberId];
}

function taker({ toMemberId = 0 }: Detail, names: Names): MemberRef {
  return names.member(toMemberId);
}

function presentActor(row: TimelineEntryRow, names: Names): TimelineActor {
  if (row.actorKind === 'member' && row.actorMemberId !== null) {
    return { kind: 'member', ...names.member(row.actorMemberId) };
  }
  if (row.actorKind === 'customer') {
    return { kind: 'customer', memberId: null, userId: '', name: names.customerName };
  }
  return { kind: row.actorKind === 'system' ? 'system' : 'platform', memberId: null, userId: '', name: '' };
}
