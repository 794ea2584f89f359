import * as contract from '@guanxi/shared/installation';
import { handleRoute } from '../../http/add-route.ts';
import { getInstallation } from './get-installation.ts';
import { runSetupChecks, type SetupCheckContext } from './run-setup-checks.ts';

export const installationRoutes = [
  handleRoute(contract.getInstallation, (ctx: SetupCheckContext, _request, { actor }) =>
    getInstallation(ctx, actor),
  ),
  handleRoute(contract.runSetupChecks, (ctx: SetupCheckContext, _request, { actor }) =>
    runSetupChecks(ctx, actor),
  ),
];
