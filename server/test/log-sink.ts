import { Writable } from 'node:stream';

/** Keeps log lines, so that a test can look for what must not be there. */
export interface LogSink extends Writable {
  readonly lines: string[];
}

/** Creates an empty one. */
export function createLogSink(): LogSink {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8').trimEnd());
      done();
    },
  });
  return Object.assign(sink, { lines });
}
