import * as contract from '@guanxi/shared/installation';
import * as ownContract from '@guanxi/shared/own-installation';
import { handleRoute } from '../../http/add-route.ts';
import { getInstallation } from './get-installation.ts';
import {
  answerOwnLosses,
  askForOwnSync,
  getOwnInstallation,
  type OwnInstallationContext,
} from './own-installation.ts';
import { runSetupChecks, type SetupCheckContext } from './run-setup-checks.ts';

export const installationRoutes = [
  handleRoute(contract.getInstallation, (ctx: SetupCheckContext, _request, { actor }) =>
    getInstallation(ctx, actor),
  ),
  handleRoute(contract.runSetupChecks, (ctx: SetupCheckContext, _request, { actor }) =>
    runSetupChecks(ctx, actor),
  ),
  handleRoute(ownContract.getOwnInstallation, (ctx: OwnInstallationContext, _request, { actor }) =>
    getOwnInstallation(ctx, actor),
  ),
  handleRoute(ownContract.startOwnSync, async (ctx: OwnInstallationContext, _request, { actor }) => {
    await askForOwnSync(ctx, actor);
    return {};
  }),
  handleRoute(ownContract.confirmOwnLosses, async (ctx: OwnInstallationContext, { body }, { actor }) => {
    await answerOwnLosses(ctx, actor, body.runId);
    return {};
  }),
];
