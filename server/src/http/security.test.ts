import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorBody } from '@guanxi/shared/errors';
import Koa, { type Middleware } from 'koa';
import { expect, test } from 'vitest';
import { errorHandler } from './error-handler.ts';
import { requestId } from './request-id.ts';
import { securityHeaders, timeLimit } from './security.ts';

/** What an app of these middlewares answers. */
async function answerOf(...middlewares: Middleware[]): Promise<Response> {
  const app = new Koa();
  app.silent = true;
  for (const middleware of middlewares) {
    app.use(middleware);
  }
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/x`);
  await new Promise((resolve) => server.close(resolve));
  return response;
}

const page: Middleware = (ctx) => {
  ctx.body = 'x';
};
const silent = { info: () => undefined, error: () => undefined };

test('a handler that takes too long is answered for: 503', async () => {
  let finish: () => void = () => undefined;
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const handlers = [requestId, errorHandler(silent, () => null), timeLimit(20), () => work];
  const response = await answerOf(...handlers);
  const { error } = (await response.json()) as ErrorBody;
  expect([response.status, error.code]).toEqual([503, 'request.timeout']);
  finish();
});

test('production asks for https for a year and is framed by nobody', async () => {
  const options = { publicUrl: 'https://crm.example.com', isProduction: true, bridgeOrigin: null };
  const { headers } = await answerOf(securityHeaders(options), page);
  expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test('the simulator of a development set-up may frame the page, and nobody else', async () => {
  const options = {
    publicUrl: 'http://127.0.0.1:1',
    isProduction: false,
    bridgeOrigin: 'http://127.0.0.1:2',
  };
  const policy = (await answerOf(securityHeaders(options), page)).headers.get('content-security-policy');
  expect(policy).toContain('frame-ancestors http://127.0.0.1:2');
  expect(policy).toContain("script-src 'self' http://127.0.0.1:2;");
});
