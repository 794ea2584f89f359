import * as contract from '@guanxi/shared/install-codes';
import { MINUTE } from '@guanxi/shared/time';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import type { PlatformRoute } from '../../http/platform-routes.ts';
import { setCookie } from '../../http/session.ts';
import { isSameState, newState } from '../session/sign-in.ts';
import type { SignInLimit } from '../session/sign-in-limit.ts';
import type { GetInstallCode } from './get-install-code.ts';
import { type InstallContext, installCorp } from './install-corp.ts';
import { installPath } from './install-path.ts';
import {
  answerSuiteCheck,
  receiveSuiteCallback,
  requireSuite,
  type SuiteAddress,
} from './receive-suite-callback.ts';
import {
  answerSystemCheck,
  receiveSystemCallback,
  type SystemCallbackContext,
} from './receive-system-callback.ts';

/** What a suite's addresses need of the server. */
export type SuiteContext = SystemCallbackContext &
  InstallContext & {
    readonly signInLimit: SignInLimit;
    readonly config: { readonly publicUrl: string; readonly providerCorpId: string };
  };

const installCookie = 'guanxi_install';
const installLifeMs = 20 * MINUTE;
/** A company installs once; each beginning and each end is a call paid from the provider's budget. */
const installWeight = 20;

/** The addresses the platform calls: commands and data of suites and templates, and the provider's own events. */
export const suiteCallbackRoutes: readonly PlatformRoute<SystemCallbackContext>[] = [
  // The command address must answer with exactly this word; for data an empty answer means the same.
  ...addressRoutes('/wecom/suites/:suiteId/command', 'success', () => ({ kind: 'command' })),
  ...addressRoutes('/wecom/suites/:suiteId/data/:corpId', '', ({ corpId = '' }) => ({
    kind: 'data',
    wecomCorpId: corpId,
  })),
  {
    method: 'GET',
    path: '/wecom/provider/system',
    handle: (server, { queryString }) => answerSystemCheck(server, queryString),
  },
  {
    method: 'POST',
    path: '/wecom/provider/system',
    async handle(server, { queryString, body }) {
      await receiveSystemCallback(server, { queryString, body });
      return 'success';
    },
  },
];

function addressRoutes(
  path: `/${string}`,
  done: string,
  addressOf: (params: Readonly<Record<string, string>>) => SuiteAddress,
): PlatformRoute<SystemCallbackContext>[] {
  return [
    {
      method: 'GET',
      path,
      handle: (server, { params, queryString }) =>
        answerSuiteCheck(server, params.suiteId ?? '', addressOf(params), queryString),
    },
    {
      method: 'POST',
      path,
      async handle(server, { params, queryString, body }) {
        await receiveSuiteCallback(server, params.suiteId ?? '', addressOf(params), { queryString, body });
        return done;
      },
    },
  ];
}

/** The way to install a suite. */
export function mountInstall(router: Router, server: SuiteContext): void {
  router.get('/install/:suiteId', (ctx) => startInstall(ctx, server));
  router.get('/install/:suiteId/done', (ctx) =>
    server.signInLimit.finish(ctx.state.caller, `install ${ctx.params.suiteId}`, () =>
      finishInstall(ctx, server),
    ),
  );
}

type RoutedContext = Context & { params: Record<string, string> };

/** The page of the H5 with the code that installs a template's app; it needs no session. */
export const installCodePath = '/install-code';

/** Sends an administrator to the platform's page that installs the suite, or to the code of a template. */
async function startInstall(ctx: Context, server: SuiteContext): Promise<void> {
  const suite = requireSuite(server, String((ctx as RoutedContext).params.suiteId));
  ctx.set('cache-control', 'no-store');
  if (suite.kind === 'customized') {
    ctx.redirect(`${installCodePath}?${new URLSearchParams({ template: suite.suiteId })}`);
    return;
  }
  await server.signInLimit.begin(ctx.state.caller, installWeight);
  const { preAuthCode } = await suite.client.getPreAuthCode({ priority: 'interactive' });
  if (suite.isInTest) {
    await suite.client.setSessionInfo({ preAuthCode, test: true }, { priority: 'interactive' });
  }
  const state = newState();
  setCookie(ctx, installCookie, state, {
    maxAgeMs: installLifeMs,
    isSecure: server.config.publicUrl.startsWith('https:'),
  });
  ctx.redirect(
    suite.client.installUrl({
      preAuthCode,
      redirectUri: `${server.config.publicUrl}${installPath(suite.suiteId)}/done`,
      state,
    }),
  );
}

/** Comes back from there with the code; on this way the platform sends no event. */
async function finishInstall(ctx: Context, server: SuiteContext): Promise<void> {
  const suite = requireSuite(server, String((ctx as RoutedContext).params.suiteId));
  const { auth_code: authCode, state } = ctx.query as Record<string, string | undefined>;
  if (authCode === undefined || !isSameState(ctx.cookies.get(installCookie), state)) {
    throw new AppError('session.state_mismatch');
  }
  setCookie(ctx, installCookie, null, {
    maxAgeMs: 0,
    isSecure: server.config.publicUrl.startsWith('https:'),
  });
  await server.signInLimit.begin(ctx.state.caller, installWeight);
  await installCorp(server, suite, authCode, { priority: 'interactive' });
  ctx.set('cache-control', 'no-store');
  ctx.redirect(`/sidebar?suite=${encodeURIComponent(suite.suiteId)}`);
}

export const suiteRoutes = [
  handleRoute(
    contract.getInstallCode,
    async (ctx: { getInstallCode: GetInstallCode; signInLimit: SignInLimit }, { params }, { caller }) => {
      await ctx.signInLimit.begin(caller);
      return ctx.getInstallCode(params.templateId);
    },
  ),
];
