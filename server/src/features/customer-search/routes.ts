import * as contract from '@guanxi/shared/customer-search';
import { handleRoute } from '../../http/add-route.ts';
import { type SearchContext, searchCustomers } from './search-customers.ts';

export const customerSearchRoutes = [
  handleRoute(contract.searchCustomers, (ctx: SearchContext, { body }, { actor }) =>
    searchCustomers(ctx, actor, body),
  ),
];
