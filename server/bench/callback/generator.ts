import { once } from 'node:events';
import { join } from 'node:path';
import { type Program, startProgram } from '../lib/program.ts';
import type { LoadOrder, LoadResult } from './load.ts';
import type { EventSource } from './requests.ts';

/** The load generator, in a process of its own. */
export interface Generator {
  readonly program: Program;
  /** Makes the next events; none is made twice. */
  prepare(count: number): Promise<void>;
  /** Sends what was prepared last. A rate spreads it evenly; without one it goes as fast as it is answered. */
  send(port: number, rate?: number): Promise<LoadResult>;
}

export const connections = 64;

/** Starts it. */
export function startGenerator(source: EventSource): Generator {
  const program = startProgram(join(import.meta.dirname, 'load.ts'));
  let first = 0;

  async function ask<Result>(order: LoadOrder): Promise<Result> {
    program.child.send(order);
    const [answer] = (await once(program.child, 'message')) as [{ result: Result } | { error: string }];
    if ('error' in answer) {
      throw new Error(`The load generator failed: ${answer.error}`);
    }
    return answer.result;
  }

  return {
    program,
    async prepare(count) {
      await ask({ kind: 'prepare', source, first, count });
      first += count;
    },
    send: (port, rate) => ask({ kind: 'send', port, connections, rate: rate ?? null }),
  };
}
