import type { Tag, TagGroup } from './types.ts';

/** Corp tags 企业标签. Deleted ones stay, flagged: a query by id still shows them. */
export interface TagStore {
  groups: TagGroup[];
  group(id: string): TagGroup | undefined;
  liveGroup(id: string): TagGroup | undefined;
  /** A tag that is not deleted, with its group. */
  live(tagId: string): { tag: Tag; group: TagGroup } | undefined;
  find(tagId: string): { tag: Tag; group: TagGroup } | undefined;
  /** Names are told apart inside one strategy, and among the tags of the whole corp. */
  liveByName(groupName: string, strategyId?: number): TagGroup | undefined;
  /** The groups of one strategy, of all of them, or of the whole corp. */
  groupsOf(strategy: number | 'strategies' | 'corp'): TagGroup[];
  liveCount(): number;
  add(group: TagGroup): void;
  addTag(group: TagGroup, tag: Tag): void;
  /** Deletes a tag; its group goes with the last one. Returns whether the group went. */
  deleteTag(tagId: string): boolean;
  deleteGroup(groupId: string): void;
}

export const createTagStore = (): TagStore => {
  const groups: TagGroup[] = [];
  const byTag = new Map<string, { tag: Tag; group: TagGroup }>();
  const group = (id: string) => groups.find((g) => g.id === id);
  const live = (tagId: string) => {
    const found = byTag.get(tagId);
    return found && !found.tag.deleted && !found.group.deleted ? found : undefined;
  };
  return {
    groups,
    group,
    liveGroup: (id) => groups.find((g) => g.id === id && !g.deleted),
    live,
    find: (tagId) => byTag.get(tagId),
    liveByName: (name, strategyId) =>
      groups.find((g) => g.name === name && g.strategyId === strategyId && !g.deleted),
    groupsOf: (strategy) =>
      groups.filter(({ strategyId }) => {
        if (strategy === 'corp') return strategyId === undefined;
        return strategy === 'strategies' ? strategyId !== undefined : strategyId === strategy;
      }),
    liveCount: () => [...byTag.keys()].filter((id) => live(id)).length,
    add(added) {
      groups.push(added);
      for (const tag of added.tags) byTag.set(tag.id, { tag, group: added });
    },
    addTag(to, tag) {
      to.tags.push(tag);
      byTag.set(tag.id, { tag, group: to });
    },
    deleteTag(tagId) {
      const found = live(tagId);
      if (!found) return false;
      found.tag.deleted = true;
      if (found.group.tags.some((tag) => !tag.deleted)) return false;
      found.group.deleted = true;
      return true;
    },
    deleteGroup(groupId) {
      const found = group(groupId);
      if (!found) return;
      found.deleted = true;
      for (const tag of found.tags) tag.deleted = true;
    },
  };
};
