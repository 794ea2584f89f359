import type { Context, Middleware, Next } from 'koa';
import { AppError } from './app-error.ts';

/** The clients' web views are top-level; only the simulator of a development set-up frames the page. */
interface SecurityOptions {
  readonly publicUrl: string;
  readonly isProduction: boolean;
  /** Origin of the simulator, or null. */
  readonly bridgeOrigin: string | null;
}

/** Headers that keep other sites out of the page, and the page's scripts to our own. */
export function securityHeaders({ isProduction, bridgeOrigin }: SecurityOptions): Middleware {
  const bridge = bridgeOrigin === null ? '' : ` ${bridgeOrigin}`;
  const policy = [
    "default-src 'self'",
    `script-src 'self'${bridge}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' https: data:${bridge}`,
    `connect-src 'self'${bridge}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${bridgeOrigin ?? "'none'"}`,
  ].join('; ');
  return async (ctx: Context, next: Next) => {
    ctx.set('content-security-policy', policy);
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('referrer-policy', 'same-origin');
    ctx.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
    if (isProduction) {
      ctx.set('strict-transport-security', 'max-age=31536000');
    }
    await next();
  };
}

/** Refuses writes that another site's page sends with our cookie. */
export function refuseCrossSite({ publicUrl }: SecurityOptions): Middleware {
  return async (ctx: Context, next: Next) => {
    const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(ctx.method);
    const origin = ctx.get('origin');
    const site = ctx.get('sec-fetch-site');
    const isForeign = (origin !== '' && origin !== publicUrl) || site === 'cross-site';
    if (isWrite && ctx.path.startsWith('/api/') && isForeign) {
      throw new AppError('request.cross_site');
    }
    await next();
  };
}

/** Answers 503 when a handler takes longer than this; the work itself may still end. */
export function timeLimit(limitMs: number): Middleware {
  return async (_ctx: Context, next: Next) => {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new AppError('request.timeout')), limitMs);
    });
    try {
      await Promise.race([next(), expired]);
    } finally {
      clearTimeout(timer);
    }
  };
}
