import * as contract from '@guanxi/shared/timeline';
import { handleRoute } from '../../http/add-route.ts';
import { requireCustomer } from '../customers/require-customer.ts';
import { listTimelinePage, type TimelineContext } from './list-timeline.ts';

export const timelineRoutes = [
  handleRoute(contract.listTimeline, async (ctx: TimelineContext, { params, query }, { actor }) => {
    const customer = await requireCustomer(ctx, actor, params.customerId);
    return listTimelinePage(ctx, actor, customer, { ...query, followUpsOnly: query.only === 'follow_ups' });
  }),
];
