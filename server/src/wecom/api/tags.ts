import { z } from 'zod';
import { flag, instant, list, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

export type CorpTag = {
  tagId: string;
  name: string;
  /** Larger is shown earlier. */
  order: number;
  createdAt: Date;
  /** Only ever true when the tag was asked for by id. */
  deleted: boolean;
};

export type CorpTagGroup = {
  groupId: string;
  name: string;
  /** Larger is shown earlier. */
  order: number;
  createdAt: Date;
  /** Only ever true when the group was asked for by id. */
  deleted: boolean;
  tags: CorpTag[];
};

export type ListCorpTagsRequest = {
  /** Only these tags, inside their groups; ignored when `groupIds` is given too. */
  tagIds?: readonly string[] | undefined;
  groupIds?: readonly string[] | undefined;
};

/** At least one tag id to add or to remove. */
export type MarkTagRequest = {
  userId: string;
  externalUserId: string;
  add?: readonly string[] | undefined;
  remove?: readonly string[] | undefined;
};

const common = { name: someText, order: number, create_time: instant, deleted: flag };

const corpTag = z.object({ id: text, ...common }).transform(
  (wire): CorpTag => ({
    tagId: wire.id,
    name: wire.name,
    order: wire.order,
    createdAt: wire.create_time,
    deleted: wire.deleted,
  }),
);

export const corpTagGroup = z
  .object({
    group_id: text,
    group_name: someText,
    order: number,
    create_time: instant,
    deleted: flag,
    tag: list(corpTag),
  })
  .transform(
    (wire): CorpTagGroup => ({
      groupId: wire.group_id,
      name: wire.group_name,
      order: wire.order,
      createdAt: wire.create_time,
      deleted: wire.deleted,
      tags: wire.tag,
    }),
  );

/**
 * The corp's tags by group; without ids, all that live.
 * @see https://developer.work.weixin.qq.com/document/path/92117
 */
export async function listCorpTags(
  call: CorpCall,
  request: ListCorpTagsRequest = {},
  options?: CallOptions,
): Promise<CorpTagGroup[]> {
  const api = 'externalcontact/get_corp_tag_list';
  const body = { tag_id: request.tagIds, group_id: request.groupIds };
  const answer = await call({ api, method: 'POST', body }, options);
  return readAs(api, z.object({ tag_group: list(corpTagGroup) }), answer).tag_group;
}

/**
 * Puts tags on a customer, or takes them off, for one member.
 * @throws {WecomError} 84061 (`subjectGone`): the relation is over; 40068 (`stop`): unknown tag
 * @see https://developer.work.weixin.qq.com/document/path/92118
 */
export async function markTag(call: CorpCall, request: MarkTagRequest, options?: CallOptions): Promise<void> {
  const body = {
    userid: request.userId,
    external_userid: request.externalUserId,
    add_tag: request.add?.length ? request.add : undefined,
    remove_tag: request.remove?.length ? request.remove : undefined,
  };
  await call({ api: 'externalcontact/mark_tag', method: 'POST', body }, options);
}
