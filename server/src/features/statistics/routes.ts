import * as contract from '@guanxi/shared/statistics';
import { handleRoute } from '../../http/add-route.ts';
import { listStatistics, type StatisticsContext } from './list-statistics.ts';

export const statisticsRoutes = [
  handleRoute(contract.getCustomerContactStatistics, (ctx: StatisticsContext, { query }, { actor }) =>
    listStatistics(ctx, actor, query),
  ),
];
