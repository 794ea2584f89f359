import type { Corp } from './corp.ts';
import { mintTagId } from './corp.ts';
import { emitTagEvent } from './events.ts';
import type { App, Tag, TagGroup } from './types.ts';
import type { World } from './world.ts';

export interface NewTag {
  name: string;
  order?: number | undefined;
}

/** A group that is made with its first tags. */
export interface NewGroup {
  name: string;
  order?: number | undefined;
  strategyId?: number | undefined;
}

export interface TagChange {
  world: World;
  corp: Corp;
  /** The app whose call this is; undefined for the admin console. */
  app?: App | undefined;
}

const makeTag = ({ world, corp }: TagChange, { name, order }: NewTag): Tag => ({
  id: mintTagId(corp),
  name,
  createTime: world.clock.seconds(),
  order: order ?? 0,
  deleted: false,
});

/** Adds tags to a group, making the group when there is none. Returns the group and the new tags. */
export const addTags = (
  change: TagChange,
  into: TagGroup | NewGroup,
  newTags: readonly NewTag[],
): { group: TagGroup; tags: Tag[] } => {
  const { world, corp, app } = change;
  const tags = newTags.map((tag) => makeTag(change, tag));
  if ('id' in into) {
    for (const tag of tags) corp.tags.addTag(into, tag);
  } else {
    const created: TagGroup = {
      ...{ id: mintTagId(corp), name: into.name, createTime: world.clock.seconds() },
      ...{ order: into.order ?? 0, deleted: false, creator: app?.agentId ?? 'console', tags },
      ...(into.strategyId !== undefined && { strategyId: into.strategyId }),
    };
    corp.tags.add(created);
    emitTagEvent(world, corp, 'create', { id: created.id, group: created, tagType: 'tag_group' }, app);
    for (const { id } of tags)
      emitTagEvent(world, corp, 'create', { id, group: created, tagType: 'tag' }, app);
    world.touch(corp.corpId, 'tags');
    return { group: created, tags };
  }
  for (const { id } of tags) emitTagEvent(world, corp, 'create', { id, group: into, tagType: 'tag' }, app);
  world.touch(corp.corpId, 'tags');
  return { group: into, tags };
};

/** Renames or reorders a tag or a group. */
export const editTag = (
  { world, corp, app }: TagChange,
  target: Tag | TagGroup,
  values: { name?: string | undefined; order?: number | undefined },
): void => {
  if (values.name !== undefined) target.name = values.name;
  if (values.order !== undefined) target.order = values.order;
  const group = 'tags' in target ? target : corp.tags.find(target.id)?.group;
  emitTagEvent(
    world,
    corp,
    'update',
    { id: target.id, group, tagType: group === target ? 'tag_group' : 'tag' },
    app,
  );
  world.touch(corp.corpId, 'tags');
};

/** Deletes a tag; the last one takes its group with it, which is an event of its own. */
export const deleteTag = ({ world, corp, app }: TagChange, tagId: string): void => {
  const group = corp.tags.live(tagId)?.group;
  const isGroupGone = corp.tags.deleteTag(tagId);
  emitTagEvent(world, corp, 'delete', { id: tagId, group, tagType: 'tag' }, app);
  if (isGroupGone && group)
    emitTagEvent(world, corp, 'delete', { id: group.id, group, tagType: 'tag_group' }, app);
  world.touch(corp.corpId, 'tags');
};

/** Deletes a group: one event, none for its tags. */
export const deleteTagGroup = ({ world, corp, app }: TagChange, groupId: string): void => {
  const group = corp.tags.group(groupId);
  corp.tags.deleteGroup(groupId);
  emitTagEvent(world, corp, 'delete', { id: groupId, group, tagType: 'tag_group' }, app);
  world.touch(corp.corpId, 'tags');
};
