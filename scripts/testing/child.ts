import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../lib/local-bin.ts';
import { WITH_PARENT } from '../lib/with-parent.mjs';

const STOP_WITHIN_MS = 3_000;

/** Signals a child and everything it started: tools start workers and browsers of their own. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended.
  }
}

/**
 * Runs a Node program of ours in the foreground and returns its exit code. It ends when `signal` says so: asked
 * first, killed when it takes longer than three seconds.
 */
export async function runProgram(
  args: readonly string[],
  options: { signal: AbortSignal; env?: Record<string, string>; cwd?: string },
): Promise<number> {
  options.signal.throwIfAborted();
  const child = spawn(process.execPath, [...WITH_PARENT.args, ...args], {
    cwd: options.cwd ?? ROOT,
    env: {
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      ...process.env,
      ...options.env,
      ...WITH_PARENT.env,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
  });
  let late: NodeJS.Timeout | undefined;
  const stop = () => {
    signalGroup(child, 'SIGTERM');
    late = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_WITHIN_MS);
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = await once(child, 'exit');
    options.signal.throwIfAborted();
    return code ?? 1;
  } finally {
    clearTimeout(late);
    options.signal.removeEventListener('abort', stop);
    if (options.signal.aborted) signalGroup(child, 'SIGKILL');
  }
}
