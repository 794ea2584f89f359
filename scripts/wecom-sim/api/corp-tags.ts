import {
  addTags,
  deleteTag,
  deleteTagGroup,
  editTag,
  type NewGroup,
  type NewTag,
} from '../world/edit-tags.ts';
import type { Tag, TagGroup } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam } from './errors.ts';
import { charCount, optionalInt, optionalText, textList } from './params.ts';

const MAX_NAME = 30;
const ORDER_END = 2 ** 32;

const presentTag = (tag: Tag) => ({
  id: tag.id,
  name: tag.name,
  create_time: tag.createTime,
  order: tag.order,
});

/** A group with these tags. */
export const presentGroup = (group: TagGroup, tags: readonly Tag[]) => ({
  group_id: group.id,
  group_name: group.name,
  create_time: group.createTime,
  order: group.order,
  tag: tags.map(presentTag),
});

/** Larger orders first, as the client lists them. */
export const sorted = <T extends { order: number }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => b.order - a.order);

const withDeleted = (group: TagGroup, tags: readonly Tag[]) => ({
  ...presentGroup(group, []),
  deleted: group.deleted,
  tag: sorted(tags).map((tag) => ({ ...presentTag(tag), deleted: tag.deleted })),
});

/** The groups that a listing asks for, with the tags it asks for; without ids all that live. */
export const asked = (
  groups: readonly TagGroup[],
  body: Record<string, unknown>,
): { group: TagGroup; tags: Tag[] }[] => {
  const groupIds = textList(body, 'group_id');
  const tagIds = textList(body, 'tag_id');
  if (groupIds.length > 0) {
    return sorted(groups.filter((group) => groupIds.includes(group.id))).map((group) => ({
      ...{ group, tags: group.tags },
    }));
  }
  if (tagIds.length > 0) {
    return groups
      .map((group) => ({ group, tags: group.tags.filter((tag) => tagIds.includes(tag.id)) }))
      .filter(({ tags }) => tags.length > 0);
  }
  return sorted(groups.filter((group) => !group.deleted)).map((group) => ({
    ...{ group, tags: group.tags.filter((tag) => !tag.deleted) },
  }));
};

const list = ({ corp, body }: Call) => ({
  tag_group: asked(corp.tags.groupsOf('corp'), body).map(({ group, tags }) => withDeleted(group, tags)),
});

const orderOf = (body: Record<string, unknown>): number | undefined => {
  const order = optionalInt(body, 'order');
  if (order !== undefined && (order < 0 || order >= ORDER_END)) throw invalidParam('order');
  return order;
};

const checkName = (name: string): string => {
  if (name === '' || charCount(name) > MAX_NAME) throw new ApiError(40072);
  return name;
};

/** The tags of a request; the same name twice counts once. */
const newTags = (body: Record<string, unknown>): NewTag[] => {
  const rows: unknown = body.tag;
  if (!Array.isArray(rows) || rows.length === 0) throw invalidParam('tag');
  const byName = new Map<string, NewTag>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) throw invalidParam('tag');
    const fields: Record<string, unknown> = { ...row };
    const name = checkName(optionalText(fields, 'name') ?? '');
    if (!byName.has(name)) byName.set(name, { name, order: orderOf(fields) });
  }
  return [...byName.values()];
};

const targetGroup = ({ corp, body }: Call, strategyId?: number): TagGroup | NewGroup => {
  const groupId = optionalText(body, 'group_id');
  if (groupId) {
    const group = corp.tags.liveGroup(groupId);
    if (!group || group.strategyId !== strategyId) throw new ApiError(40068);
    return group;
  }
  const name = optionalText(body, 'group_name');
  if (!name) throw invalidParam('group_name');
  return corp.tags.liveByName(checkName(name), strategyId) ?? { name, order: orderOf(body), strategyId };
};

/** Adds tags of the whole corp, or of a strategy. */
export const add = (call: Call, strategyId?: number) => {
  const tags = newTags(call.body);
  const into = targetGroup(call, strategyId);
  const taken = 'id' in into ? into.tags.filter((tag) => !tag.deleted).map((tag) => tag.name) : [];
  if (tags.some((tag) => taken.includes(tag.name))) throw new ApiError(40071);
  if (call.corp.tags.liveCount() + tags.length > call.faults.switches.tagCap) throw new ApiError(40126);
  const added = addTags(call, into, tags);
  return { tag_group: presentGroup(added.group, added.tags) };
};

/** A group or tag this app may change: 81011 for those of the admin console and of other apps. */
const own = (
  { corp, app }: Call,
  id: string,
  kind: 'corp' | 'strategies',
): { group: TagGroup; tag?: Tag } => {
  const found = corp.tags.live(id);
  const group = found?.group ?? corp.tags.liveGroup(id);
  if (!group || !corp.tags.groupsOf(kind).includes(group)) throw new ApiError(40068);
  if (group.creator !== app.agentId && app.kind !== 'customer-contact') throw new ApiError(81011);
  return found ?? { group };
};

/** Renames or reorders a tag or a group. */
export const edit = (call: Call, kind: 'corp' | 'strategies') => {
  const id = optionalText(call.body, 'id');
  if (!id) throw new ApiError(40068);
  const { group, tag } = own(call, id, kind);
  const name = optionalText(call.body, 'name');
  if (name !== undefined) {
    const others = tag ? group.tags : call.corp.tags.groupsOf(group.strategyId ?? 'corp');
    const isTaken = others.some(
      (other) => other.id !== id && !other.deleted && other.name === checkName(name),
    );
    if (isTaken) throw new ApiError(40071);
  }
  editTag(call, tag ?? group, { name, order: orderOf(call.body) });
  return {};
};

/** Deletes tags and groups. */
export const remove = (call: Call, kind: 'corp' | 'strategies') => {
  const tagIds = textList(call.body, 'tag_id');
  const groupIds = textList(call.body, 'group_id');
  if (tagIds.length + groupIds.length === 0) throw invalidParam('tag_id');
  // Everything is checked before anything is deleted.
  for (const id of [...tagIds, ...groupIds]) own(call, id, kind);
  for (const id of tagIds) deleteTag(call, id);
  for (const id of groupIds) if (call.corp.tags.liveGroup(id)) deleteTagGroup(call, id);
  return {};
};

/** Corp tags 企业客户标签 (developer.work.weixin.qq.com/document/path/92117). */
export const corpTagEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/get_corp_tag_list': {
    ...{ page: 92117, method: 'POST', permission: 'customers', empty: { tag_group: [] } },
    handle: list,
  },
  '/cgi-bin/externalcontact/add_corp_tag': {
    ...{ page: 92117, method: 'POST', permission: 'tags' },
    handle: (call) => add(call),
  },
  '/cgi-bin/externalcontact/edit_corp_tag': {
    ...{ page: 92117, method: 'POST', permission: 'tags' },
    handle: (call) => edit(call, 'corp'),
  },
  '/cgi-bin/externalcontact/del_corp_tag': {
    page: 92117,
    method: 'POST',
    permission: 'tags',
    handle: (call) => remove(call, 'corp'),
  },
};
