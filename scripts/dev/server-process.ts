import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../lib/local-bin.ts';
import { WITH_PARENT } from '../lib/with-parent.mjs';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 4_000;

export interface ServerProcess {
  pid: number | undefined;
  /** Resolves with a sentence when the process has ended, asked or not. */
  ended: Promise<string>;
  /** Resolves when `GET /readyz` answers 200; rejects when it ends before, takes too long, or is stopped. */
  ready(stopped: AbortSignal): Promise<void>;
  /** Asks it to stop and waits; kills it after four seconds. */
  stop(): Promise<void>;
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

/**
 * Starts `server/src/main.ts` with nothing but an environment, as a service manager would.
 *
 * It gets a process group of its own, so that Ctrl-C reaches only us and we stop things in order, and a channel
 * to us, so that it stops when we are killed.
 */
export function startServer(appUrl: string, env: NodeJS.ProcessEnv): ServerProcess {
  const child = spawn(process.execPath, [...WITH_PARENT.args, join(ROOT, 'server/src/main.ts')], {
    cwd: ROOT,
    env: { ...env, ...WITH_PARENT.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Standard output is for our own result; what the server writes is for people.
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const ended = once(child, 'close').then(
    ([code, signal]) => `the server ended with ${signal ?? `exit code ${code}`}; its last words are above`,
  );
  let isOver = false;
  void ended.finally(() => {
    isOver = true;
  });

  async function ready(stopped: AbortSignal): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answersReady(appUrl))) {
      stopped.throwIfAborted();
      if (isOver) throw new Error(await ended);
      if (Date.now() > deadline)
        throw new Error(`the server was not ready within ${READY_WITHIN_MS / 1000} s`);
      await sleep(50);
    }
  }

  async function stop(): Promise<void> {
    if (isOver) return;
    child.kill('SIGTERM');
    const patience = new AbortController();
    const late = sleep(STOP_WITHIN_MS, 'late', { signal: patience.signal }).catch(() => 'done');
    if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
    patience.abort();
    await ended;
  }

  return { pid: child.pid, ended, ready, stop };
}
