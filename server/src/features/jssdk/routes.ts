import * as contract from '@guanxi/shared/jssdk';
import { handleRoute } from '../../http/add-route.ts';
import { type SignPageContext, signPage } from './sign-page.ts';

export const jssdkRoutes = [
  handleRoute(contract.getJsSignatures, (ctx: SignPageContext, { query }, { actor }) =>
    signPage(ctx, actor.corpId, query.url, { renew: query.renew ?? false }),
  ),
];
