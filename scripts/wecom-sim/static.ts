import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Context, Middleware } from 'koa';

const DESKTOP = join(import.meta.dirname, 'desktop');
const ADMIN = join(import.meta.dirname, 'admin');

/** What the product's page loads from here. */
const BRIDGE = new Set(['/bridge.js', '/bridge-open-data.js']);

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const serve = async (ctx: Context, name: string, folder = DESKTOP) => {
  const path = normalize(join(folder, name));
  const type = TYPES[extname(path)];
  if (!path.startsWith(folder + sep) || !type) return;
  try {
    ctx.body = await readFile(path);
    ctx.set('Content-Type', type);
    ctx.set('Cache-Control', 'no-cache');
  } catch {
    ctx.status = 404;
  }
};

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
};

/** The desktop page under `/desktop/`, the page of a corp's admin under `/admin/`, and the bridge script that the product's page loads. */
export const staticMiddleware: Middleware = async (ctx, next) => {
  if (ctx.path === '/' || ctx.path === '/desktop') return ctx.redirect('/desktop/');
  if (BRIDGE.has(ctx.path)) {
    ctx.set('Access-Control-Allow-Origin', '*');
    return serve(ctx, ctx.path.slice(1));
  }
  if (ctx.path === '/admin') return ctx.redirect('/admin/');
  if (ctx.path.startsWith('/admin/')) {
    const page = decoded(ctx.path.slice('/admin/'.length));
    return page === undefined ? undefined : serve(ctx, page === '' ? 'index.html' : page, ADMIN);
  }
  if (!ctx.path.startsWith('/desktop/')) return next();
  const name = decoded(ctx.path.slice('/desktop/'.length));
  if (name !== undefined) await serve(ctx, name === '' ? 'index.html' : name);
};
