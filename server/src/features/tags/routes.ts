import * as contract from '@guanxi/shared/tags';
import { handleRoute } from '../../http/add-route.ts';
import type { Actor } from '../../http/session.ts';
import { requireOwnRelation } from '../customers/require-customer.ts';
import { type ChangeTagsContext, changeTags, retryTags, undoTags } from './change-tags.ts';
import { listTagGroups, readRelationTags } from './read-tags.ts';

async function ownTags(ctx: ChangeTagsContext, actor: Actor, customerId: number) {
  const relation = await requireOwnRelation(ctx, actor, customerId);
  return { tags: await readRelationTags(ctx, actor.corpId, relation) };
}

export const tagRoutes = [
  handleRoute(contract.listTagGroups, (ctx: ChangeTagsContext, _request, { actor }) =>
    listTagGroups(ctx, actor),
  ),
  handleRoute(contract.listCustomerTags, (ctx: ChangeTagsContext, { params }, { actor }) =>
    ownTags(ctx, actor, params.customerId),
  ),
  handleRoute(contract.changeCustomerTags, async (ctx: ChangeTagsContext, { params, body }, { actor }) => {
    await changeTags(ctx, actor, params.customerId, body);
    return ownTags(ctx, actor, params.customerId);
  }),
  handleRoute(contract.retryTagChanges, async (ctx: ChangeTagsContext, { params, body }, { actor }) => {
    await retryTags(ctx, actor, params.customerId, body.tagIds);
    return ownTags(ctx, actor, params.customerId);
  }),
  handleRoute(contract.undoTagChanges, async (ctx: ChangeTagsContext, { params, body }, { actor }) => {
    await undoTags(ctx, actor, params.customerId, body.tagIds);
    return ownTags(ctx, actor, params.customerId);
  }),
];
