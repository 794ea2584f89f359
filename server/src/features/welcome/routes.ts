import * as contract from '@guanxi/shared/welcome';
import { handleRoute } from '../../http/add-route.ts';
import { reportWelcomes } from './report-welcomes.ts';
import { deleteMessage, listMessages, saveMessage, type WelcomeContext } from './save-message.ts';

export const welcomeRoutes = [
  handleRoute(contract.listWelcomeMessages, (ctx: WelcomeContext, { query }, { actor }) =>
    listMessages(ctx, actor, query),
  ),
  handleRoute(contract.saveWelcomeMessage, (ctx: WelcomeContext, { body }, { actor }) =>
    saveMessage(ctx, actor, body),
  ),
  handleRoute(contract.deleteWelcomeMessage, async (ctx: WelcomeContext, { params }, { actor }) => {
    await deleteMessage(ctx, actor, params.id);
    return {};
  }),
  handleRoute(contract.getWelcomeReport, (ctx: WelcomeContext, _request, { actor }) =>
    reportWelcomes(ctx, actor),
  ),
];
