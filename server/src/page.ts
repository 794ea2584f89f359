import type { Boot } from '@guanxi/shared/boot';
import { bootElementId } from '@guanxi/shared/boot';
import { SECOND } from '@guanxi/shared/time';
import type { Context } from 'koa';
import type { AppContext } from './context.ts';
import { suiteIdOf } from './features/corps/installation.ts';
import { signPage } from './features/jssdk/sign-page.ts';
import { presentViewer } from './features/session/present.ts';
import { askedDoor, isInBrowser, loginPath, redirectToSignIn } from './features/session/routes.ts';
import { safeReturnPath } from './features/session/sign-in.ts';
import { installCodePath } from './features/suites/routes.ts';
import { AppError } from './http/app-error.ts';
import { problemPath } from './http/error-handler.ts';
import type { Actor } from './http/session.ts';

const bootMarker = '<!--guanxi-boot-->';
/** A page is not held up longer than this by a ticket; the page then asks for itself. */
const ticketDeadlineMs = 1.5 * SECOND;

/**
 * Serves a page of the H5. Who is not signed in is sent to sign in before anything is drawn; who is
 * gets the page with the member and the signatures in it, so that the first view needs one request.
 */
export async function servePage(ctx: Context, server: AppContext, actor: Actor | null): Promise<void> {
  const html = await server.files.text('index.html');
  if (html === null) {
    throw new AppError('server.unavailable', {
      cause: new Error(`No index.html in ${server.config.h5Dir}: build the H5`),
    });
  }
  if (isOpenPage(ctx, server, actor)) {
    ctx.type = 'html';
    ctx.set('cache-control', 'no-store');
    ctx.body = html.replace(bootMarker, () => bridgeTag(server.config.devBridgeUrl));
    return;
  }
  if (ctx.path === loginPath) {
    await leaveLogin(ctx, server, actor);
    return;
  }
  if (actor === null) {
    await redirectToSignIn(ctx, server, ctx.url, askedDoor(ctx.query));
    return;
  }
  const installation = server.installations.of(actor.corpId);
  const boot: Boot = {
    viewer: presentViewer(actor, installation, suiteIdOf(installation)),
    jssdk: await signaturesInTime(server, actor, `${server.config.publicUrl}${ctx.url}`),
  };
  ctx.type = 'html';
  ctx.set('cache-control', 'no-store');
  ctx.body = html.replace(bootMarker, () => bridgeTag(server.config.devBridgeUrl) + bootElement(boot));
}

const openPages: readonly string[] = [problemPath, installCodePath];

/** Pages that say something to whoever is not signed in. */
function isOpenPage(ctx: Context, server: AppContext, actor: Actor | null): boolean {
  const isOpen = openPages.includes(ctx.path) || (ctx.path === loginPath && isInBrowser(ctx, server));
  return actor === null && isOpen;
}

/** Who is signed in has no need of the page that asks for it, and a client signs in without one. */
async function leaveLogin(ctx: Context, server: AppContext, actor: Actor | null): Promise<void> {
  const { return: wanted } = ctx.query as Record<string, string | undefined>;
  const returnTo = safeReturnPath(wanted, '/');
  if (actor === null) {
    await redirectToSignIn(ctx, server, returnTo, askedDoor(ctx.query));
  } else {
    ctx.set('cache-control', 'no-store');
    ctx.redirect(returnTo);
  }
}

/** Leads who asked for no page to one: in a client beside the chat, in a browser to what can be done there. */
export async function leadHome(
  ctx: Context,
  server: AppContext,
  findActor: () => Promise<Actor | null>,
): Promise<void> {
  if (!isInBrowser(ctx, server)) {
    ctx.redirect(`/sidebar${ctx.search}`);
    return;
  }
  const actor = await findActor();
  if (actor === null) {
    await redirectToSignIn(ctx, server, '/', askedDoor(ctx.query));
  } else {
    ctx.redirect(actor.role === 'admin' ? '/admin' : '/customers');
  }
}

async function signaturesInTime(server: AppContext, actor: Actor, url: string): Promise<Boot['jssdk']> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), ticketDeadlineMs).unref();
  });
  try {
    return await Promise.race([signPage(server, actor.corpId, url), late]);
  } catch (error) {
    server.log.warn({ err: error, corp: actor.corpId }, 'page served without JS-SDK signatures');
    return null;
  }
}

function bootElement(boot: Boot): string {
  // A "<" inside the JSON could end the element.
  const json = JSON.stringify(boot).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="${bootElementId}">${json}</script>`;
}

function bridgeTag(devBridgeUrl: string | null): string {
  return devBridgeUrl === null ? '' : `<script src="${devBridgeUrl.replaceAll('"', '&quot;')}"></script>`;
}
