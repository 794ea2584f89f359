import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { unindexRelations } from './index-relations.ts';
import { customersRepo } from './repository.ts';

/**
 * A complete listing of members' customers. What it did not show is lost, unless the platform was seen to list it
 * since, or something changed after the listing began, which is left to its own callback.
 */
export interface CompleteListing {
  readonly runId: number;
  readonly startedAt: Date;
  /** Customers the platform shows nothing of, whatever became of them. */
  readonly notShown: ReadonlySet<number>;
}

/**
 * How many relations of each of these members a complete listing did not show. Call it only after everything of
 * theirs was read: an error must never look like an empty list. A half-add is never listed and does not count.
 *
 * @param memberIds - at most some hundreds
 * @returns members without any are left out
 */
export function countUnseen(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
  listing: CompleteListing,
): Promise<Map<number, number>> {
  return customersRepo(db, corpId).countUnseen(memberIds, listing);
}

/**
 * Marks at most `limit` of these relations as lost, with their entries in the timelines.
 *
 * @returns how many; fewer than `limit` when no more is left
 */
export async function markUnseenLost(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
  options: { keyring: Keyring; listing: CompleteListing; limit: number; now: Date },
): Promise<number> {
  const { listing, limit, now } = options;
  const repo = customersRepo(db, corpId);
  const lost = await repo.holdUnseen(memberIds, listing, limit);
  await repo.markLost(
    lost.map((row) => row.id),
    now,
  );
  await unindexRelations(db, { corpId, keyring: options.keyring }, lost);
  await recordTimeline(
    db,
    corpId,
    lost.map((row) => ({
      customerId: row.customerId,
      at: now,
      kind: 'relation_lost',
      actorKind: 'platform',
      actorMemberId: null,
      memberId: row.memberId,
      detail: {},
      key: `relation_lost:${row.id}:${now.getTime()}`,
    })),
  );
  return lost.length;
}

/** How many current relations these members have here; of at most some hundreds. */
export function countRelationsOf(db: Db, corpId: number, memberIds: readonly number[]): Promise<number> {
  return customersRepo(db, corpId).countCurrentOf(memberIds);
}
