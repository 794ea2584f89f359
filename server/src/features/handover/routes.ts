import * as contract from '@guanxi/shared/handovers';
import { handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import { createHandover, type HandoverContext } from './create-handover.ts';
import { listCandidates, listUnassigned } from './list-candidates.ts';
import { getHandover, listHandoverItems, listHandovers } from './list-handovers.ts';
import { enqueueReadUnassigned } from './read-unassigned.ts';
import { retryHandover } from './retry-handover.ts';

export const handoverRoutes = [
  handleRoute(contract.listUnassigned, (ctx: HandoverContext, _request, { actor }) =>
    listUnassigned(ctx, actor),
  ),
  handleRoute(contract.refreshUnassigned, async (ctx: HandoverContext, _request, { actor }) => {
    if (!ctx.installations.of(actor.corpId).client.access.capabilities.handsOverResigned) {
      throw new AppError('handover.not_permitted');
    }
    await ctx.database.transaction((db) => enqueueReadUnassigned(ctx.queue, db, actor.corpId));
    ctx.queue.wake();
    return {};
  }),
  handleRoute(contract.listHandoverCandidates, (ctx: HandoverContext, { params, query }, { actor }) =>
    listCandidates(ctx, actor, params.memberId, query),
  ),
  handleRoute(contract.createHandover, (ctx: HandoverContext, { body }, { actor }) =>
    createHandover(ctx, actor, body),
  ),
  handleRoute(contract.listHandovers, (ctx: HandoverContext, { query }, { actor }) =>
    listHandovers(ctx, actor, query),
  ),
  handleRoute(contract.getHandover, (ctx: HandoverContext, { params }, { actor }) =>
    getHandover(ctx, actor, params.id),
  ),
  handleRoute(contract.listHandoverItems, (ctx: HandoverContext, { params, query }, { actor }) =>
    listHandoverItems(ctx, actor, params.id, query),
  ),
  handleRoute(contract.retryHandover, (ctx: HandoverContext, { params }, { actor }) =>
    retryHandover(ctx, actor, params.id),
  ),
];
