import { openRawConnection } from './raw-connection.ts';

/** Opens the metrics of a benchmark's server; it protects nothing that lasts. */
export const benchMetricsToken = 'b'.repeat(32);

const metric = 'guanxi_nodejs_eventloop_lag_p99_seconds';

/**
 * How late the event loop of a server was at worst in 99 of 100 moments since it was last asked, in milliseconds.
 * The clock behind it ticks every ten, so that a loop with nothing to do shows about ten.
 *
 * @throws when the server was not given `benchMetricsToken`
 */
export async function loopDelayMs(port: number): Promise<number> {
  const connection = await openRawConnection(port);
  const { status, body } = await connection.send(
    Buffer.from(
      `GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${benchMetricsToken}\r\n\r\n`,
    ),
  );
  connection.close();
  const line = body.split('\n').find((text) => text.startsWith(`${metric} `));
  if (line === undefined) {
    throw new Error(`The server's metrics answered ${status} without ${metric}`);
  }
  return Number(line.slice(metric.length)) * 1000;
}
