import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The line `npm start -- --json` prints. */
export interface Running {
  readonly app: string;
  readonly sim: string;
  readonly desktop: string;
  readonly corps: readonly { corpId: string }[];
}

/** The whole product as a user starts it, and a browser to use it with. */
export interface Product {
  readonly running: Running;
  readonly browser: Browser;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A browser that opens pages as the client does: signing in needs no tap. */
export const clientAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/108.0 Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1';

/**
 * Starts the product on free ports with a data folder of its own.
 *
 * @param args - further options of `npm start`, such as `--database URL`
 */
export async function startProduct(args: readonly string[] = []): Promise<Product> {
  const data = mkdtempSync(join(tmpdir(), 'guanxi-e2e-'));
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/dev/start.ts'), '--json', '--data', data, ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const running = await firstLine(child);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: chromiumFlags,
  });
  return {
    running,
    browser,
    async stop() {
      await browser.close();
      const ended = new Promise((resolveEnd) => child.once('exit', resolveEnd));
      child.kill('SIGTERM');
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<Running> {
  return new Promise((resolveLine, reject) => {
    let output = '';
    let trouble = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      trouble += chunk.toString();
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const end = output.indexOf('\n');
      if (end >= 0) {
        resolveLine(JSON.parse(output.slice(0, end)) as Running);
      }
    });
    child.once('exit', (code) => reject(new Error(`The product ended with ${code}: ${trouble}`)));
  });
}
