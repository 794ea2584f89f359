import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';

/** What the reader wants of a tag. */
export type TagWish = 'add' | 'remove';

/** A wish that has not reached the server: still here, or refused. */
export interface LocalChange {
  wish: TagWish;
  /** Message key of why it was not taken; null while it is being sent. */
  causeKey: string | null;
}

export type LocalChanges = ReadonlyMap<string, LocalChange>;

/** Whether the customer has the tag in the reader's eyes: what is being removed counts as gone. */
export const isOn = (tag: CustomerTag) => tag.change !== 'remove';

type TagName = Pick<CustomerTag, 'name' | 'groupName' | 'kind'>;

function namesOf(groups: TagGroup[]): Map<string, TagName> {
  return new Map(
    groups.flatMap((group) =>
      group.tags.map(
        (tag) => [tag.tagId, { name: tag.name, groupName: group.name, kind: group.kind }] as const,
      ),
    ),
  );
}

function changed(tag: CustomerTag, change: LocalChange): CustomerTag {
  return {
    ...tag,
    change: change.wish,
    state: change.causeKey ? 'failed' : 'pending',
    failure: change.causeKey ? { errcode: null, message: change.causeKey, attempts: 1 } : null,
  };
}

/**
 * The server's tags with the reader's own changes laid over them.
 *
 * @param base - the tags as the server last told
 * @param changes - by tag id, what has not arrived there yet
 * @param groups - the tag library, for the names of tags that are new on this customer
 */
export function mergeTags(base: CustomerTag[], changes: LocalChanges, groups: TagGroup[]): CustomerTag[] {
  const left = new Map(changes);
  const merged = base.map((tag) => {
    const change = tag.tagId === null ? undefined : left.get(tag.tagId);
    if (!change || tag.tagId === null) return tag;
    left.delete(tag.tagId);
    return changed(tag, change);
  });
  const names = namesOf(groups);
  for (const [tagId, change] of left) {
    const name = names.get(tagId);
    if (!name || change.wish === 'remove') continue;
    merged.push(changed({ tagId, ...name, state: 'synced', change: null, failure: null }, change));
  }
  return merged;
}

const rank = { failed: 0, pending: 1, synced: 2 } as const;

/** Tags as a row shows them: what failed first, then what is on its way, then the rest. */
export function orderTags(tags: CustomerTag[]): CustomerTag[] {
  return [...tags].sort((a, b) => rank[a.state] - rank[b.state]);
}

/** How many of a row's tags fit whole, left to right; the first always counts. */
export function countFitting(widths: number[], available: number, gap: number): number {
  let used = 0;
  for (const [index, width] of widths.entries()) {
    used += width + (index > 0 ? gap : 0);
    if (used > available) return Math.max(1, index);
  }
  return widths.length;
}

/** The groups with only those tags whose name holds the text; a group's own name matches all of it. */
export function filterGroups(groups: TagGroup[], text: string): TagGroup[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return groups;
  const holds = (name: string) => name.toLowerCase().includes(wanted);
  return groups
    .map((group) =>
      holds(group.name) ? group : { ...group, tags: group.tags.filter((tag) => holds(tag.name)) },
    )
    .filter((group) => group.tags.length > 0);
}

/** What a tap on a tag asks for, given how it stands. */
export function wishFor(tag: CustomerTag | undefined): TagWish {
  return tag && isOn(tag) ? 'remove' : 'add';
}

/** Why tags cannot change, as a key under `tags.disabled`. */
export function tagsDisabledKey(
  status: string | null,
): 'no_relation' | 'ended' | 'half' | 'transferred' | 'other' {
  if (status === null) return 'no_relation';
  if (status === 'half' || status === 'transferred') return status;
  return status === 'active' ? 'other' : 'ended';
}
