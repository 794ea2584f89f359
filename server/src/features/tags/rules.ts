import type { CustomerTag } from '@guanxi/shared/tags';
import type { NamedRelationTag, TagChangeState } from './repository.ts';

/**
 * What a member sees: the platform's tags with what they changed laid over it. A tag on its way is
 * shown as wanted; one that failed is shown with its reason; a tag being removed stays until the
 * platform has let it go.
 */
export function mergeTags(
  known: readonly NamedRelationTag[],
  changes: readonly (NamedRelationTag & TagChangeState)[],
  personal: readonly { name: string; groupName: string }[],
): CustomerTag[] {
  const changed = new Map(changes.map((change) => [change.tagId, change]));
  const knownIds = new Set(known.map((tag) => tag.tagId));
  return [
    ...known.map((tag) => asCustomerTag(tag, changed.get(tag.tagId))),
    ...changes.filter((change) => !knownIds.has(change.tagId)).map((change) => asCustomerTag(change, change)),
    ...personal.map(
      (tag): CustomerTag => ({
        ...tag,
        tagId: null,
        kind: 'personal',
        state: 'synced',
        change: null,
        failure: null,
      }),
    ),
  ];
}

function asCustomerTag(tag: NamedRelationTag, change: TagChangeState | undefined): CustomerTag {
  const base = { tagId: tag.tagId, name: tag.name, groupName: tag.groupName, kind: tag.kind };
  if (change === undefined) {
    return { ...base, state: 'synced', change: null, failure: null };
  }
  const isFailed = change.state === 'failed';
  return {
    ...base,
    state: isFailed ? 'failed' : 'pending',
    change: change.wanted === 'add' ? 'add' : 'remove',
    failure: isFailed
      ? { errcode: change.errcode, message: change.failure ?? '', attempts: change.attempts }
      : null,
  };
}

/**
 * What of a request really changes something, given what the platform has.
 *
 * @param underWay - tags with a change that may be at the platform at this moment; the opposite one must
 * follow it, whatever the platform had before
 */
export function neededChanges(
  request: { add: readonly string[]; remove: readonly string[] },
  known: ReadonlySet<string>,
  underWay: ReadonlySet<string>,
): { wanted: Map<string, 'add' | 'remove'>; settled: string[] } {
  const wanted = new Map<string, 'add' | 'remove'>();
  const settled: string[] = [];
  // A tag in both lists ends removed: the later list is the later tap.
  for (const [tagId, change] of [
    ...request.add.map((tagId) => [tagId, 'add'] as const),
    ...request.remove.map((tagId) => [tagId, 'remove'] as const),
  ]) {
    wanted.set(tagId, change);
  }
  for (const [tagId, change] of wanted) {
    if (known.has(tagId) === (change === 'add') && !underWay.has(tagId)) {
      wanted.delete(tagId);
      settled.push(tagId);
    }
  }
  return { wanted, settled };
}

/** What a reading of the corp's tags showed to be different. */
export interface TagListTally {
  readonly added: number;
  /** Renamed, or moved to another group. */
  readonly changed: number;
  readonly removed: number;
}

type ListedTag = { readonly tagId: string; readonly groupId: string; readonly name: string };

/** Compares the corp's tags as they were with those the platform lists. */
export function tallyTags(before: readonly ListedTag[], after: readonly ListedTag[]): TagListTally {
  const known = new Map(before.map((tag) => [tag.tagId, tag]));
  const listed = new Set(after.map((tag) => tag.tagId));
  const isOther = (tag: ListedTag) => {
    const was = known.get(tag.tagId);
    return was !== undefined && (was.name !== tag.name || was.groupId !== tag.groupId);
  };
  return {
    added: after.filter((tag) => !known.has(tag.tagId)).length,
    changed: after.filter(isOther).length,
    removed: before.filter((tag) => !listed.has(tag.tagId)).length,
  };
}

/** Where a member stands: their departments with everything above them. */
export interface StrategyPlace {
  readonly userId: string;
  readonly departmentIds: ReadonlySet<number>;
}

/** Whether a strategy group is for a member: they are named, or a department of theirs or one above it is. */
export function isInStrategy(
  strategy: { readonly userIds: readonly string[]; readonly departmentIds: readonly number[] },
  place: StrategyPlace,
): boolean {
  return (
    strategy.userIds.includes(place.userId) ||
    strategy.departmentIds.some((departmentId) => place.departmentIds.has(departmentId))
  );
}
