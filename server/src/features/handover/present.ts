import {
  type Handover,
  type HandoverItem,
  HandoverKind,
  HandoverReason,
  HandoverState,
} from '@guanxi/shared/handovers';
import type { ItemCount } from './repository.ts';
import { canRetry } from './rules.ts';
import type { HandoverItemRow, HandoverRow } from './table.ts';

/** A member by name; empty when unknown. */
export interface NamedMember {
  readonly memberId: number;
  readonly userId: string;
  readonly name: string;
}

/** A handover with how far it has come. */
export function presentHandover(
  row: HandoverRow,
  counts: readonly ItemCount[],
  person: (memberId: number) => NamedMember,
): Handover {
  return {
    id: row.id,
    kind: HandoverKind.parse(row.kind),
    from: person(row.fromMemberId),
    to: person(row.toMemberId),
    by: person(row.requestedBy),
    message: row.message,
    withGroupChats: row.withGroupChats,
    createdAt: row.createdAt.toISOString(),
    customers: countsOf(counts, 'customer'),
    chats: countsOf(counts, 'chat'),
    retryable: sum(counts.filter(canRetry)),
  };
}

function countsOf(counts: readonly ItemCount[], kind: string): Record<HandoverState, number> {
  const of = (state: HandoverState) => sum(counts.filter((one) => one.kind === kind && one.state === state));
  return Object.fromEntries(HandoverState.options.map((state) => [state, of(state)])) as Record<
    HandoverState,
    number
  >;
}

function sum(counts: readonly ItemCount[]): number {
  return counts.reduce((total, one) => total + one.count, 0);
}

/** One customer or chat of a handover. */
export function presentItem(row: HandoverItemRow, avatar: string | null): HandoverItem {
  const instant = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    kind: row.kind === 'chat' ? 'chat' : 'customer',
    name: row.name,
    externalUserId: row.kind === 'chat' ? null : row.subjectId,
    avatar,
    state: HandoverState.parse(row.state),
    reason: row.reason === null ? null : HandoverReason.parse(row.reason),
    errcode: row.errcode,
    dueAt: row.state === 'waiting' ? instant(row.dueAt) : null,
    settledAt: instant(row.settledAt),
    canRetry: canRetry(row),
  };
}
