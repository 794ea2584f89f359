import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { localBin, ROOT } from '../lib/local-bin.ts';

/** Everything the built pages are made of. */
const SOURCES = [
  'h5/index.html',
  'h5/vite.config.ts',
  'h5/package.json',
  'h5/src',
  'h5/public',
  'shared/src',
  'pnpm-lock.yaml',
];

/** The latest change at or below a path; a folder's own time notices deleted files. */
export function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const children = readdirSync(path).map((name) => newestChange(join(path, name)));
  return Math.max(stat.mtimeMs, ...children);
}

/** True when the pages were never built, or a source changed since. */
export function isStale(root: string, sources: readonly string[] = SOURCES): boolean {
  const built = join(root, 'h5/dist/index.html');
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  return sources.some((source) => newestChange(join(root, source)) > since);
}

/** Builds the pages; the builder's output appears only when it fails. */
async function buildH5(stopped: AbortSignal): Promise<void> {
  const vite = spawn(process.execPath, [localBin('h5', 'vite'), 'build', '--logLevel', 'warn'], {
    cwd: join(ROOT, 'h5'),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: stopped,
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  vite.stdout.on('data', keep);
  vite.stderr.on('data', keep);
  const [code] = await once(vite, 'close');
  if (code !== 0) throw new Error(`Building the pages failed:\n${output.trim()}`);
}

/** Builds the pages when needed, with one line for it. */
export async function ensureH5(say: (line: string) => void, stopped: AbortSignal): Promise<void> {
  if (!isStale(ROOT)) return;
  const start = Date.now();
  say('Building the pages (about 5 s)');
  await buildH5(stopped);
  say(`  done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}
