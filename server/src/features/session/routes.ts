import * as contract from '@guanxi/shared/session';
import { DAY } from '@guanxi/shared/time';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import { localeOf } from '../../http/error-handler.ts';
import { sealSession, sessionCookie, sessionLifeMs, setCookie } from '../../http/session.ts';
import { type Installations, suiteIdOf } from '../corps/installation.ts';
import { admitMember } from '../members/admit-member.ts';
import { keepLocale } from '../members/member-locales.ts';
import type { NoteOpening } from '../sync/note-opening.ts';
import { type AskedDoor, type Door, type DoorContext, findDoor } from './door.ts';
import type { Gate } from './gates.ts';
import { listSignInWays } from './list-sign-in-ways.ts';
import { presentViewer } from './present.ts';
import { isSameState, newState, safeReturnPath } from './sign-in.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import {
  isOrdinaryBrowser,
  readList,
  readSignIn,
  signInLifeMs,
  writeList,
  writeSignIn,
} from './sign-in-rules.ts';

/** What the sign-in addresses need of the server. */
export interface SessionContext extends DoorContext {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly noteOpening: NoteOpening;
  readonly signInLimit: SignInLimit;
  readonly now: () => Date;
  readonly config: DoorContext['config'] & {
    readonly publicUrl: string;
    readonly devBridgeUrl: string | null;
  };
}

/** Holds `state` and the way back while the member is at the platform's page. */
const signInCookie = 'guanxi_sign_in';

/** Which app this browser came by, for addresses inside the H5, which do not name it. Nothing secret. */
const doorCookie = 'guanxi_door';
const doorLifeMs = 30 * DAY;

/** The page of the H5 that begins the sign-in in an ordinary browser; it needs no session. */
export const loginPath = '/login';

/** True outside of the WeCom and WeChat clients. */
export function isInBrowser(ctx: Context, { config }: Pick<SessionContext, 'config'>): boolean {
  const isFramed = config.devBridgeUrl !== null && ctx.get('sec-fetch-dest') === 'iframe';
  return isOrdinaryBrowser(ctx.get('user-agent'), isFramed);
}

/** Sends the browser to sign in: a client to the platform's page, an ordinary browser to ours, which asks first. */
export async function redirectToSignIn(
  ctx: Context,
  server: SessionContext,
  returnTo: string,
  asked: AskedDoor,
): Promise<void> {
  ctx.set('cache-control', 'no-store');
  if (isInBrowser(ctx, server)) {
    ctx.redirect(loginPage(returnTo, nameOf(asked) ?? readDoorCookie(ctx)));
    return;
  }
  // An entry that names no app is that of the self-built one; the suites' entries name theirs.
  const isEntry = nameOf(asked) === null && entryPage.test(returnTo) && hasSelfBuilt(server.installations);
  const door = findDoor(server, asked, isEntry ? {} : readDoorCookie(ctx));
  if (door.client === null) {
    throw new AppError('session.corp_unknown');
  }
  await enter(ctx, server, door.client, returnTo);
}

/** Sends the browser to the platform's page. */
async function enter(ctx: Context, server: SessionContext, gate: Gate, returnTo: string): Promise<void> {
  await server.signInLimit.begin(ctx.state.caller);
  const state = newState();
  setCookie(ctx, signInCookie, writeSignIn(state, returnTo, server.now()), {
    maxAgeMs: signInLifeMs,
    isSecure: isSecure(server),
  });
  const redirectUri = `${server.config.publicUrl}${gate.callbackPath}`;
  ctx.set('cache-control', 'no-store');
  ctx.redirect(gate.addressOf({ redirectUri, state, language: localeOf(ctx) === 'en' ? 'en' : 'zh' }));
}

function loginPage(returnTo: string, { suiteId, wecomCorpId }: AskedDoor): string {
  const query = new URLSearchParams({ return: returnTo });
  if (suiteId !== undefined) {
    query.set('suite', suiteId);
  }
  if (wecomCorpId !== undefined) {
    query.set('corp', wecomCorpId);
  }
  return `${loginPath}?${query}`;
}

/** Where WeCom opens an app: its home and its sidebar page. */
const entryPage = /^\/(sidebar)?(\?|$)/;

function hasSelfBuilt(installations: Installations): boolean {
  return installations.all().some((installation) => suiteIdOf(installation) === null);
}

/** What a page's address says about the way in. */
export function askedDoor(query: Context['query']): AskedDoor {
  const { suite, corp } = query as Record<string, string | undefined>;
  return { suiteId: suite, wecomCorpId: corp };
}

/** What was asked for; null when nothing was. */
function nameOf(asked: AskedDoor): AskedDoor | null {
  return asked.suiteId || asked.wecomCorpId ? asked : null;
}

/** The page to come back to, and what it says about the way in where the address itself says nothing. */
function readStart(ctx: Context, fallback: string): { returnTo: string; asked: AskedDoor } {
  const returnTo = safeReturnPath(onlyText(ctx.query.return), fallback);
  const inPath = Object.fromEntries(new URL(returnTo, 'https://own.invalid').searchParams);
  return { returnTo, asked: nameOf(askedDoor(ctx.query)) ?? askedDoor(inPath) };
}

/** The sign-in addresses. The code arrives here and is gone with the redirect; no token is ever in a URL. */
export function mountSignIn(router: Router, server: SessionContext): void {
  router.get('/auth/start', async (ctx) => {
    const { returnTo, asked } = readStart(ctx, isInBrowser(ctx, server) ? '/' : '/sidebar');
    await redirectToSignIn(ctx, server, returnTo, asked);
  });
  router.get('/auth/login', async (ctx) => {
    const { returnTo, asked } = readStart(ctx, '/');
    const door = findDoor(server, asked, readDoorCookie(ctx));
    if (door.browser === null) {
      throw new AppError('session.client_only');
    }
    await enter(ctx, server, door.browser, returnTo);
  });
  const finish = (kind: keyof Door) => (ctx: Context & { params: Record<string, string> }) => {
    const { suiteId, corpId: wecomCorpId } = ctx.params;
    const target = writeList([suiteId ?? '', wecomCorpId ?? '']);
    return server.signInLimit.finish(ctx.state.caller, target, () =>
      finishSignIn(ctx, server, kind, { suiteId, wecomCorpId }),
    );
  };
  router.get('/auth/callback/:corpId', finish('client'));
  router.get('/auth/suites/:suiteId/callback', finish('client'));
  router.get('/auth/suites/:suiteId/login-callback', finish('browser'));
  router.get('/auth/apps/:suiteId/:corpId/callback', finish('client'));
}

async function finishSignIn(
  ctx: Context,
  server: SessionContext,
  kind: keyof Door,
  asked: AskedDoor,
): Promise<void> {
  const begun = readSignIn(ctx.cookies.get(signInCookie), server.now());
  const returnTo = safeReturnPath(begun.returnTo, isInBrowser(ctx, server) ? '/' : '/sidebar');
  ctx.state.returnTo = returnTo;
  setCookie(ctx, signInCookie, null, { maxAgeMs: 0, isSecure: isSecure(server) });
  const gate = findDoor(server, asked)[kind];
  const code = onlyText(ctx.query.code);
  if (gate === null || begun.isLate || !isSameState(begun.state, onlyText(ctx.query.state))) {
    throw new AppError('session.state_mismatch');
  }
  if (code === undefined) {
    throw new AppError('session.cancelled');
  }
  const { installation, userId } = await gate.whoCame(code);
  const memberId = await admitMember(server, installation, userId);
  await server.noteOpening({ corpId: installation.corpId, memberId });
  const expiresAt = server.now().getTime() + sessionLifeMs;
  const claims = { corpId: installation.corpId, memberId, expiresAt };
  setCookie(ctx, sessionCookie, sealSession(server.keyring, claims), {
    maxAgeMs: sessionLifeMs,
    isSecure: isSecure(server),
  });
  setCookie(ctx, doorCookie, writeList([suiteIdOf(installation) ?? '', installation.wecomCorpId]), {
    maxAgeMs: doorLifeMs,
    isSecure: isSecure(server),
  });
  ctx.set('cache-control', 'no-store');
  ctx.redirect(returnTo);
}

/** A value of a query that is there once. */
function onlyText(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isSecure(server: Pick<SessionContext, 'config'>): boolean {
  return server.config.publicUrl.startsWith('https:');
}

/** Ends the session. Beside the contract's routes, because it clears a cookie. */
export function mountSignOut(router: Router, server: SessionContext): void {
  router.delete(`/api${contract.deleteSession.path}`, (ctx) => {
    setCookie(ctx, sessionCookie, null, {
      maxAgeMs: 0,
      isSecure: isSecure(server),
    });
    ctx.body = {};
  });
}

function readDoorCookie(ctx: Context): AskedDoor {
  const [suiteId, wecomCorpId] = readList(ctx.cookies.get(doorCookie));
  return { suiteId: suiteId || undefined, wecomCorpId: wecomCorpId || undefined };
}

export const sessionRoutes = [
  handleRoute(contract.getSession, async (ctx: SessionContext, _request, { actor }) => {
    const installation = ctx.installations.of(actor.corpId);
    return presentViewer(actor, installation, suiteIdOf(installation));
  }),
  handleRoute(contract.keepLocale, async (ctx: SessionContext, { body }, { actor }) => {
    await keepLocale(ctx, actor, body.locale);
    return {};
  }),
  handleRoute(contract.listSignInWays, async (ctx: SessionContext, { query }, { caller }) => {
    await ctx.signInLimit.begin(caller);
    return { items: listSignInWays(ctx, { suiteId: query.suite, wecomCorpId: query.corp }) };
  }),
];
