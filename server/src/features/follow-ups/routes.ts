import * as contract from '@guanxi/shared/follow-ups';
import { handleRoute } from '../../http/add-route.ts';
import { deleteDraft, saveDraft } from './save-draft.ts';
import {
  createFollowUp,
  deleteFollowUp,
  type FollowUpContext,
  restoreFollowUp,
  updateFollowUp,
} from './write-follow-up.ts';

export const followUpRoutes = [
  handleRoute(contract.createFollowUp, (ctx: FollowUpContext, { params, body }, { actor }) =>
    createFollowUp(ctx, actor, params.customerId, body),
  ),
  handleRoute(contract.updateFollowUp, (ctx: FollowUpContext, { params, body }, { actor }) =>
    updateFollowUp(ctx, actor, params.id, body),
  ),
  handleRoute(contract.deleteFollowUp, async (ctx: FollowUpContext, { params }, { actor }) => {
    await deleteFollowUp(ctx, actor, params.id);
    return {};
  }),
  handleRoute(contract.restoreFollowUp, (ctx: FollowUpContext, { params }, { actor }) =>
    restoreFollowUp(ctx, actor, params.id),
  ),
  handleRoute(contract.saveFollowUpDraft, (ctx: FollowUpContext, { params, body }, { actor }) =>
    saveDraft(ctx, actor, params.customerId, body),
  ),
  handleRoute(contract.deleteFollowUpDraft, async (ctx: FollowUpContext, { params }, { actor }) => {
    await deleteDraft(ctx, actor, params.customerId);
    return {};
  }),
];
