import * as contract from '@guanxi/shared/members';
import { handleRoute } from '../../http/add-route.ts';
import { type ListMembersContext, listMembers } from './list-members.ts';

export const memberRoutes = [
  handleRoute(contract.listMembers, (ctx: ListMembersContext, { query }, { actor }) =>
    listMembers(ctx, actor, query),
  ),
];
