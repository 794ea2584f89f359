import type { Corp } from '../world/corp.ts';
import { addTags, deleteTag, deleteTagGroup, editTag, type NewTag } from '../world/edit-tags.ts';
import { emitTagEvent } from '../world/events.ts';
import type { World } from '../world/world.ts';
import { ImpossibleAct } from './pair.ts';

const corpOf = (world: World, corpId: string): Corp => {
  const corp = world.corps.get(corpId);
  if (!corp) throw new ImpossibleAct(`no corp ${corpId}`);
  return corp;
};

export interface TagCreation {
  groupId?: string | undefined;
  groupName?: string | undefined;
  /** The top strategy group 规则组 whose tags they are. */
  strategyId?: number | undefined;
  tags: NewTag[];
}

/** The admin adds tags in the console; an app may apply them, but not change them. */
export const adminCreatesTag = (
  world: World,
  corpId: string,
  creation: TagCreation,
): { groupId: string; tagIds: string[] } => {
  const corp = corpOf(world, corpId);
  const byId = creation.groupId === undefined ? undefined : corp.tags.liveGroup(creation.groupId);
  if (creation.groupId !== undefined && !byId) throw new ImpossibleAct(`no tag group ${creation.groupId}`);
  const name = creation.groupName ?? '';
  const { strategyId } = creation;
  if (strategyId !== undefined && corp.strategies.get(strategyId)?.parentId !== 0)
    throw new ImpossibleAct(`no top strategy ${strategyId}`);
  const into = byId ?? corp.tags.liveByName(name, strategyId) ?? { name, strategyId };
  if (into.name === '' || creation.tags.length === 0)
    throw new ImpossibleAct('a group needs a name and a tag');
  const { group, tags } = addTags({ world, corp }, into, creation.tags);
  return { groupId: group.id, tagIds: tags.map((tag) => tag.id) };
};

/** The admin renames or reorders a tag or a group. */
export const adminRenamesTag = (
  world: World,
  corpId: string,
  { id, name, order }: { id: string; name?: string | undefined; order?: number | undefined },
): void => {
  const corp = corpOf(world, corpId);
  const target = corp.tags.live(id)?.tag ?? corp.tags.liveGroup(id);
  if (!target) throw new ImpossibleAct(`no tag ${id}`);
  editTag({ world, corp }, target, { name, order });
};

/** The admin deletes a tag or a whole group. */
export const adminDeletesTag = (world: World, corpId: string, { id }: { id: string }): void => {
  const corp = corpOf(world, corpId);
  if (corp.tags.live(id)) deleteTag({ world, corp }, id);
  else if (corp.tags.liveGroup(id)) deleteTagGroup({ world, corp }, id);
  else throw new ImpossibleAct(`no tag ${id}`);
};

/** The admin changes the order of the tags of a group, or of all groups when no group is named. */
export const adminShufflesTags = (
  world: World,
  corpId: string,
  { groupId = '' }: { groupId?: string },
): void => {
  const corp = corpOf(world, corpId);
  const group = corp.tags.liveGroup(groupId);
  const list = groupId === '' ? corp.tags.groups : (group?.tags ?? []);
  for (const [index, item] of list.entries()) item.order = index;
  emitTagEvent(world, corp, 'shuffle', { id: groupId, group });
  world.touch(corpId, 'tags');
};

export interface StrategyWish {
  /** Absent for a new one. */
  id?: number | undefined;
  parentId?: number | undefined;
  name?: string | undefined;
  users?: string[] | undefined;
  departments?: number[] | undefined;
}

/** The admin makes a strategy group 规则组 of members and departments, or changes who is in one. No app is told. */
export const adminSavesStrategy = (world: World, corpId: string, wish: StrategyWish): { id: number } => {
  const corp = corpOf(world, corpId);
  const old = wish.id === undefined ? undefined : corp.strategies.get(wish.id);
  if (wish.id !== undefined && !old) throw new ImpossibleAct(`no strategy ${wish.id}`);
  const parentId = wish.parentId ?? old?.parentId ?? 0;
  if (parentId !== 0 && !corp.strategies.has(parentId)) throw new ImpossibleAct(`no strategy ${parentId}`);
  const id = old?.id ?? Math.max(0, ...corp.strategies.keys()) + 1;
  corp.strategies.set(id, {
    ...{
      id,
      parentId,
      name: wish.name ?? old?.name ?? '规则组',
      createTime: old?.createTime ?? world.clock.seconds(),
    },
    ...{ admins: old?.admins ?? [], users: wish.users ?? old?.users ?? [] },
    departments: wish.departments ?? old?.departments ?? [],
  });
  world.touch(corpId, 'tags');
  return { id };
};
