import { AppError } from '../../http/app-error.ts';
import { receiveIdsFor } from '../../wecom/index.ts';
import { answerCheck, type CallbackPost, openEvent } from '../callbacks/open-event.ts';
import { keepEvent, noCorp } from '../callbacks/receive-callback.ts';
import type { SuiteCallbackContext } from './receive-suite-callback.ts';
import type { Provider } from './suite.ts';

/** What the provider's address for system events (系统事件接收URL) needs of the server. */
export interface SystemCallbackContext extends SuiteCallbackContext {
  readonly provider: Provider | null;
}

/** Answers the platform's check of the address. @throws AppError `request.not_found` when it is not used */
export function answerSystemCheck(ctx: SystemCallbackContext, queryString: string): string {
  return answerCheck(queryString, requireKeys(ctx), receiveIds(ctx).verify);
}

/**
 * Takes an event of the provider in. It names a company and no app: every installation of the provider's apps in that
 * company gets it, because licences and ids are shared by them.
 *
 * @throws AppError `request.not_found` when the address is not used
 */
export async function receiveSystemCallback(ctx: SystemCallbackContext, post: CallbackPost): Promise<void> {
  const opened = openEvent(post, requireKeys(ctx), receiveIds(ctx).push, ctx.now());
  await ctx.followInstallations();
  const tenants = ctx.installations
    .all()
    .filter(
      (app) =>
        ctx.suites.find(app.appKey) !== undefined &&
        ctx.installations.namesOf(app).includes(opened.event.corpId),
    )
    .map((app) => app.corpId);
  for (const corpId of tenants.length === 0 ? [noCorp] : tenants) {
    await keepEvent(ctx.inbox, corpId, opened);
  }
}

function requireKeys(ctx: SystemCallbackContext) {
  const keys = ctx.provider?.callbackKeys;
  if (keys === null || keys === undefined) {
    throw new AppError('request.not_found');
  }
  return keys;
}

function receiveIds(ctx: SystemCallbackContext) {
  return receiveIdsFor({ kind: 'system', providerCorpId: ctx.config.providerCorpId });
}
