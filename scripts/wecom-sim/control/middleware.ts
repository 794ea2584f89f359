import type { Context, Middleware } from 'koa';
import { ZodError, z } from 'zod';
import { ImpossibleAct } from '../act/pair.ts';
import { readBody } from '../http.ts';
import type { WecomSim } from '../sim.ts';
import { streamChanges } from './events-stream.ts';
import { controlReads } from './read-routes.ts';
import { controlWrites } from './write-routes.ts';

const PREFIX = '/sim/api/';
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const refuse = (ctx: Context, status: number, error: string) => {
  ctx.status = status;
  ctx.body = { ok: false, error };
};

const explain = (ctx: Context, error: unknown) => {
  if (error instanceof ZodError) return refuse(ctx, 400, z.prettifyError(error));
  if (error instanceof SyntaxError) return refuse(ctx, 400, 'the body is not JSON');
  if (error instanceof ImpossibleAct) return refuse(ctx, 409, error.message);
  throw error;
};

const isLocal = (host: string) => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);

/** The bridge calls from the app's own pages; no other site may drive the world from a visitor's browser. */
const allowOrigin = (ctx: Context, sim: WecomSim) => {
  const origin = ctx.get('Origin');
  if (!URL.canParse(origin)) return;
  const { host } = new URL(origin);
  const isTrusted = sim.corps.some(({ corpId }) =>
    sim.world.corp(corpId).apps.some((app) => app.trustedDomains.includes(host)),
  );
  if (!isLocal(host) && !isTrusted) return;
  ctx.set('Access-Control-Allow-Origin', origin);
  ctx.set('Access-Control-Allow-Headers', 'content-type');
  ctx.vary('Origin');
};

/** `/sim/api/*`: how pages and tests drive the world. Loopback only, without login: the world is make-believe. */
export const controlMiddleware = (sim: WecomSim): Middleware => {
  const reads = controlReads(sim);
  const writes = controlWrites(sim);

  const read = async (ctx: Context, name: string) => {
    if (name === 'events') return streamChanges(ctx, sim.world);
    const handler = reads[name];
    const query = new URLSearchParams(ctx.querystring);
    const corp = sim.world.corps.get(query.get('corp') ?? sim.corps[0]?.corpId ?? '');
    if (!handler || !corp) return refuse(ctx, 404, handler ? 'no such corp' : 'no such path');
    ctx.body = { ok: true, ...(await handler({ corp, query })) };
  };

  const write = async (ctx: Context, name: string) => {
    const handler = writes[name];
    if (!handler) return refuse(ctx, 404, 'no such path');
    const text = await readBody(ctx.req);
    const body: unknown = text === '' ? {} : JSON.parse(text);
    ctx.body = { ok: true, ...(await handler.run(body)) };
  };

  return async (ctx, next) => {
    if (!ctx.path.startsWith(PREFIX)) return next();
    if (!LOOPBACK.has(ctx.req.socket.remoteAddress ?? '')) return refuse(ctx, 403, 'loopback only');
    allowOrigin(ctx, sim);
    ctx.set('Cache-Control', 'no-store');
    const name = ctx.path.slice(PREFIX.length);
    try {
      if (ctx.method === 'GET') await read(ctx, name);
      else if (ctx.method === 'POST') await write(ctx, name);
      else ctx.status = 204;
    } catch (error) {
      explain(ctx, error);
    }
  };
};
