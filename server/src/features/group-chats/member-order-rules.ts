import type { GroupMember } from '@guanxi/shared/group-chats';

const ranks: Record<GroupMember['standing'], number> = {
  mine: 0,
  in_scope: 1,
  colleague: 2,
  member: 3,
  stranger: 4,
};

/**
 * Known customers first: the viewer's, those in scope, colleagues'; then our members, the owner before the others;
 * then strangers. Within each the newest comes last.
 */
export function byStandingThenJoining(a: GroupMember, b: GroupMember): number {
  return (
    ranks[a.standing] - ranks[b.standing] ||
    Number(b.isOwner) - Number(a.isOwner) ||
    a.joinedAt.localeCompare(b.joinedAt) ||
    a.id - b.id
  );
}

/** A page of a list that is at hand as a whole; the position is what the page before ended with. */
export function pageOfList<Item>(
  items: readonly Item[],
  start: number,
  limit: number,
): { items: Item[]; next: number | null } {
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? end : null };
}
