import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer, as far as a measurement needs it. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** One kept-alive HTTP connection that sends prepared bytes, one request after another. */
export interface RawConnection {
  /** @throws when the connection ends before the answer is complete */
  send(request: Buffer): Promise<RawAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: RawAnswer): void;
  reject(error: Error): void;
}

/** Connects to a port of this machine. A client library would cost more than the servers measured. */
export async function openRawConnection(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return serve(socket);
}

function serve(socket: Socket): RawConnection {
  let waiting: Waiting | null = null;
  let received = '';

  function fail(error: Error): void {
    waiting?.reject(error);
    waiting = null;
  }

  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const answer = completeAnswer(received);
    if (answer !== null) {
      received = '';
      waiting?.resolve(answer);
    }
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));

  return {
    send(request) {
      return new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('the server closed the idle connection'));
          return;
        }
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
    close() {
      waiting = null;
      socket.destroy();
    },
  };
}

/** The answer once all of it is there; the servers measured always send its length. */
function completeAnswer(received: string): RawAnswer | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    return null;
  }
  const head = received.slice(0, headEnd);
  const body = received.slice(headEnd + 4);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return Buffer.byteLength(body) < length ? null : { status: Number(head.slice(9, 12)), body };
}
