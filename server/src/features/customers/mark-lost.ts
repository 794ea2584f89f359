import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { recordTimeline } from '../timeline/record-timeline.ts';
import { unindexRelations } from './index-relations.ts';
import { isCurrent } from './relation-rules.ts';
import { customersRepo } from './repository.ts';

/**
 * Marks the relations that a complete listing did not show as lost. Call it only after everything was
 * read: an error must never look like an empty list.
 *
 * @param options.startedAt - what changed after the run began is left to its own callback
 * @param options.isTooMany - says whether a number of losses must be refused; then nothing changes
 */
export async function markUnseenLost(
  db: Db,
  corpId: number,
  options: {
    keyring: Keyring;
    memberIds: readonly number[];
    runId: number;
    startedAt: Date;
    now: Date;
    isTooMany: (count: number) => boolean;
  },
): Promise<{ count: number; isRefused: boolean }> {
  const repo = customersRepo(db, corpId);
  const unseen = await repo.findUnseen(options.memberIds, options.runId, options.startedAt);
  // A half-add is never listed, so its absence tells nothing.
  const lost = unseen.filter((row) => isCurrent(row.status) && row.status !== 'half');
  if (options.isTooMany(lost.length)) {
    return { count: lost.length, isRefused: true };
  }
  await repo.upsertRelations(
    lost.map(({ id: _id, corpId: _corpId, ...row }) => ({
      ...row,
      status: 'lost',
      statusAt: options.now,
      endedAt: row.endedAt ?? options.now,
    })),
  );
  await unindexRelations(db, { corpId, keyring: options.keyring }, lost);
  await recordTimeline(
    db,
    corpId,
    lost.map((row) => ({
      customerId: row.customerId,
      at: options.now,
      kind: 'relation_lost',
      actorKind: 'platform',
      actorMemberId: null,
      memberId: row.memberId,
      detail: {},
      key: `relation_lost:${row.id}:${options.now.getTime()}`,
    })),
  );
  return { count: lost.length, isRefused: false };
}

/** How many customers and relations the corp has now. */
export async function countCurrent(
  db: Db,
  corpId: number,
): Promise<{ customers: number; relations: number }> {
  return customersRepo(db, corpId).countCurrent();
}
