import type { FollowUp } from '@guanxi/shared/follow-ups';
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
  outcome?: string;
  reason?: string | null;
  errcode?: number | null;
}

interface Names {
  /** The member's name; empty when unknown. */
  memberName(memberId: number): string;
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
  const memberId = row.memberId ?? 0;
  const withMember = { ...base, member: { memberId, name: names.memberName(memberId) } };
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
      return {
        kind: 'tags_changed',
        ...withMember,
        added: detail.added ?? [],
        removed: detail.removed ?? [],
      };
    case 'welcome':
      return {
        kind: 'welcome',
        ...withMember,
        outcome: WelcomeOutcome.catch('unclear').parse(detail.outcome),
        reason: WelcomeReason.nullable().catch(null).parse(detail.reason),
        errcode: detail.errcode ?? null,
      };
    case 'remark_changed':
      return { kind: 'remark_changed', ...withMember, from: detail.from ?? '', to: detail.to ?? '' };
    case 'deleted_by_customer':
    case 'deleted_by_member':
    case 'transferred_away':
    case 'relation_lost':
      return { kind: row.kind, ...withMember };
    default:
      return null;
  }
}

function presentActor(row: TimelineEntryRow, names: Names): TimelineActor {
  if (row.actorKind === 'member' && row.actorMemberId !== null) {
    return { kind: 'member', memberId: row.actorMemberId, name: names.memberName(row.actorMemberId) };
  }
  if (row.actorKind === 'customer') {
    return { kind: 'customer', memberId: null, name: names.customerName };
  }
  return { kind: row.actorKind === 'system' ? 'system' : 'platform', memberId: null, name: '' };
}
