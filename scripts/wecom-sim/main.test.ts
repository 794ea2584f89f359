import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const start = (...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

it('prints one line of JSON when ready and stops on SIGTERM', { timeout: 30_000 }, async () => {
  // pnpm hands its own separator on: "pnpm sim -- --json" arrives like this.
  const child = start(
    '--',
    '--json',
    '--seed',
    'empty',
    '--callback',
    'http://127.0.0.1:1/callback',
    '--suite-callback',
    'http://127.0.0.1:1/suite',
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  while (!out.includes('\n')) await once(child.stdout, 'data');
  const ready = JSON.parse(out) as {
    sim: string;
    corps: Record<string, unknown>[];
    suites: Record<string, unknown>[];
    provider: object;
  };
  expect(ready.corps[0]).toMatchObject({ mode: 'self-built', callbackUrl: 'http://127.0.0.1:1/callback' });
  expect(ready.suites[0]).toMatchObject({
    kind: 'suite',
    commandUrl: `http://127.0.0.1:1/suite/${String(ready.suites[0]?.suiteId)}/command`,
  });
  expect(ready.provider).toHaveProperty('secret');
  expect((await fetch(`${ready.sim}/sim/api/state`)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(1);
});

it('explains a wrong option', { timeout: 30_000 }, async () => {
  const child = start('--seed', 'many');
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(complaint).toContain('--seed takes demo, empty or a number');
});
