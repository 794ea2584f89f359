import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** How to call npm: by its own script where that can be found, because a script needs no shell on any system. */
export function npmCommand(env = process.env, execPath = process.execPath) {
  const bin = dirname(execPath);
  const scripts = [
    basename(env.npm_execpath ?? '') === 'npm-cli.js' ? env.npm_execpath : undefined,
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((file) => file && existsSync(file));
  if (script) return { command: execPath, args: [script], shell: false };
  return { command: 'npm', args: [], shell: process.platform === 'win32' };
}
