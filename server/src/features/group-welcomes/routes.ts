import * as contract from '@guanxi/shared/group-welcomes';
import { handleRoute } from '../../http/add-route.ts';
import {
  createGroupWelcome,
  deleteGroupWelcome,
  type GroupWelcomesContext,
  listGroupWelcomes,
  retryGroupWelcome,
  updateGroupWelcome,
} from './save-group-welcome.ts';

export const groupWelcomeRoutes = [
  handleRoute(contract.listGroupWelcomes, async (ctx: GroupWelcomesContext, _request, { actor }) => ({
    items: await listGroupWelcomes(ctx, actor),
  })),
  handleRoute(contract.createGroupWelcome, (ctx: GroupWelcomesContext, { body }, { actor }) =>
    createGroupWelcome(ctx, actor, body),
  ),
  handleRoute(contract.updateGroupWelcome, (ctx: GroupWelcomesContext, { params, body }, { actor }) =>
    updateGroupWelcome(ctx, actor, params.id, body.content),
  ),
  handleRoute(contract.retryGroupWelcome, (ctx: GroupWelcomesContext, { params }, { actor }) =>
    retryGroupWelcome(ctx, actor, params.id),
  ),
  handleRoute(contract.deleteGroupWelcome, async (ctx: GroupWelcomesContext, { params }, { actor }) => {
    await deleteGroupWelcome(ctx, actor, params.id);
    return {};
  }),
];
