import * as contract from '@guanxi/shared/join-ways';
import { handleRoute } from '../../http/add-route.ts';
import type { Actor } from '../../http/session.ts';
import {
  type ChangeJoinWaysContext,
  createJoinWay,
  deleteJoinWay,
  retryJoinWay,
  updateJoinWay,
} from './change-join-ways.ts';
import { type ListJoinWaysContext, listJoinWays, presentJoinWays } from './list-join-ways.ts';
import type { JoinWayRow } from './table.ts';

type Context = ChangeJoinWaysContext & ListJoinWaysContext;

async function answer(ctx: Context, actor: Actor, row: JoinWayRow) {
  const [joinWay] = await presentJoinWays(ctx, actor, [row]);
  if (joinWay === undefined) {
    throw new Error('A way that was written is not presented');
  }
  return { joinWay };
}

export const joinWayRoutes = [
  handleRoute(contract.listJoinWays, async (ctx: Context, _request, { actor }) => ({
    items: await listJoinWays(ctx, actor),
  })),
  handleRoute(contract.createJoinWay, async (ctx: Context, { body }, { actor }) =>
    answer(ctx, actor, await createJoinWay(ctx, actor, body)),
  ),
  handleRoute(contract.updateJoinWay, async (ctx: Context, { params, body }, { actor }) =>
    answer(ctx, actor, await updateJoinWay(ctx, actor, params.joinWayId, body)),
  ),
  handleRoute(contract.deleteJoinWay, async (ctx: Context, { params }, { actor }) =>
    answer(ctx, actor, await deleteJoinWay(ctx, actor, params.joinWayId)),
  ),
  handleRoute(contract.retryJoinWay, async (ctx: Context, { params }, { actor }) =>
    answer(ctx, actor, await retryJoinWay(ctx, actor, params.joinWayId)),
  ),
];
