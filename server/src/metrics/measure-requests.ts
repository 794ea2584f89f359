import type { Context, Middleware, Next } from 'koa';

/** A request that was answered. */
export interface RequestReport {
  /** Template of the address; never the address itself, which may hold ids and codes. */
  readonly route: string;
  readonly method: string;
  /** `2xx`, `4xx`, … */
  readonly status: string;
  readonly durationMs: number;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Measures every request, from its arrival to the end of its handling. */
export function measureRequests(record: (report: RequestReport) => void): Middleware {
  return async (ctx: Context, next: Next) => {
    const started = performance.now();
    try {
      await next();
    } finally {
      const { method, status } = ctx;
      record(reportOf({ route: routeOf(ctx), method, status, durationMs: performance.now() - started }));
    }
  };
}

/** A request as it is counted: by class of status, and by the methods there are. */
export function reportOf(answer: {
  route: string;
  method: string;
  status: number;
  durationMs: number;
}): RequestReport {
  const { route, method, status, durationMs } = answer;
  return {
    route,
    method: methods.has(method) ? method : 'other',
    status: `${Math.floor(status / 100)}xx`,
    durationMs,
  };
}

/** What is behind no address of the router is a page, a file, or nothing. */
function routeOf(ctx: Context): string {
  const { _matchedRoute: matched } = ctx as { _matchedRoute?: unknown };
  return typeof matched === 'string' ? matched : 'page or file';
}
