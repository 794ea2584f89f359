import { SECOND } from '@guanxi/shared/time';
import type { TimelineKind } from '@guanxi/shared/timeline';
import type { Db } from '../../db/data-source.ts';
import { timelineRepo } from './repository.ts';

/** Something to be written into a customer's timeline. */
export interface NewTimelineEntry {
  readonly customerId: number;
  readonly at: Date;
  readonly kind: TimelineKind;
  readonly actorKind: 'member' | 'customer' | 'platform' | 'system';
  readonly actorMemberId: number | null;
  readonly memberId: number | null;
  readonly followUpId?: number;
  readonly detail: object;
  /** The same key twice is one entry. */
  readonly key: string;
}

/** A callback's second and the platform's own may differ by a little for one and the same act. */
const sameActMs = 5 * SECOND;

/** Writes entries. What was written before under the same key stays as it is. */
export async function recordTimeline(
  db: Db,
  corpId: number,
  entries: readonly NewTimelineEntry[],
): Promise<void> {
  if (entries.length === 0) {
    return;
  }
  await timelineRepo(db, corpId).addAll(
    entries.map(({ key, followUpId, ...entry }) => ({
      ...entry,
      followUpId: followUpId ?? null,
      entryKey: key,
    })),
  );
}

/** True when an act of this kind is told already, by an event or by a sync, within a few seconds. */
export async function isActTold(
  db: Db,
  corpId: number,
  act: { customerId: number; memberId: number; kind: TimelineKind; at: Date },
): Promise<boolean> {
  return timelineRepo(db, corpId).hasNear(act.customerId, {
    kind: act.kind,
    memberId: act.memberId,
    from: new Date(act.at.getTime() - sameActMs),
    to: new Date(act.at.getTime() + sameActMs),
  });
}

/** Takes a follow-up's entry out of the timeline, or puts it back. */
export async function setFollowUpHidden(
  db: Db,
  corpId: number,
  followUpId: number,
  hiddenAt: Date | null,
): Promise<void> {
  await timelineRepo(db, corpId).setHidden(followUpId, hiddenAt);
}
