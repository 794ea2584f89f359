import * as contract from '@guanxi/shared/session';
import { DAY, MINUTE } from '@guanxi/shared/time';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { handleRoute } from '../../http/add-route.ts';
import { AppError } from '../../http/app-error.ts';
import { sealSession, sessionCookie, sessionLifeMs, setCookie } from '../../http/session.ts';
import { type Installations, suiteIdOf } from '../corps/installation.ts';
import { admitMember } from '../members/admit-member.ts';
import type { FollowInstallations } from '../suites/follow-installations.ts';
import type { Suites } from '../suites/suite.ts';
import type { NoteOpening } from '../sync/note-opening.ts';
import { type AskedDoor, findDoor } from './door.ts';
import { presentViewer } from './present.ts';
import { isSameState, newState, safeReturnPath } from './sign-in.ts';

/** What the sign-in addresses need of the server. */
export interface SessionContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly suites: Suites;
  readonly followInstallations: FollowInstallations;
  readonly keyring: Keyring;
  readonly noteOpening: NoteOpening;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** Holds `state` and the way back while the member is at the platform's page. */
const signInCookie = 'guanxi_sign_in';
const signInLifeMs = 10 * MINUTE;

/** Which app this browser came by, for addresses inside the H5, which do not name it. Nothing secret. */
const doorCookie = 'guanxi_door';
const doorLifeMs = 30 * DAY;

/** Sends the browser to the platform's sign-in page. */
export function redirectToSignIn(
  ctx: Context,
  server: SessionContext,
  returnTo: string,
  asked: AskedDoor,
): void {
  // An entry that names no app is that of the self-built one; the suites' entries name theirs.
  const isEntry = entryPage.test(returnTo) && hasSelfBuilt(server.installations);
  const cameBy = isEntry ? {} : readDoorCookie(ctx.cookies.get(doorCookie));
  const door = findDoor(server, asked, cameBy);
  const state = newState();
  setCookie(ctx, signInCookie, writeList([state, returnTo]), {
    maxAgeMs: signInLifeMs,
    isSecure: isSecure(server),
  });
  ctx.set('cache-control', 'no-store');
  ctx.redirect(door.authorizeUrl({ redirectUri: `${server.config.publicUrl}${door.callbackPath}`, state }));
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

/** The sign-in addresses. The code arrives here and is gone with the redirect; no token is ever in a URL. */
export function mountSignIn(router: Router, server: SessionContext): void {
  router.get('/auth/start', (ctx) => {
    const { return: wanted } = ctx.query as Record<string, string | undefined>;
    const returnTo = safeReturnPath(wanted);
    const named = askedDoor(ctx.query);
    const inPath = Object.fromEntries(new URL(returnTo, server.config.publicUrl).searchParams);
    redirectToSignIn(ctx, server, returnTo, named.suiteId || named.wecomCorpId ? named : askedDoor(inPath));
  });
  router.get('/auth/callback/:corpId', (ctx) =>
    finishSignIn(ctx, server, { wecomCorpId: ctx.params.corpId }),
  );
  router.get('/auth/suites/:suiteId/callback', (ctx) =>
    finishSignIn(ctx, server, { suiteId: ctx.params.suiteId }),
  );
  router.get('/auth/apps/:suiteId/:corpId/callback', (ctx) =>
    finishSignIn(ctx, server, { suiteId: ctx.params.suiteId, wecomCorpId: ctx.params.corpId }),
  );
}

async function finishSignIn(ctx: Context, server: SessionContext, asked: AskedDoor): Promise<void> {
  const door = findDoor(server, asked);
  const { code, state } = ctx.query as Record<string, string | undefined>;
  const [sentState, returnTo] = readList(ctx.cookies.get(signInCookie));
  setCookie(ctx, signInCookie, null, { maxAgeMs: 0, isSecure: isSecure(server) });
  if (code === undefined || !isSameState(sentState, state)) {
    throw new AppError('session.state_mismatch');
  }
  const { installation, userId } = await door.whoCame(code);
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
  ctx.redirect(safeReturnPath(returnTo));
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

function readDoorCookie(value: string | undefined): AskedDoor {
  const [suiteId, wecomCorpId] = readList(value);
  return { suiteId: suiteId || undefined, wecomCorpId: wecomCorpId || undefined };
}

/** A list of texts as a cookie keeps it. */
function writeList(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The same read again; what is no text is undefined. */
function readList(value: string | undefined): (string | undefined)[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed.map((one) => (typeof one === 'string' ? one : undefined)) : [];
  } catch {
    return [];
  }
}

export const sessionRoutes = [
  handleRoute(contract.getSession, async (ctx: SessionContext, _request, { actor }) => {
    const installation = ctx.installations.of(actor.corpId);
    return presentViewer(actor, installation, suiteIdOf(installation));
  }),
];
