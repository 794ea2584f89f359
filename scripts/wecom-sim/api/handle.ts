import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Middleware } from 'koa';
import type { ApiFault } from '../faults.ts';
import { readBytes } from '../http.ts';
import { type Answer, parseBody, refusal, WRONG_JSON } from './answer.ts';
import { carry } from './carry.ts';
import {
  type Anonymous,
  type ApiWorld,
  type Endpoint,
  type EndpointTable,
  FILE,
  type FileAnswer,
} from './endpoint.ts';
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

const sendFile = (ctx: Context, { name, type, bytes }: FileAnswer): number => {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(ctx.get('range'));
  ctx.set('Content-Disposition', `attachment; filename="${encodeURIComponent(name)}"`);
  ctx.set('Accept-Ranges', 'bytes');
  ctx.status = 200;
  ctx.body = bytes;
  ctx.set('Content-Type', type);
  if (!asked) return 0;
  const start = Number(asked[1]);
  const end = Math.min(asked[2] ? Number(asked[2]) : bytes.length - 1, bytes.length - 1);
  ctx.status = 206;
  ctx.set('Content-Range', `bytes ${start}-${end}/${bytes.length}`);
  ctx.body = bytes.subarray(start, end + 1);
  ctx.set('Content-Type', type);
  return 0;
};

/** Paths that do not exist: 404 without a body. */
const notFound = (ctx: Context) => {
  ctx.respond = false;
  ctx.res.writeHead(404, { 'content-length': 0 }).end();
};

/** Answers `/cgi-bin/*`: HTTP 200 whatever the errcode, 404 with an empty body for paths that do not exist. */
export const apiMiddleware = (sim: ApiWorld, options: ApiOptions): Middleware => {
  const running = new Map<string, number>();
  const remembered = new Map<string, Partial<Answer>>();

  const remember = (key: string, answer: Partial<Answer>) => {
    remembered.delete(key);
    remembered.set(key, answer);
    const oldest = remembered.keys().next();
    if (remembered.size > REMEMBERED && !oldest.done) remembered.delete(oldest.value);
  };

  const readCall = async (ctx: Context): Promise<{ call: Anonymous; text: string; isWrong: boolean }> => {
    const bytes = await readBytes(ctx.req);
    const contentType = ctx.get('content-type');
    const text = contentType.startsWith('multipart/') ? '' : bytes.toString();
    const { body, isWrong } = parseBody(text);
    const query = new URLSearchParams(ctx.querystring);
    const ip = ctx.ip.replace(/^::ffff:/, '');
    return { call: { ...sim, query, body, bytes, contentType, ip, path: ctx.path }, text, isWrong };
  };

  /** The answer of a call that went well, or what the same call answered before. */
  const fine = (endpoint: Endpoint, result: Record<string, unknown>, key: string, isStale: boolean) => {
    const isBare = endpoint.mayOmitErrcode && sim.faults.switches.tokenCallsOmitErrcode;
    const fresh: Partial<Answer> = isBare ? { ...result } : { errcode: 0, errmsg: 'ok', ...result };
    const answer = (isStale && remembered.get(key)) || fresh;
    remember(key, fresh);
    return answer;
  };

  const refuse = (ctx: Context, endpoint: Endpoint, error: unknown, ip: string): Partial<Answer> => {
    if (!(error instanceof ApiError)) throw error;
    ctx.set('Error-Code', String(error.errcode));
    ctx.set('Error-Msg', error.message.replace(/[^\x20-\x7e]/g, '?'));
    return refusal(sim, endpoint, error, ip);
  };

  const answerTo = async (ctx: Context, endpoint: Endpoint, hits: ApiFault[], inFlight: number) => {
    const { call, text, isWrong } = await readCall(ctx);
    let answer: Partial<Answer>;
    try {
      failAsAsked(hits, inFlight);
      const result = await carry(sim, options.limiter, endpoint, call);
      // The one handler that answers a file puts it there.
      if (FILE in result) return sendFile(ctx, result[FILE] as FileAnswer);
      const isStale = hits.some((fault) => fault.kind === 'stale');
      answer = fine(endpoint, result, `${ctx.path} ${ctx.querystring} ${text}`, isStale);
    } catch (error) {
      answer = refuse(ctx, endpoint, error, call.ip);
    }
    if (isWrong) answer = { ...answer, errmsg: `${WRONG_JSON}${answer.errmsg ?? ''}` };
    ctx.status = 200;
    ctx.set('Date', new Date(sim.clock.now()).toUTCString());
    ctx.type = 'application/json; charset=UTF-8';
    ctx.body = JSON.stringify(answer);
    return answer.errcode ?? 0;
  };

  const cutOff = (ctx: Context) => {
    ctx.respond = false;
    ctx.req.socket.destroy();
    return -2;
  };

  /** Carries a call out with its faults; returns the errcode, or a negative number for a broken answer. */
  const carryOut = async (ctx: Context, endpoint: Endpoint, corpId: string, inFlight: number) => {
    const hits = sim.faults.take(ctx.path, corpId);
    const latency = latencyOf(sim, hits);
    if (latency > 0) await sleep(latency);
    const broken = hits.find((fault) => fault.kind === 'http' || fault.kind === 'cut');
    if (broken?.kind === 'cut') return cutOff(ctx);
    if (broken?.kind === 'http') {
      ctx.status = broken.status;
      ctx.body = '';
      return -broken.status;
    }
    const errcode = await answerTo(ctx, endpoint, hits, inFlight);
    return hits.some((fault) => fault.kind === 'lost') ? cutOff(ctx) : errcode;
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
