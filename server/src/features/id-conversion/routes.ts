import * as contract from '@guanxi/shared/id-conversion';
import * as upgradeContract from '@guanxi/shared/id-upgrade';
import { handleRoute } from '../../http/add-route.ts';
import { type ConfirmContext, confirmIdConversion } from './confirm-id-conversion.ts';
import { type ConfirmUpgradeContext, confirmIdUpgrade } from './confirm-id-upgrade.ts';
import { type FindFormerAppContext, lookForFormerApp } from './find-former-app.ts';
import type { FindUpgradeContext } from './find-upgrade.ts';
import { describeConversion, getIdConversion, type ShowContext } from './get-id-conversion.ts';
import { getIdUpgrade } from './get-id-upgrade.ts';

export const idConversionRoutes = [
  handleRoute(contract.getIdConversion, (ctx: ShowContext, _request, { actor }) =>
    getIdConversion(ctx, actor),
  ),
  handleRoute(contract.findFormerApp, async (ctx: FindFormerAppContext, _request, { actor }) => {
    const finding = await lookForFormerApp(ctx, actor.corpId, { priority: 'interactive' });
    return { finding, conversion: await describeConversion(ctx.database.read, actor.corpId) };
  }),
  handleRoute(contract.confirmIdConversion, (ctx: ConfirmContext, _request, { actor }) =>
    confirmIdConversion(ctx, actor),
  ),
  handleRoute(upgradeContract.getIdUpgrade, (ctx: FindUpgradeContext, _request, { actor }) =>
    getIdUpgrade(ctx, actor),
  ),
  handleRoute(upgradeContract.confirmIdUpgrade, (ctx: ConfirmUpgradeContext, { body }, { actor }) =>
    confirmIdUpgrade(ctx, actor, body),
  ),
];
