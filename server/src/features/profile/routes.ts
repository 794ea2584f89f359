import * as contract from '@guanxi/shared/profile';
import { handleRoute } from '../../http/add-route.ts';
import type { Actor } from '../../http/session.ts';
import { profileOfRow } from '../customers/relation-profile.ts';
import { requireOwnRelation } from '../customers/require-customer.ts';
import { type ChangeProfileContext, changeProfile, retryProfile, undoProfile } from './change-profile.ts';
import { presentProfile, readSeenProfile } from './read-profile.ts';
import { revealMobile } from './reveal-mobile.ts';

async function ownProfile(ctx: ChangeProfileContext, actor: Actor, customerId: number) {
  const relation = await requireOwnRelation(ctx, actor, customerId);
  const profile = profileOfRow(relation, ctx.keyring);
  const seen = await readSeenProfile(ctx, actor.corpId, { id: relation.id, profile });
  return { profile: presentProfile(ctx.keyring, relation.id, seen) };
}

export const profileRoutes = [
  handleRoute(contract.getProfile, (ctx: ChangeProfileContext, { params }, { actor }) =>
    ownProfile(ctx, actor, params.customerId),
  ),
  handleRoute(contract.changeProfile, async (ctx: ChangeProfileContext, { params, body }, { actor }) => {
    await changeProfile(ctx, actor, params.customerId, body);
    return ownProfile(ctx, actor, params.customerId);
  }),
  handleRoute(contract.retryProfile, async (ctx: ChangeProfileContext, { params, body }, { actor }) => {
    await retryProfile(ctx, actor, params.customerId, body.fields);
    return ownProfile(ctx, actor, params.customerId);
  }),
  handleRoute(contract.undoProfile, async (ctx: ChangeProfileContext, { params, body }, { actor }) => {
    await undoProfile(ctx, actor, params.customerId, body.fields);
    return ownProfile(ctx, actor, params.customerId);
  }),
  handleRoute(contract.revealMobile, (ctx: ChangeProfileContext, { params, body }, { actor }) =>
    revealMobile(ctx, actor, params.customerId, body.ref),
  ),
];
