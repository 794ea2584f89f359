import * as contract from '@guanxi/shared/session';
import { MINUTE } from '@guanxi/shared/time';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Keyring } from '../../db/keyring.ts';
import { handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import { sealSession, sessionCookie, sessionLifeMs, setCookie } from '../../http/session.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { presentViewer } from './present.ts';
import { isSameState, newState, type SignInContext, safeReturnPath, signIn } from './sign-in.ts';

/** What the sign-in addresses need of the server. */
export interface SessionContext extends SignInContext {
  readonly installations: Installations;
  readonly keyring: Keyring;
  readonly config: { readonly publicUrl: string };
}

/** Holds `state` and the way back while the member is at the platform's page. */
const signInCookie = 'guanxi_sign_in';
const signInLifeMs = 10 * MINUTE;

/** Sends the browser to the platform's sign-in page. */
export function redirectToSignIn(
  ctx: Context,
  server: SessionContext,
  installation: Installation,
  returnTo: string,
): void {
  const state = newState();
  const isSecure = server.config.publicUrl.startsWith('https:');
  setCookie(ctx, signInCookie, Buffer.from(JSON.stringify([state, returnTo])).toString('base64url'), {
    maxAgeMs: signInLifeMs,
    isSecure,
  });
  ctx.set('cache-control', 'no-store');
  ctx.redirect(
    installation.client.authorizeUrl({
      redirectUri: `${server.config.publicUrl}/auth/callback/${installation.wecomCorpId}`,
      state,
    }),
  );
}

/** The corp a page belongs to when its address names none: the only one there is. */
export function soleInstallation(installations: Installations): Installation {
  const [only, ...others] = installations.all();
  if (only === undefined || others.length > 0) {
    throw new AppError('session.corp_unknown');
  }
  return only;
}

/** The sign-in addresses. The code arrives here and is gone with the redirect; no token is ever in a URL. */
export function mountSignIn(router: Router, server: SessionContext): void {
  router.get('/auth/start', (ctx) => {
    const { corp, return: wanted } = ctx.query as Record<string, string | undefined>;
    const installation =
      corp === undefined ? soleInstallation(server.installations) : server.installations.find(corp);
    if (installation === undefined) {
      throw new AppError('session.corp_unknown');
    }
    redirectToSignIn(ctx, server, installation, safeReturnPath(wanted));
  });

  router.get('/auth/callback/:corpId', async (ctx) => {
    const installation = server.installations.find(ctx.params.corpId ?? '');
    if (installation === undefined) {
      throw new AppError('session.corp_unknown');
    }
    const { code, state } = ctx.query as Record<string, string | undefined>;
    const [sentState, returnTo] = readSignInCookie(ctx.cookies.get(signInCookie));
    const isSecure = server.config.publicUrl.startsWith('https:');
    setCookie(ctx, signInCookie, null, { maxAgeMs: 0, isSecure });
    if (code === undefined || !isSameState(sentState, state)) {
      throw new AppError('session.state_mismatch');
    }
    const memberId = await signIn(server, installation, code);
    const expiresAt = server.now().getTime() + sessionLifeMs;
    setCookie(
      ctx,
      sessionCookie,
      sealSession(server.keyring, { corpId: installation.corpId, memberId, expiresAt }),
      {
        maxAgeMs: sessionLifeMs,
        isSecure,
      },
    );
    ctx.set('cache-control', 'no-store');
    ctx.redirect(safeReturnPath(returnTo));
  });
}

/** Ends the session. Beside the contract's routes, because it clears a cookie. */
export function mountSignOut(router: Router, server: SessionContext): void {
  router.delete(`/api${contract.deleteSession.path}`, (ctx) => {
    setCookie(ctx, sessionCookie, null, {
      maxAgeMs: 0,
      isSecure: server.config.publicUrl.startsWith('https:'),
    });
    ctx.body = {};
  });
}

function readSignInCookie(value: string | undefined): [string | undefined, string | undefined] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8'));
    const [state, returnTo] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
    return [
      typeof state === 'string' ? state : undefined,
      typeof returnTo === 'string' ? returnTo : undefined,
    ];
  } catch {
    return [undefined, undefined];
  }
}

export const sessionRoutes = [
  handleRoute(contract.getSession, async (ctx: SessionContext, _request, { actor }) =>
    presentViewer(actor, ctx.installations.of(actor.corpId)),
  ),
];
