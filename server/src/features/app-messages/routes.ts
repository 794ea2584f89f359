import * as contract from '@guanxi/shared/message-deliveries';
import { handleRoute } from '../../http/add-route.ts';
import { type ListDeliveriesContext, listDeliveries } from './list-deliveries.ts';

export const appMessageRoutes = [
  handleRoute(contract.listMessageDeliveries, (ctx: ListDeliveriesContext, { query }, { actor }) =>
    listDeliveries(ctx, actor, query),
  ),
];
