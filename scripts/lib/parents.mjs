import { readFileSync } from 'node:fs';

const EVERY_MS = 300;

/** Parent and name of a process, where the system tells. */
function look(pid) {
  try {
    const [, name, rest] = /^\d+ \((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(rest.split(' ')[1]) };
  } catch {
    return undefined;
  }
}

/** The shell that npm put between itself and us, if there is one: the npm we belong to is its parent. */
function runnerOf(shell) {
  const found = look(shell);
  return found && /^p?npm/.test(look(found.parent)?.name ?? '') ? found.parent : undefined;
}

/**
 * Ends us when npm ends. `npm start` is npm, a shell, and us, and neither of the two passes on a signal that was
 * sent to npm alone; without this a stopped npm would leave everything it started running.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const runner = runnerOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && look(parent)?.parent === (runner ?? look(parent)?.parent)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, EVERY_MS);
  timer.unref();
}
