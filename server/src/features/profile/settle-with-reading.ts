import type { ProfileFieldName } from '@guanxi/shared/profile';
import type { Db } from '../../db/data-source.ts';
import { profileRepo } from './repository.ts';

/**
 * Weighs a reading that shows other values than we know against the changes made here: the last writer wins,
 * field by field. A change that is on its way stays; one that failed is given up, because somebody wrote
 * the field in WeCom after it.
 *
 * @param moved - relations, the fields in which the reading differs, and when it began
 * @returns by relation, the fields we wrote after the reading had begun, of which it cannot know
 */
export async function settleWithReading(
  db: Db,
  corpId: number,
  moved: readonly { relationId: number; fields: readonly ProfileFieldName[]; readAt: Date }[],
): Promise<Map<number, ProfileFieldName[]>> {
  const repo = profileRepo(db, corpId);
  const changes = await repo.findOfRelations(moved.map(({ relationId }) => relationId));
  const ours = new Map<number, ProfileFieldName[]>();
  for (const { relationId, fields, readAt } of moved) {
    const about = changes.filter((change) => change.relationId === relationId);
    const kept = fields.filter((field) =>
      about.some((change) => change.field === field && change.doneAt !== null && change.doneAt > readAt),
    );
    ours.set(relationId, kept);
    const given = fields.filter((field) =>
      about.some((change) => change.field === field && change.state === 'failed'),
    );
    if (given.length > 0) {
      await repo.deleteFailed(relationId, given);
    }
  }
  return ours;
}
