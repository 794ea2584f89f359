import type { IncomingMessage, ServerResponse } from 'node:http';
import { contract } from '@guanxi/shared/routes';
import { SECOND } from '@guanxi/shared/time';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import type { AppContext } from './context.ts';
import { callbackRoutes } from './features/callbacks/routes.ts';
import { mountMediaContent } from './features/media/routes.ts';
import { mountSignIn, mountSignOut } from './features/session/routes.ts';
import { mountInstall, suiteCallbackRoutes } from './features/suites/routes.ts';
import { addRoute } from './http/add-route.ts';
import { AppError } from './http/app-error.ts';
import { knowCaller, trustProxies } from './http/client-address.ts';
import { errorHandler } from './http/error-handler.ts';
import { openApiDocument } from './http/openapi.ts';
import { createPlatformHandler, type PlatformRoute } from './http/platform-routes.ts';
import { requestId } from './http/request-id.ts';
import { refuseCrossSite, securityHeaders, timeLimit } from './http/security.ts';
import { type Actor, openSession, sessionCookie } from './http/session.ts';
import { measureRequests, reportOf } from './metrics/measure-requests.ts';
import { mountMetrics } from './metrics/scrape.ts';
import { leadHome, servePage } from './page.ts';
import { routes } from './routes.ts';
import { translateError } from './translate-error.ts';
import { DEFAULT_MAX_BODY_BYTES } from './wecom/index.ts';

const requestLimitMs = 15 * SECOND;
const version = '0.1.0';

/** The addresses the platform calls. */
const platformRoutes: readonly PlatformRoute<AppContext>[] = [...callbackRoutes, ...suiteCallbackRoutes];

/** What a server does with requests. */
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Answers every request: the platform's by itself, people's and programs' through the Koa app. A process without the
 * web role says how it is and nothing else.
 */
export function createHandler(server: AppContext): Handler {
  return server.config.roles.has('web') ? webHandler(server) : operationsHandler(server);
}

function operationsHandler(server: AppContext): Handler {
  const router = new Router();
  mountOperations(router, server);
  const app = baseApp(server);
  app.use(router.routes());
  app.use(() => {
    throw new AppError('request.not_found');
  });
  const answer = app.callback();
  return (request, response) => void answer(request, response);
}

function webHandler(server: AppContext): Handler {
  const answerPlatform = createPlatformHandler(server, platformRoutes, {
    log: server.log,
    translate: translateError,
    bodyLimit: DEFAULT_MAX_BODY_BYTES,
    onAnswer: (answer) => server.metrics.recordRequest(reportOf(answer)),
  });
  const answerOthers = createApp(server).callback();
  return (request, response) => {
    if (!answerPlatform(request, response)) {
      void answerOthers(request, response);
    }
  };
}

function securityOf({ config }: AppContext) {
  return {
    publicUrl: config.publicUrl,
    isProduction: config.isProduction,
    bridgeOrigin: config.devBridgeUrl === null ? null : new URL(config.devBridgeUrl).origin,
  };
}

/** What every request goes through. */
function baseApp(server: AppContext): Koa {
  const app = new Koa();
  app.silent = true;
  app.use(measureRequests(server.metrics.recordRequest));
  app.use(requestId);
  app.use(knowCaller(trustProxies(server.config.trustedProxies), server.log));
  app.use(securityHeaders(securityOf(server)));
  app.use(errorHandler(server.log, translateError));
  app.use(timeLimit(requestLimitMs));
  return app;
}

/** The Koa app: what every request goes through, then the addresses. */
function createApp(server: AppContext): Koa {
  const app = baseApp(server);
  app.use(refuseCrossSite(securityOf(server)));
  const router = createRouter(server);
  app.use(router.routes());
  app.use(methodNotAllowed(router));
  app.use((ctx) => serveFileOrPage(ctx, server));
  return app;
}

function createRouter(server: AppContext): Router {
  const router = new Router();
  mountOperations(router, server);
  mountInstall(router, server);
  mountSignIn(router, server);
  mountSignOut(router, server);
  mountMediaContent(router, server, (ctx) => authenticate(ctx, server));
  for (const mounted of routes) {
    addRoute(router, mounted, server, (ctx) => authenticate(ctx, server));
  }
  const document = openApiDocument(contract, version);
  router.get('/api/openapi.json', (ctx) => {
    ctx.body = document;
  });
  return router;
}

/** For those who run the server, whatever its roles. */
function mountOperations(router: Router, server: AppContext): void {
  mountMetrics(router, server.metrics.registry, server.metricsToken);
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok', version };
  });
  router.get('/readyz', async (ctx) => {
    try {
      await server.database.ping();
    } catch (error) {
      throw new AppError('server.unavailable', { cause: error });
    }
    ctx.body = { status: 'ready' };
  });
}

async function findActor(ctx: Context, server: AppContext): Promise<Actor | null> {
  const claims = openSession(server.keyring, ctx.cookies.get(sessionCookie), server.now());
  if (claims === null) {
    return null;
  }
  if (!server.installations.has(claims.corpId)) {
    await server.followInstallations();
  }
  return server.installations.has(claims.corpId) ? server.loadActor(claims.corpId, claims.memberId) : null;
}

async function authenticate(ctx: Context, server: AppContext): Promise<Actor> {
  const actor = await findActor(ctx, server);
  if (actor === null) {
    throw new AppError('session.missing');
  }
  await server.noteOpening(actor);
  return actor;
}

/** A known address with another method is 405, not a page. */
function methodNotAllowed(router: Router) {
  return async (ctx: Context, next: () => Promise<void>) => {
    const { path } = router.match(ctx.path, ctx.method);
    if (path.length > 0) {
      throw new AppError('request.method_not_allowed');
    }
    await next();
  };
}

async function serveFileOrPage(ctx: Context, server: AppContext): Promise<void> {
  const isReading = ctx.method === 'GET' || ctx.method === 'HEAD';
  const isOurs = /^\/(api|auth|wecom|install|metrics)(\/|$)/.test(ctx.path);
  if (!isReading || isOurs) {
    throw new AppError('request.not_found');
  }
  if (await server.files.serve(ctx)) {
    return;
  }
  // A missing file must not answer with a page; pages have no ending.
  if (/\.\w+$/.test(ctx.path)) {
    throw new AppError('request.not_found');
  }
  if (ctx.path === '/') {
    await leadHome(ctx, server, () => findActor(ctx, server));
    return;
  }
  await servePage(ctx, server, await findActor(ctx, server));
}
