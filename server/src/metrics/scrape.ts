import { createHash, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { Registry } from 'prom-client';

/**
 * Mounts `GET /metrics` for whoever brings the token. Without a token in the settings there is no such address.
 *
 * @param registry - null when nobody scrapes
 */
export function mountMetrics(router: Router, registry: Registry | null, token: string | null): void {
  if (registry === null || token === null) {
    return;
  }
  router.get('/metrics', async (ctx) => {
    ctx.set('cache-control', 'no-store');
    if (!isToken(ctx.get('authorization'), token)) {
      ctx.status = 401;
      ctx.set('www-authenticate', 'Bearer');
      ctx.body = '';
      return;
    }
    ctx.body = await registry.metrics();
    ctx.set('content-type', registry.contentType);
  });
}

/** Compares digests, so that neither the length nor a matching beginning shows in the time it takes. */
function isToken(header: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}
