import { z } from 'zod';
import { instant, list, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { type AddTagsRequest, type DeleteTagsRequest, type EditTagRequest, groupBody } from './tag-edits.ts';

/** Tags of one strategy group (规则组); the platform offers them to the customer-contact system app only. */
export type StrategyTagGroup = {
  strategyId: string;
  groupId: string;
  name: string;
  order: number;
  createdAt: Date;
  tags: { tagId: string; name: string; order: number; createdAt: Date }[];
};

const common = { order: number, create_time: instant };

const strategyTagGroup = z
  .object({
    strategy_id: text,
    group_id: text,
    group_name: someText,
    ...common,
    tag: list(z.object({ id: text, name: someText, ...common })),
  })
  .transform(
    (wire): StrategyTagGroup => ({
      strategyId: wire.strategy_id,
      groupId: wire.group_id,
      name: wire.group_name,
      order: wire.order,
      createdAt: wire.create_time,
      tags: wire.tag.map((tag) => ({
        tagId: tag.id,
        name: tag.name,
        order: tag.order,
        createdAt: tag.create_time,
      })),
    }),
  );

/**
 * @throws {WecomError} 48002 (`configuration`): not offered to this app
 * @see https://developer.work.weixin.qq.com/document/path/94882
 */
export async function listStrategyTags(
  call: CorpCall,
  request: DeleteTagsRequest & { strategyId?: string | undefined } = {},
  options?: CallOptions,
): Promise<StrategyTagGroup[]> {
  const api = 'externalcontact/get_strategy_tag_list';
  const body = {
    strategy_id: request.strategyId === undefined ? undefined : Number(request.strategyId),
    tag_id: request.tagIds,
    group_id: request.groupIds,
  };
  const answer = await call({ api, method: 'POST', body }, options);
  return readAs(api, z.object({ tag_group: list(strategyTagGroup) }), answer).tag_group;
}

/**
 * Makes tags of a top-level strategy group.
 * @returns the group with only the tags that are new
 * @see https://developer.work.weixin.qq.com/document/path/94882
 */
export async function addStrategyTags(
  call: CorpCall,
  request: AddTagsRequest & { strategyId: string },
  options?: CallOptions,
): Promise<StrategyTagGroup> {
  const api = 'externalcontact/add_strategy_tag';
  const body = {
    strategy_id: Number(request.strategyId),
    ...groupBody(request.group),
    tag: request.tags,
  };
  const answer = await call({ api, method: 'POST', body }, { ...options, retry: options?.retry ?? 'none' });
  return readAs(api, z.object({ tag_group: strategyTagGroup }), answer).tag_group;
}

/** @see https://developer.work.weixin.qq.com/document/path/94882 */
export async function editStrategyTag(
  call: CorpCall,
  request: EditTagRequest,
  options?: CallOptions,
): Promise<void> {
  await call({ api: 'externalcontact/edit_strategy_tag', method: 'POST', body: request }, options);
}

/** @see https://developer.work.weixin.qq.com/document/path/94882 */
export async function deleteStrategyTags(
  call: CorpCall,
  request: DeleteTagsRequest,
  options?: CallOptions,
): Promise<void> {
  const body = { tag_id: request.tagIds, group_id: request.groupIds };
  await call({ api: 'externalcontact/del_strategy_tag', method: 'POST', body }, options);
}
