import { z } from 'zod';
import { readAs } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { type CorpTagGroup, corpTagGroup } from './tags.ts';

/** At most 30 characters; larger order is shown earlier. */
export type NewTag = { name: string; order?: number | undefined };

export type AddTagsRequest = {
  /** An existing group by id, or a group by name, which is made if there is none. */
  group: { groupId: string } | { name: string; order?: number | undefined };
  /** At least one. */
  tags: readonly NewTag[];
};

/** A tag or a group; what is not given stays. */
export type EditTagRequest = {
  id: string;
  name?: string | undefined;
  order?: number | undefined;
};

/** Not none of both; the last tag takes its group along. */
export type DeleteTagsRequest = {
  tagIds?: readonly string[] | undefined;
  groupIds?: readonly string[] | undefined;
};

export const groupBody = (group: AddTagsRequest['group']) =>
  'groupId' in group ? { group_id: group.groupId } : { group_name: group.name, order: group.order };

/**
 * Makes tags.
 * @returns the group with only the tags that are new
 * @throws {WecomError} 40071 (`stop`): the name exists; read the tags again and use it
 * @see https://developer.work.weixin.qq.com/document/path/92117
 */
export async function addCorpTags(
  call: CorpCall,
  request: AddTagsRequest,
  options?: CallOptions,
): Promise<CorpTagGroup> {
  const api = 'externalcontact/add_corp_tag';
  const body = { ...groupBody(request.group), tag: request.tags };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  return readAs(api, z.object({ tag_group: corpTagGroup }), answer).tag_group;
}

/**
 * @throws {WecomError} 81011 (`stop`): made by another app or in the console
 * @see https://developer.work.weixin.qq.com/document/path/92117
 */
export async function editCorpTag(
  call: CorpCall,
  request: EditTagRequest,
  options?: CallOptions,
): Promise<void> {
  await call({ api: 'externalcontact/edit_corp_tag', method: 'POST', body: request }, options);
}

/**
 * Deletes tags and groups, and takes the tags off every customer.
 * @throws {WecomError} 81011 (`stop`): made by another app or in the console
 * @see https://developer.work.weixin.qq.com/document/path/92117
 */
export async function deleteCorpTags(
  call: CorpCall,
  request: DeleteTagsRequest,
  options?: CallOptions,
): Promise<void> {
  const body = { tag_id: request.tagIds, group_id: request.groupIds };
  await call({ api: 'externalcontact/del_corp_tag', method: 'POST', body }, options);
}
