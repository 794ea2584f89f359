import type { FollowUp } from '@guanxi/shared/follow-ups';
import type { TimelineActor, TimelineEntry } from '@guanxi/shared/timeline';
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
  toMemberId?: number;
  outcome?: string;
}

interface Names {
  /** The member's name; empty when unknown. */
  memberName(memberId: number): string;
  customerName: string;
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
  const memberId = row.memberId ?? 0;
  const withMember = { ...base, member: { memberId, name: names.memberName(memberId) } };
  const detail = row.detail as Detail;
  const channel = detail.channel ?? null;
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
      return {
        kind: 'tags_changed',
        ...withMember,
        added: detail.added ?? [],
        removed: detail.removed ?? [],
      };
    case 'remark_changed':
      return { kind: 'remark_changed', ...withMember, from: detail.from ?? '', to: detail.to ?? '' };
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

/** Members that an entry names beside its own columns. */
export function membersNamedIn(row: Pick<TimelineEntryRow, 'detail'>): number[] {
  const { toMemberId } = row.detail as Detail;
  return toMemberId === undefined ? [] : [toMemberId];
}

function taker({ toMemberId = 0 }: Detail, names: Names): { memberId: number; name: string } {
  return { memberId: toMemberId, name: names.memberName(toMemberId) };
}

function presentActor(row: TimelineEntryRow, names: Names): TimelineActor {
  if (row.actorKind === 'member' && row.actorMemberId !== null) {
    return { kind: 'member', memberId: row.actorMemberId, name: names.memberName(row.actorMemberId) };
  }
  if (row.actorKind === 'customer') {
    return { kind: 'customer', memberId: null, name: names.customerName };
  }
  return { kind: 'platform', memberId: null, name: '' };
}
