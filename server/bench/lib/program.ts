import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../../../scripts/lib/local-bin.ts';
import { WITH_PARENT } from '../../../scripts/lib/with-parent.mjs';

const stopWithinMs = 15_000;

/** A Node program of this repository, running as a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** Lets it stand still, so that what is measured next has the machine for itself. */
  pause(): void;
  resume(): void;
  /** Asks it to end and waits; kills it when it takes too long. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a program; it ends with this process, whatever happens. Its standard error is ours. */
export function startProgram(
  file: string,
  options: {
    args?: readonly string[];
    nodeArgs?: readonly string[];
    env?: Readonly<Record<string, string>>;
    /** For a program that complains about what a benchmark does to it on purpose. */
    isMuted?: boolean;
  } = {},
): Program {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(
    process.execPath,
    [...WITH_PARENT.args, ...(options.nodeArgs ?? []), file, ...(options.args ?? [])],
    {
      cwd: ROOT,
      env: { PATH, NODE_COMPILE_CACHE, ...options.env, ...WITH_PARENT.env },
      stdio: ['ignore', 'pipe', options.isMuted === true ? 'ignore' : 'inherit', 'ipc'],
      serialization: 'advanced',
    },
  );
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      if (isOver()) {
        return;
      }
      const ended = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await ended;
      clearTimeout(late);
    },
    async kill() {
      if (isOver()) {
        return;
      }
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The one JSON line a program prints when it is ready. */
export async function readyLine<Line>(program: Program): Promise<Line> {
  const { stdout } = program.child;
  if (stdout === null) {
    throw new Error('The program has no standard output');
  }
  const lines = createInterface({ input: stdout });
  const ended = once(program.child, 'exit').then(([code]) => {
    throw new Error(`A program ended with code ${code} before it was ready`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  return JSON.parse(line) as Line;
}

/** Waits until an address answers 200. */
export async function untilOk(url: string, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const isReady = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    if (isReady) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${url} did not answer within ${withinMs} ms`);
    }
    await sleep(50);
  }
}
