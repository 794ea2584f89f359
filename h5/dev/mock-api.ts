import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '@guanxi/shared/contract';
import { listMyCustomers } from '@guanxi/shared/customers';
import { type ErrorCode, errorTable } from '@guanxi/shared/errors';
import { getSession } from '@guanxi/shared/session';
import type { Plugin } from 'vite';
import { createWorld, type World } from './fixtures.ts';
import { answers } from './mock-answers.ts';
import { MockFailure, type MockRequest } from './mock-kit.ts';

/** One world a browser, by the cookie that its first page gave it. */
const worlds = new Map<string, World>();

function worldOf(request: IncomingMessage): World {
  const key = /guanxi-mock=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? 'default';
  const known = worlds.get(key) ?? createWorld('default');
  worlds.set(key, known);
  return known;
}

/** A page opened with `?state=` starts a world of its own. */
function startWorld(url: URL, response: ServerResponse) {
  const state = url.searchParams.get('state');
  if (!state) return;
  const key = randomBytes(6).toString('hex');
  worlds.set(key, createWorld(state));
  response.setHeader('set-cookie', `guanxi-mock=${key}; Path=/`);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  if (request.headers['content-type'] === 'application/octet-stream') return new Uint8Array(bytes);
  return bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
}

function send(response: ServerResponse, status: number, body: unknown) {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function fail(response: ServerResponse, code: ErrorCode, errcode?: number) {
  const requestId = `${randomBytes(2).toString('hex')}-${randomBytes(2).toString('hex')}`.toUpperCase();
  const row = errorTable[code];
  response.setHeader('x-request-id', requestId);
  send(response, row.status, { error: { code, message: row.zh, requestId, ...(errcode && { errcode }) } });
}

/** The parameters of a path that fits a route; null when it does not fit. */
function match(route: Route, method: string, path: string): Record<string, string> | null {
  if (route.method !== method) return null;
  const pattern = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  const found = pattern.exec(path);
  return found && { ...found.groups };
}

async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const world = worldOf(request);
  if (world.isDown) {
    response.destroy();
    return;
  }
  const path = url.pathname.slice('/api'.length);
  const body = await readBody(request);
  for (const { route, answer } of answers) {
    const params = match(route, request.method ?? 'GET', path);
    if (!params) continue;
    const query = Object.fromEntries(url.searchParams);
    const input: MockRequest = { params, query, body };
    if (route !== listMyCustomers && route !== getSession)
      await new Promise((resolve) => setTimeout(resolve, world.delayMs));
    const { code, errcode } = world.failure ?? {};
    if (code === 'wecom.licence_missing' && route.withoutLicence === null)
      throw new MockFailure(code, errcode);
    // The real schemas check what the page sends and what it is given.
    const parsed = route.body.safeParse(body);
    if (!parsed.success) throw new MockFailure('request.invalid');
    send(response, 200, route.response.parse(answer(world, { ...input, body: parsed.data })));
    return;
  }
  throw new MockFailure('request.not_found');
}

/** The policy the page is served with, so that a preview of the build shows what it forbids. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; connect-src 'self'";

function mocked(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/')) {
    startWorld(url, response);
    next();
    return;
  }
  handle(request, response, url).catch((error: unknown) => {
    if (error instanceof MockFailure) fail(response, error.code, error.errcode);
    else next(error);
  });
}

/** Serves the contract from fixtures while the page is developed; it is never part of a build. */
export function mockApi(): Plugin {
  return {
    name: 'guanxi-mock-api',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(mocked);
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('content-security-policy', policy);
        next();
      });
      server.middlewares.use(mocked);
    },
  };
}
