import { once } from 'node:events';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

async function listenOnce(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}

/** The preferred port when it is free on loopback, otherwise one the system chooses. */
export async function freePort(preferred = 0): Promise<number> {
  const port = (await listenOnce(preferred)) ?? (await listenOnce(0));
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  return port;
}

/** Below the ports that systems give to connections by themselves. */
const LASTING = { first: 15_000, count: 15_000 };

/**
 * A port for a server that begins to listen some time from now: unlike one the system chooses, no connection gets it
 * meanwhile.
 */
export async function lastingPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = LASTING.first + Math.floor(Math.random() * LASTING.count);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

/** True when nothing listens on the port. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) === port;
}
