import { z } from 'zod';
import { list, maybeText, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { nextCursor, type Page, type PageOptions, pageBody } from './paging.ts';

/** Tags of one strategy group (规则组), which only members in its range use. */
export type StrategyTagGroup = {
  strategyId: string;
  groupId: string;
  name: string;
  /** Larger is shown earlier. */
  order: number;
  tags: { tagId: string; name: string; order: number }[];
};

const strategyTagGroup = z
  .object({
    strategy_id: text,
    group_id: text,
    group_name: someText,
    order: number,
    tag: list(z.object({ id: text, name: someText, order: number })),
  })
  .transform(
    (wire): StrategyTagGroup => ({
      strategyId: wire.strategy_id,
      groupId: wire.group_id,
      name: wire.group_name,
      order: wire.order,
      tags: wire.tag.map(({ id, name, order }) => ({ tagId: id, name, order })),
    }),
  );

/**
 * The tags of every strategy group that live. Needs the token of the customer-contact system app.
 * @throws {WecomError} 48002 (`configuration`): the token is another app's
 * @see https://developer.work.weixin.qq.com/document/path/94882
 */
export async function listStrategyTags(call: CorpCall, options?: CallOptions): Promise<StrategyTagGroup[]> {
  const api = 'externalcontact/get_strategy_tag_list';
  const answer = await call({ api, method: 'POST', body: {} }, options);
  return readAs(api, z.object({ tag_group: list(strategyTagGroup) }), answer).tag_group;
}

/** Who belongs to a strategy group: a member, or a department with everything below it. */
export type StrategyMember = { userId: string } | { departmentId: number };

const rangeItem = z
  .object({ type: number, userid: maybeText, partyid: number })
  .transform((wire): StrategyMember | null => {
    if (wire.type === 1 && wire.userid !== null) return { userId: wire.userid };
    return wire.type === 2 ? { departmentId: wire.partyid } : null;
  });

/**
 * One page of a strategy group's range. Needs the token of the customer-contact system app; never called side by side.
 * @see https://developer.work.weixin.qq.com/document/path/94883
 */
export async function getStrategyRange(
  call: CorpCall,
  strategyId: string,
  page: PageOptions = {},
  options?: CallOptions,
): Promise<Page<StrategyMember>> {
  const api = 'externalcontact/customer_strategy/get_range';
  const body = { strategy_id: Number(strategyId), ...pageBody(page) };
  const shape = z.object({ range: list(rangeItem), next_cursor: nextCursor });
  const wire = readAs(api, shape, await call({ api, method: 'POST', body }, options));
  return { items: wire.range.filter((one) => one !== null), nextCursor: wire.next_cursor };
}
