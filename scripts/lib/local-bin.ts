import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The JavaScript file behind a package's command, to be run with our own Node: the shims in node_modules/.bin
 * are shell scripts and would take the first node in PATH.
 */
export function localBin(folder: string, name: string, command = name): string {
  const base = join(ROOT, folder, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (!file) throw new Error(`${name} has no command ${command}`);
  return resolve(base, file);
}
