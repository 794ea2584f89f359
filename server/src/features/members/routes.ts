import * as departments from '@guanxi/shared/departments';
import * as contract from '@guanxi/shared/members';
import { handleRoute } from '../../http/add-route.ts';
import { listDepartments } from './list-departments.ts';
import { type ListMembersContext, listMembers } from './list-members.ts';

export const memberRoutes = [
  handleRoute(contract.listMembers, (ctx: ListMembersContext, { query }, { actor }) =>
    listMembers(ctx, actor, query),
  ),
  handleRoute(departments.listDepartments, async (ctx: ListMembersContext, _request, { actor }) => ({
    departments: await listDepartments(ctx, actor),
  })),
];
