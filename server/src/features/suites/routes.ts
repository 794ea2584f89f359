import { MINUTE } from '@guanxi/shared/time';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { AppError } from '../../http/app-error.ts';
import { readBody } from '../../http/body.ts';
import { setCookie } from '../../http/session.ts';
import { DEFAULT_MAX_BODY_BYTES } from '../../wecom/index.ts';
import { isSameState, newState } from '../session/sign-in.ts';
import { type InstallContext, installCorp } from './install-corp.ts';
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
  InstallContext & { readonly config: { readonly publicUrl: string; readonly providerCorpId: string } };

const installCookie = 'guanxi_install';
const installLifeMs = 20 * MINUTE;

/** The addresses of suites and templates: commands, data, the provider's own events, and the way to install. */
export function mountSuites(router: Router, server: SuiteContext): void {
  mountAddress(router, server, '/wecom/suites/:suiteId/command', () => ({ kind: 'command' }));
  mountAddress(router, server, '/wecom/suites/:suiteId/data/:corpId', (ctx) => ({
    kind: 'data',
    wecomCorpId: String(ctx.params.corpId),
  }));
  router.get('/wecom/provider/system', (ctx) => {
    ctx.body = answerSystemCheck(server, ctx.querystring);
    ctx.type = 'text/plain';
  });
  router.post('/wecom/provider/system', async (ctx) => {
    const body = await readBody(ctx, DEFAULT_MAX_BODY_BYTES);
    await receiveSystemCallback(server, { queryString: ctx.querystring, body });
    ctx.body = 'success';
    ctx.type = 'text/plain';
  });
  router.get('/install/:suiteId', (ctx) => startInstall(ctx, server));
  router.get('/install/:suiteId/done', (ctx) => finishInstall(ctx, server));
}

type RoutedContext = Context & { params: Record<string, string> };

function mountAddress(
  router: Router,
  server: SuiteContext,
  path: string,
  addressOf: (ctx: RoutedContext) => SuiteAddress,
): void {
  router.get(path, (ctx) => {
    const address = addressOf(ctx as RoutedContext);
    ctx.body = answerSuiteCheck(server, ctx.params.suiteId ?? '', address, ctx.querystring);
    ctx.type = 'text/plain';
  });
  router.post(path, async (ctx) => {
    const address = addressOf(ctx as RoutedContext);
    const body = await readBody(ctx, DEFAULT_MAX_BODY_BYTES);
    await receiveSuiteCallback(server, ctx.params.suiteId ?? '', address, {
      queryString: ctx.querystring,
      body,
    });
    // The command address must answer with exactly this word; for data an empty answer means the same.
    ctx.body = address.kind === 'command' ? 'success' : '';
    ctx.type = 'text/plain';
  });
}

/** Sends an administrator to the platform's page that installs the suite. */
async function startInstall(ctx: Context, server: SuiteContext): Promise<void> {
  const suite = requireSuite(server, String((ctx as RoutedContext).params.suiteId));
  const { preAuthCode } = await suite.client.getPreAuthCode();
  const state = newState();
  setCookie(ctx, installCookie, state, {
    maxAgeMs: installLifeMs,
    isSecure: server.config.publicUrl.startsWith('https:'),
  });
  ctx.set('cache-control', 'no-store');
  ctx.redirect(
    suite.client.installUrl({
      preAuthCode,
      redirectUri: `${server.config.publicUrl}/install/${suite.suiteId}/done`,
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
  await installCorp(server, suite, authCode);
  ctx.set('cache-control', 'no-store');
  ctx.redirect(`/sidebar?suite=${encodeURIComponent(suite.suiteId)}`);
}
