import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address in front of several servers, as operators put one there. */
export interface Balancer {
  readonly url: string;
  /** The servers' ports; requests take turns among them. */
  setPorts(ports: readonly number[]): void;
  stop(): Promise<void>;
}

const answerWithinMs = 5_000;

/**
 * Passes requests on. Where a server does not answer, or says that it cannot, the next one is asked; the platform's
 * callbacks may be asked twice, because the same event is the same however often it comes.
 */
export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then(async (body) => {
      turn += 1;
      const inTurn = [...ports.slice(turn % ports.length), ...ports.slice(0, turn % ports.length)];
      for (const port of inTurn) {
        const answer = await forward(incoming, body, port).catch(() => null);
        if (answer !== null && answer.status !== 503) {
          outgoing.writeHead(answer.status, { 'content-type': answer.type });
          outgoing.end(answer.body);
          return;
        }
      }
      outgoing.writeHead(502).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setPorts(next) {
      ports = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

async function forward(incoming: IncomingMessage, body: Buffer, port: number): Promise<Answer> {
  const outgoing = request({
    ...{ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, timeout: answerWithinMs },
    headers: { 'content-type': incoming.headers['content-type'] ?? 'text/xml' },
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    status: answer.statusCode ?? 502,
    type: answer.headers['content-type'] ?? 'text/plain',
    body: await readAll(answer),
  };
}
