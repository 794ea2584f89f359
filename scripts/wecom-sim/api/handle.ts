import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import type { ApiFault } from '../faults.ts';
import { readBody } from '../http.ts';
import { type Answer, parseBody, refusal, WRONG_JSON } from './answer.ts';
import type { ApiWorld, Call, Endpoint, EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';
import type { createLimiter } from './limits.ts';

export interface RequestRecord {
  method: string;
  path: string;
  corpId: string;
  errcode: number;
  at: number;
}

export interface ApiOptions {
  endpoints: EndpointTable;
  limiter: ReturnType<typeof createLimiter>;
  onRequest(record: RequestRecord): void;
}

const REMEMBERED = 200;

/** Which corp and app the access_token of a call stands for. */
const authenticate = (sim: ApiWorld, query: URLSearchParams): Pick<Call, 'corp' | 'app'> => {
  const token = query.get('access_token');
  if (!token) throw new ApiError(41001);
  const holder = sim.credentials.holder(token);
  if (holder === undefined) throw new ApiError(40014);
  if (holder === 'expired') throw new ApiError(42001);
  return holder;
};

/** Everything that is checked before an endpoint sees a call. */
const admit = (endpoint: Endpoint, { app }: Call, ip: string, isAllowed: boolean) => {
  if (app.disabled) throw new ApiError(50003);
  if (app.trustedIps && !app.trustedIps.includes(ip)) throw new ApiError(60020);
  if (!endpoint.open && endpoint.permission && !app.permissions.has(endpoint.permission)) {
    throw new ApiError(48002);
  }
  if (!isAllowed) throw new ApiError(45009);
};

const corpOf = (sim: ApiWorld, query: URLSearchParams): string => {
  const holder = sim.credentials.holder(query.get('access_token') ?? '');
  return typeof holder === 'object' ? holder.corp.corpId : (query.get('corpid') ?? '');
};

/** The faults of this call that decide its answer by themselves. */
const failAsAsked = (hits: readonly ApiFault[], inFlight: number) => {
  for (const fault of hits) {
    if (fault.kind === 'errcode') throw new ApiError(fault.errcode, fault.errmsg);
    if (fault.kind === 'concurrency' && inFlight > fault.limit) throw new ApiError(45033);
  }
};

const latencyOf = (sim: ApiWorld, hits: readonly ApiFault[]): number =>
  hits.reduce((ms, fault) => ms + (fault.kind === 'slow' ? fault.ms : 0), sim.faults.latencyMs);

/** Paths that do not exist: 404 without a body. */
const notFound = (ctx: Context) => {
  ctx.respond = false;
  ctx.res.writeHead(404, { 'content-length': 0 }).end();
};

/** Answers `/cgi-bin/*`: HTTP 200 whatever the errcode, 404 with an empty body for paths that do not exist. */
export const apiMiddleware = (sim: ApiWorld, options: ApiOptions): Middleware => {
  const running = new Map<string, number>();
  const remembered = new Map<string, Answer>();

  const remember = (key: string, answer: Answer) => {
    remembered.delete(key);
    remembered.set(key, answer);
    const oldest = remembered.keys().next();
    if (remembered.size > REMEMBERED && !oldest.done) remembered.delete(oldest.value);
  };

  const run = (
    endpoint: Endpoint,
    call: Omit<Call, 'corp' | 'app'>,
    path: string,
  ): Record<string, unknown> => {
    if (endpoint.open) return endpoint.handle(call);
    const full = { ...call, ...authenticate(sim, call.query) };
    admit(endpoint, full, call.ip, options.limiter.allow(`${full.corp.corpId} ${path}`));
    return endpoint.handle(full);
  };

  const answerTo = async (ctx: Context, endpoint: Endpoint, hits: ApiFault[], inFlight: number) => {
    const text = await readBody(ctx.req);
    const { body, isWrong } = parseBody(text);
    const ip = ctx.ip.replace(/^::ffff:/, '');
    const query = new URLSearchParams(ctx.querystring);
    const key = `${ctx.path} ${ctx.querystring} ${text}`;
    let answer: Answer;
    try {
      failAsAsked(hits, inFlight);
      const fresh = { errcode: 0, errmsg: 'ok', ...run(endpoint, { ...sim, query, body, ip }, ctx.path) };
      answer = (hits.some((fault) => fault.kind === 'stale') && remembered.get(key)) || fresh;
      remember(key, fresh);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      answer = refusal(sim, endpoint, error, ip);
      ctx.set('Error-Code', String(error.errcode));
      ctx.set('Error-Msg', error.message.replace(/[^\x20-\x7e]/g, '?'));
    }
    if (isWrong) answer = { ...answer, errmsg: `${WRONG_JSON}${answer.errmsg}` };
    ctx.status = 200;
    ctx.type = 'application/json; charset=UTF-8';
    ctx.body = JSON.stringify(answer);
    return answer.errcode;
  };

  /** Carries a call out with its faults; returns the errcode, or a negative number for a broken answer. */
  const carryOut = async (ctx: Context, endpoint: Endpoint, corpId: string, inFlight: number) => {
    const hits = sim.faults.take(ctx.path, corpId);
    const latency = latencyOf(sim, hits);
    if (latency > 0) await sleep(latency);
    const broken = hits.find((fault) => fault.kind === 'http' || fault.kind === 'cut');
    if (broken?.kind === 'cut') {
      ctx.respond = false;
      ctx.req.socket.destroy();
      return -2;
    }
    if (broken?.kind === 'http') {
      ctx.status = broken.status;
      ctx.body = '';
      return -broken.status;
    }
    return answerTo(ctx, endpoint, hits, inFlight);
  };

  return async (ctx, next) => {
    if (!ctx.path.startsWith('/cgi-bin/')) return next();
    const endpoint = options.endpoints[ctx.path];
    if (!endpoint || (ctx.method !== 'GET' && ctx.method !== 'POST')) return notFound(ctx);
    const corpId = corpOf(sim, new URLSearchParams(ctx.querystring));
    const place = `${corpId} ${ctx.path}`;
    const inFlight = (running.get(place) ?? 0) + 1;
    running.set(place, inFlight);
    const record = { method: ctx.method, path: ctx.path, corpId, errcode: 0, at: sim.clock.seconds() };
    try {
      record.errcode = await carryOut(ctx, endpoint, corpId, inFlight);
    } finally {
      running.set(place, (running.get(place) ?? 1) - 1);
      options.onRequest(record);
    }
  };
};
