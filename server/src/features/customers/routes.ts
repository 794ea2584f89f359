import * as contract from '@guanxi/shared/customers';
import { handleRoute } from '../../http/add-route.ts';
import { type CardContext, getCustomerCard } from './get-customer-card.ts';
import { listMyCustomers } from './list-my-customers.ts';

export const customerRoutes = [
  handleRoute(contract.getCustomerCard, (ctx: CardContext, { query }, { actor }) =>
    getCustomerCard(ctx, actor, query.externalUserId),
  ),
  handleRoute(contract.listMyCustomers, (ctx: CardContext, { query }, { actor }) =>
    listMyCustomers(ctx, actor, query),
  ),
];
