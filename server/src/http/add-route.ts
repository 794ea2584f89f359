import type { Route, RouteRequest, RouteResult } from '@guanxi/shared/contract';
import { defaultLocale } from '@guanxi/shared/locale';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { z } from 'zod';
import { AppError } from './app-error.ts';
import { readBody, readJsonBody } from './body.ts';
import type { Actor } from './session.ts';

/** What a handler is given beside the parsed request. */
export interface HandlerContext {
  readonly actor: Actor;
  readonly requestId: string;
  /** Where the request comes from, for what is counted by it. */
  readonly caller: string;
}

/** A route with its handler, as LIST 1 holds it. `Context` is what the handler uses of the server. */
export interface MountedRoute<Context> {
  readonly route: Route;
  handle(ctx: Context, request: unknown, handler: HandlerContext): Promise<unknown>;
}

/**
 * Ties a handler to a route. The handler gets parsed values and returns the answer; it neither
 * reads nor writes HTTP.
 */
export function handleRoute<R extends Route, Context>(
  route: R,
  handle: (ctx: Context, request: RouteRequest<R>, handler: HandlerContext) => Promise<RouteResult<R>>,
): MountedRoute<Context> {
  return {
    route,
    handle: (ctx, request, handler) => handle(ctx, request as RouteRequest<R>, handler),
  };
}

/** Who sends this request; throws `session.missing` when nobody does. */
export type Authenticate = (ctx: Context) => Promise<Actor>;

/**
 * Mounts a route: authenticate, check the role and the licence, parse, handle, parse the answer, write. The answer is parsed by the
 * route's own schema, so an undeclared field never leaves the server.
 */
export function addRoute<Server>(
  router: Router,
  mounted: MountedRoute<Server>,
  server: Server,
  authenticate: Authenticate,
): void {
  const { route } = mounted;
  router.register(`/api${route.path}`, [route.method], async (ctx: Context) => {
    const actor = route.access === 'public' ? nobody : await authenticate(ctx);
    requireRole(route, actor);
    requireLicence(route, actor);
    const hasBody = route.method !== 'GET' && route.method !== 'DELETE';
    const request = {
      params: parsePart(route.params, (ctx as { params?: unknown }).params ?? {}, 'params'),
      query: parsePart(route.query, { ...ctx.query }, 'query'),
      body: parsePart(route.body, hasBody ? await readRouteBody(ctx, route) : {}, 'body'),
    };
    const result = await mounted.handle(server, request, {
      actor,
      requestId: ctx.state.requestId,
      caller: ctx.state.caller,
    });
    ctx.body = route.response.parse(result);
    ctx.set('cache-control', 'no-store');
  });
}

/** A file as it is, or JSON; each with its own limit. */
function readRouteBody(ctx: Context, { upload }: Route): Promise<unknown> {
  return upload === undefined ? readJsonBody(ctx) : readBody(ctx.req, upload.maxBytes);
}

function requireRole(route: Route, actor: Actor): void {
  if (route.access === 'admin' && actor.role !== 'admin') {
    throw new AppError('access.admin_only');
  }
  if (route.access === 'manager' && actor.role === 'rep') {
    throw new AppError('access.manager_only');
  }
}

/** Managers and admins also see others' customers; their own are refused where a customer is found. */
function requireLicence(route: Route, actor: Actor): void {
  if (route.withoutLicence === null && actor.isUnlicensed && actor.role === 'rep') {
    throw new AppError('wecom.licence_missing');
  }
}

/** Public routes have no actor; nothing of theirs may look at it. */
const nobody: Actor = {
  ...{ corpId: 0, memberId: 0, userId: '', name: '', role: 'rep', locale: defaultLocale },
  isUnlicensed: false,
};

function parsePart(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  throw new AppError('request.invalid', {
    issues: parsed.error.issues.map((issue) => ({
      path: [part, ...issue.path].join('.'),
      message: issue.message,
    })),
  });
}
