import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND } from '@guanxi/shared/time';
import { createHandler } from './app.ts';
import type { AppContext } from './context.ts';
import { startReading } from './features/installation/read-installation.ts';
import { startFirstSync } from './features/sync/start-sync.ts';

/** Another process's uninstall is followed within this time. */
const watchMs = 5 * SECOND;

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Takes no new request, ends the running ones and the background work, closes the database. */
  stop(): Promise<void>;
}

/**
 * Listens, and starts the background work of the process's roles. The scheduler's also asks for a first sync where
 * there was none, and for what the self-built app may do, whose settings may have changed.
 */
export async function startServer(ctx: AppContext): Promise<RunningServer> {
  const { roles } = ctx.config;
  const server = createServer(createHandler(ctx));
  server.requestTimeout = 20 * SECOND;
  server.headersTimeout = 10 * SECOND;
  server.keepAliveTimeout = 65 * SECOND;
  await ctx.nodes.look();
  const port = await listen(server, ctx.config.port, ctx.config.host);
  const watch = setInterval(() => {
    ctx.followInstallations().catch((error: unknown) => {
      ctx.log.error({ err: error }, 'the installations cannot be read');
    });
    ctx.nodes.look().catch((error: unknown) => {
      ctx.log.error({ err: error }, 'the other processes cannot be counted');
    });
  }, watchMs);
  if (roles.has('worker')) {
    ctx.worker.start();
  }
  if (roles.has('scheduler')) {
    ctx.scheduler.start();
    await startReadings(ctx);
  }
  return {
    port,
    async stop() {
      clearInterval(watch);
      await close(server);
      await ctx.inbox.drain();
      await ctx.scheduler.stop();
      await ctx.worker.stop();
      // Where that fails the others count this process out after some seconds.
      await ctx.nodes.leave().catch(() => undefined);
      await ctx.database.close();
    },
  };
}

async function startReadings(ctx: AppContext): Promise<void> {
  for (const { corpId, client } of ctx.installations.all()) {
    if (client.access.mode === 'self-built') {
      await startReading(ctx, corpId);
    }
    await startFirstSync(ctx, corpId);
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // A client that holds a connection open must not hold up the stop.
    setTimeout(() => server.closeAllConnections(), 2 * SECOND).unref();
  });
}
