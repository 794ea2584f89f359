import * as contract from '@guanxi/shared/contact-ways';
import { handleRoute } from '../../http/add-route.ts';
import { getWay, listWays, type ReadWaysContext } from './list-ways.ts';
import { createWay, deleteWay, retryWay, updateWay, type WaysContext } from './save-way.ts';
import { startWaysSync } from './sync-ways.ts';

export const contactWayRoutes = [
  handleRoute(contract.listContactWays, (ctx: ReadWaysContext, { query }, { actor }) =>
    listWays(ctx, actor, query),
  ),
  handleRoute(contract.getContactWay, (ctx: ReadWaysContext, { params }, { actor }) =>
    getWay(ctx, actor, params.id),
  ),
  handleRoute(contract.createContactWay, async (ctx: WaysContext, { body }, { actor }) =>
    getWay(ctx, actor, await createWay(ctx, actor, body)),
  ),
  handleRoute(contract.updateContactWay, async (ctx: WaysContext, { params, body }, { actor }) => {
    await updateWay(ctx, actor, params.id, body);
    return getWay(ctx, actor, params.id);
  }),
  handleRoute(contract.deleteContactWay, async (ctx: WaysContext, { params }, { actor }) => {
    await deleteWay(ctx, actor, params.id);
    return {};
  }),
  handleRoute(contract.retryContactWay, async (ctx: WaysContext, { params }, { actor }) => {
    await retryWay(ctx, actor, params.id);
    return getWay(ctx, actor, params.id);
  }),
  handleRoute(contract.syncContactWays, async (ctx: WaysContext, _request, { actor }) => {
    await startWaysSync(ctx, actor.corpId);
    return {};
  }),
];
