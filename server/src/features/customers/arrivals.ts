import type { Arrival } from '../contact-ways/tag-arrivals.ts';
import type { RelationChange } from './reading.ts';

/**
 * Those of the changes by which somebody became a contact, or did so again, with a channel mark. Somebody half added
 * has not arrived before the member confirms.
 */
export function arrivalsOf(
  changes: readonly Pick<RelationChange, 'relationId' | 'known' | 'row'>[],
): Arrival[] {
  return changes.flatMap(({ relationId, known, row }) => {
    const { channel, followedAt } = row;
    const isNews =
      known === null ||
      known.status !== row.status ||
      known.channel !== channel ||
      known.followedAt.getTime() !== followedAt.getTime();
    return isNews && row.status === 'active' && channel !== null && channel !== ''
      ? [{ relationId, channel, followedAt }]
      : [];
  });
}
