import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorBody } from '@guanxi/shared/errors';
import { contract } from '@guanxi/shared/routes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from './app.ts';
import { countIn } from './rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'guanxi-http-'));
const h5 = join(folder, 'dist');
const script = `console.log('${'x'.repeat(5000)}');`;
let app: TestApp;

beforeAll(async () => {
  mkdirSync(join(h5, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'SECRET');
  writeFileSync(join(folder, 'distance.txt'), 'SECRET');
  writeFileSync(join(h5, 'index.html'), '<!doctype html><!--guanxi-boot-->');
  writeFileSync(join(h5, 'assets/app-1a2b.js'), script);
  writeFileSync(join(h5, 'icon.png'), Buffer.alloc(100, 1));
  app = await startTestApp({ env: { H5_DIR: h5 } });
});

afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, { redirect: 'manual', headers });
const errorOf = async (response: Response) => ((await response.json()) as ErrorBody).error;
/** A request that goes over the wire as it is; `fetch` would tidy up its path and add headers of a cache. */
const rawStatus = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(app.url);
    request({ hostname, port, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });

test('the bare address leads to the sidebar, with what it says about the app', async () => {
  expect((await get('/')).headers.get('location')).toBe('/sidebar');
  expect((await get('/?suite=ww1&corp=wp2')).headers.get('location')).toBe('/sidebar?suite=ww1&corp=wp2');
});

describe('health', () => {
  test('tells that it is up and ready', async () => {
    expect(await (await get('/healthz')).json()).toMatchObject({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  test('is up and not ready without its database, and takes no callback', async () => {
    const { ping, transaction } = app.ctx.database;
    const refuse = () => Promise.reject(new Error('gone away'));
    Object.assign(app.ctx.database, { ping: refuse, transaction: refuse });
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect([ready.status, (await errorOf(ready)).code]).toEqual([503, 'server.unavailable']);
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '重发' } });
    await app.sim.drain();
    expect(app.sim.pushes.at(-1)).toMatchObject({ sends: 3, status: 500, outcome: 'given-up' });
    Object.assign(app.ctx.database, { ping, transaction });
    expect(await countIn(app.ctx, 'inbox_event')).toBe(0);
  });

  test('a callback refused for a moment is taken when it is sent again', async () => {
    const { transaction } = app.ctx.database;
    let refusals = 2;
    Object.assign(app.ctx.database, {
      transaction: (work: Parameters<typeof transaction>[0]) => {
        refusals -= 1;
        return refusals >= 0 ? Promise.reject(new Error('gone away')) : transaction(work);
      },
    });
    app.sim.act.customerAdds(app.corp.corpId, { userId: 'ZhangSan', customer: { name: '重发' } });
    await app.sim.drain();
    Object.assign(app.ctx.database, { transaction });
    expect(app.sim.pushes.at(-1)).toMatchObject({ sends: 3, status: 200, outcome: 'delivered' });
    expect(await countIn(app.ctx, 'inbox_event')).toBe(1);
  });
});

describe('every answer', () => {
  test.each(['/healthz', '/api/session', '/api/nothing', '/sidebar', '/assets/app-1a2b.js'])(
    '%s has its headers and its number',
    async (path) => {
      const { headers } = await get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(/script-src[^;]*unsafe-inline/.test(policy)).toBe(false);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-request-id')).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  test.each(['/api/session', '/api/openapi.jsonx', '/wecom/nothing'])(
    'that is an error is not kept: %s',
    async (path) => {
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
    },
  );

  test('speaks the language of the browser and names the request', async () => {
    const chinese = await get('/api/session');
    const english = await get('/api/session', { 'accept-language': 'en-US,en;q=0.9' });
    expect((await errorOf(chinese)).message).toContain('登录');
    const error = await errorOf(english);
    expect(error.message).toContain('signed in');
    expect(error.requestId).toBe(english.headers.get('x-request-id'));
  });

  test('of an unknown fault says nothing of it', async () => {
    const rep = await app.signIn('ZhangSan');
    const { read } = app.ctx.database;
    Object.assign(app.ctx.database, { read: null });
    const answer = await rep.api('GET', '/tag-groups');
    Object.assign(app.ctx.database, { read });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'server.unknown' } } });
    expect(JSON.stringify(answer.body)).not.toMatch(/null|TypeError|\.ts/);
  });
});

describe('refusals', () => {
  test.each([
    ['GET', '/api/nothing', 404, 'request.not_found'],
    ['POST', '/nothing', 404, 'request.not_found'],
    ['GET', '/wecom/callback', 404, 'request.not_found'],
    ['GET', '/auth/nothing', 404, 'request.not_found'],
    ['PATCH', '/api/session', 405, 'request.method_not_allowed'],
    ['POST', '/api/customer-card', 405, 'request.method_not_allowed'],
    ['DELETE', '/healthz', 405, 'request.method_not_allowed'],
  ])('%s %s: %i', async (method, path, status, code) => {
    const response = await fetch(`${app.url}${path}`, { method, redirect: 'manual' });
    expect([response.status, (await errorOf(response)).code]).toEqual([status, code]);
  });

  const postTo = async (body: RequestInit['body'], type: string) => {
    const rep = await app.signIn('ZhangSan');
    const response = await rep.request('/api/customers/1/tags', {
      method: 'POST',
      body: body ?? null,
      headers: { 'content-type': type },
    });
    return [response.status, (await errorOf(response)).code];
  };

  test.each([
    ['no JSON', '{', 'application/json', 400, 'request.invalid'],
    ['JSON of another type', '{}', 'text/plain', 400, 'request.invalid'],
    ['a form', 'add=1', 'application/x-www-form-urlencoded', 400, 'request.invalid'],
    ['a list', '[]', 'application/json', 400, 'request.invalid'],
    ['null', 'null', 'application/json', 400, 'request.invalid'],
    ['too much', JSON.stringify({ add: ['x'.repeat(70_000)] }), 'application/json', 413, 'request.too_large'],
    ['a prototype', '{"__proto__":{"add":["x"]},"add":1}', 'application/json', 400, 'request.invalid'],
  ])('a body that is %s', async (_name, body, type, status, code) => {
    expect(await postTo(body, type)).toEqual([status, code]);
  });

  test('name the field that is wrong', async () => {
    const rep = await app.signIn('ZhangSan');
    const { body } = await rep.api('POST', '/customers/x/follow-ups', { method: 'phone' });
    const { error } = body as { error: { issues: { path: string }[] } };
    expect(error.issues.map((issue) => issue.path)).toContain('params.customerId');
  });

  test.each([
    '/%',
    '/%E0%A4%A',
    '/%zz.js',
    `/${'a'.repeat(3000)}.js`,
    `/${'a/'.repeat(2000)}b.js`,
    '/api/customers/%E0%A4%A/tags',
  ])('a malformed or endless path is no fault of ours: %.20s', async (path) => {
    const { status } = await rawStatus(path);
    expect(status).toBeLessThan(500);
  });
});

describe('files', () => {
  const file = '/assets/app-1a2b.js';

  test('with a hash in the name are kept for a year, others are asked for again', async () => {
    expect((await get(file)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/icon.png')).headers.get('cache-control')).toBe('no-cache');
    expect((await get(file)).headers.get('content-type')).toContain('javascript');
  });

  test('are compressed for whom takes it', async () => {
    const packed = await get(file, { 'accept-encoding': 'gzip' });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const smallest = await get(file, { 'accept-encoding': 'gzip, deflate, br' });
    expect(smallest.headers.get('content-encoding')).toBe('br');
    expect(await smallest.text()).toBe(await packed.clone().text());
    expect(packed.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    expect(await packed.text()).toBe(script);
    const plain = await get(file, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(script);
  });

  test('that did not change are not sent again', async () => {
    const etag = (await get(file)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    expect(await rawStatus(file, { 'if-none-match': etag })).toEqual({ status: 304, text: '' });
    expect((await rawStatus(file, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('answer HEAD without a body', async () => {
    const response = await fetch(`${app.url}${file}`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  test.each(['/assets/gone.js', '/index.html', '/favicon.ico', '/assets'])(
    '%s is not served as a file',
    async (path) => {
      const response = await get(path);
      expect([404, 302]).toContain(response.status);
      expect(await response.text()).not.toContain('<!doctype');
    },
  );

  test.each([
    '/../secret.txt',
    '/../distance.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/....//secret.txt',
    '//secret.txt',
    '/%00/../secret.txt',
    '/assets/app-1a2b.js%00.txt',
    '/etc/passwd',
    '/%2fetc%2fpasswd',
  ])('no path leads out of the folder: %s', async (path) => {
    const { status, text } = await rawStatus(path);
    expect(status).toBeLessThan(500);
    expect(status === 200).toBe(false);
    expect(text).not.toMatch(/SECRET|root:/);
  });
});

describe('the document', () => {
  interface Operation {
    summary: string;
    parameters: { name: string; in: string; required: boolean; schema: object }[];
    responses: Record<string, { description: string; content: object }>;
    requestBody?: object;
    security?: object[];
  }
  type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: object };
  let document: Document;

  beforeAll(async () => {
    document = (await (await get('/api/openapi.json')).json()) as Document;
  });

  test('is OpenAPI 3.1 with exactly the routes of the contract', () => {
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = contract.map((route) => `${route.method} /api${route.path.replace(/:(\w+)/g, '{$1}')}`);
    expect(listed.toSorted()).toEqual(routes.toSorted());
  });

  test('says of every route what it takes, answers and needs', () => {
    for (const route of contract) {
      const path = `/api${route.path.replace(/:(\w+)/g, '{$1}')}`;
      const operation = document.paths[path]?.[route.method.toLowerCase()];
      const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath?.map(({ name }) => `:${name}`)).toEqual(route.path.match(/:\w+/g) ?? []);
      expect(inPath?.every(({ required }) => required)).toBe(true);
      expect(operation?.summary).toBe(route.summary);
      expect(operation?.responses['200']).toBeDefined();
      expect(operation?.security !== undefined).toBe(route.access !== 'public');
      expect(operation?.requestBody !== undefined).toBe(!['GET', 'DELETE'].includes(route.method));
    }
  });

  test('has no reference that leads nowhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(references.length).toBeGreaterThan(0);
    for (const reference of new Set(references)) {
      const found = reference
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });
});
