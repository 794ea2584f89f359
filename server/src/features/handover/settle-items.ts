import type { HandoverReason, HandoverState } from '@guanxi/shared/handovers';
import type { Db } from '../../db/data-source.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { handoversRepo, unassignedRepo } from './repository.ts';
import { acceptedAfterMs } from './rules.ts';
import type { HandoverItemRow, HandoverRow } from './table.ts';

/** How one item goes on. */
export interface Settlement {
  readonly itemId: number;
  readonly state: HandoverState;
  readonly reason: HandoverReason | null;
  readonly errcode?: number | null;
  /** When it happened, or will by itself; unknown when left out. */
  readonly at?: Date | null;
}

const open = ['pending', 'waiting'];

/**
 * Writes how items of a handover go on, and tells the ends in the customers' timelines. What has ended already
 * stays as it is, so that an event and a reading of one and the same end are one.
 */
export async function settleItems(
  db: Db,
  handover: HandoverRow,
  settlements: readonly Settlement[],
  now: Date,
): Promise<void> {
  const groups = new Map<string, Settlement[]>();
  for (const settlement of settlements) {
    const key = JSON.stringify({ ...settlement, itemId: 0 });
    groups.set(key, [...(groups.get(key) ?? []), settlement]);
  }
  for (const [first, ...rest] of groups.values() as Iterable<[Settlement, ...Settlement[]]>) {
    const ids = [first, ...rest].map((one) => one.itemId);
    const changed = await handoversRepo(db, handover.corpId).changeItems(ids, open, changeOf(first, now));
    await forgetUnassigned(db, handover, changed);
    await recordEnds(db, handover, changed);
  }
}

function changeOf(settlement: Settlement, now: Date) {
  const { state, reason, errcode = null, at = null } = settlement;
  const base = { state, reason, errcode, calledAt: null };
  return state === 'waiting'
    ? { ...base, startedAt: now, dueAt: at ?? new Date(now.getTime() + acceptedAfterMs) }
    : { ...base, settledAt: state === 'done' ? (at ?? now) : now };
}

/** Who is being handed over waits for nobody any more; the platform's own list says the same. */
async function forgetUnassigned(
  db: Db,
  handover: HandoverRow,
  items: readonly HandoverItemRow[],
): Promise<void> {
  const customerIds = items
    .filter((item) => item.state === 'waiting' || item.state === 'done')
    .flatMap((item) => item.customerId ?? []);
  if (handover.kind === 'resigned' && customerIds.length > 0) {
    await unassignedRepo(db, handover.corpId).remove(handover.fromMemberId, customerIds);
  }
}

async function recordEnds(db: Db, handover: HandoverRow, items: readonly HandoverItemRow[]): Promise<void> {
  await recordTimeline(
    db,
    handover.corpId,
    items
      .filter((item) => item.settledAt !== null && item.customerId !== null)
      .map((item) => ({
        customerId: item.customerId ?? 0,
        at: item.settledAt ?? handover.createdAt,
        kind: 'handover_ended' as const,
        actorKind: item.state === 'refused' ? ('customer' as const) : ('platform' as const),
        actorMemberId: null,
        memberId: handover.fromMemberId,
        detail: { toMemberId: handover.toMemberId, outcome: item.state },
        key: `handover_ended:${item.id}:${item.attempt}`,
      })),
  );
}
