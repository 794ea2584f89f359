import type { AddressInfo } from 'node:net';
import Koa from 'koa';

/** The floor: a Koa app that does nothing. */
const app = new Koa();
app.use((ctx) => {
  ctx.body = 'ok';
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
