import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { WITH_PARENT } from './with-parent.mjs';

const FORWARDED = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What a shell reports for a process: its exit code, or 128 + the signal that ended it. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Waits for the child; signals sent to us meanwhile reach it, and `onSignal` hears of them. */
function waitFor(child, onSignal = () => {}) {
  const forward = (signal) => {
    onSignal(signal);
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward);
  });
}

/** Runs a Node script in the foreground, as if it had been started instead of us, and returns its exit code. */
export function runScript(node, script, args, env) {
  const child = spawn(node, [...WITH_PARENT.args, fileURLToPath(script), ...args], {
    env: { ...env, ...WITH_PARENT.env },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  return waitFor(child);
}

/** Runs a command quietly: its output is kept and handed back. A signal ends both of us. */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let output = '';
  let stoppedBy;
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await waitFor(child, (signal) => {
    stoppedBy = signal;
  });
  if (stoppedBy) process.exit(exitCodeOf(null, stoppedBy));
  return { code, stdout, output };
}
