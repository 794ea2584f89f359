import { setTimeout as sleep } from 'node:timers/promises';
import { openRawConnection, type RawConnection } from '../lib/raw-connection.ts';
import { type Latency, latencyOf } from '../lib/stats.ts';
import { callbackRequest, type EventSource } from './requests.ts';

/** What the load generator is told to do. */
export type LoadOrder =
  /** Signs and encrypts events ahead of the time that is measured. */
  | { readonly kind: 'prepare'; readonly source: EventSource; readonly first: number; readonly count: number }
  | {
      readonly kind: 'send';
      readonly port: number;
      readonly connections: number;
      readonly rate: number | null;
    };

/** What came of sending everything that was prepared. */
export interface LoadResult {
  readonly accepted: number;
  readonly refused: number;
  readonly elapsedMs: number;
  readonly latency: Latency;
}

let prepared: readonly Buffer[] = [];

/**
 * Sends what was prepared over some connections. Without a rate each connection sends as soon as it
 * is answered; with one, each request has its moment, and its time counts from that moment on.
 */
async function sendAll(port: number, connections: number, rate: number | null): Promise<LoadResult> {
  const open = await Promise.all(Array.from({ length: connections }, () => openRawConnection(port)));
  const times: number[] = [];
  let accepted = 0;
  let next = 0;
  const startedAt = performance.now();

  async function work(connection: RawConnection): Promise<void> {
    while (next < prepared.length) {
      const number = next;
      next += 1;
      const dueAt = rate === null ? performance.now() : startedAt + (1000 * number) / rate;
      const waitMs = dueAt - performance.now();
      if (waitMs > 1) {
        await sleep(waitMs);
      }
      const { status } = await connection.send(prepared[number] ?? Buffer.alloc(0));
      times.push(performance.now() - dueAt);
      accepted += status === 200 ? 1 : 0;
    }
  }

  await Promise.all(open.map(work));
  const elapsedMs = performance.now() - startedAt;
  for (const connection of open) {
    connection.close();
  }
  return { accepted, refused: times.length - accepted, elapsedMs, latency: latencyOf(times) };
}

async function obey(order: LoadOrder): Promise<unknown> {
  if (order.kind === 'send') {
    return sendAll(order.port, order.connections, order.rate);
  }
  prepared = Array.from({ length: order.count }, (_, index) =>
    callbackRequest(order.source, order.first + index),
  );
  return prepared.length;
}

process.channel?.ref();
process.on('message', (order: LoadOrder) => {
  obey(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
