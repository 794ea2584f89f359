import * as contract from '@guanxi/shared/platform';
import { handleRoute } from '../../http/add-route.ts';
import { type PlatformStateContext, readPlatformState } from './read-platform-state.ts';

export const platformStateRoutes = [
  handleRoute(contract.getPlatformState, async (ctx: PlatformStateContext, _request, { actor }) =>
    readPlatformState(ctx, actor.corpId),
  ),
];
