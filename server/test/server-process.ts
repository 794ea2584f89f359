import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { lastingPort } from '../../scripts/lib/ports.ts';
import type { CorpCredentials } from '../../scripts/wecom-sim/index.ts';

/** What the server's process starts from. */
export const mainFile = join(import.meta.dirname, '../src/main.ts');
/** How long a test waits for a process. */
export const patience = { timeout: 15_000, interval: 50 };

/** Settings of a server process on a free port. */
export async function serverEnv(options: {
  simUrl: string;
  corp: CorpCredentials | undefined;
  databaseUrl: string;
}): Promise<Record<string, string>> {
  const port = await lastingPort();
  return {
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: options.databaseUrl,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    LOG_LEVEL: 'silent',
    WECOM_CORP_ID: options.corp?.corpId ?? '',
    WECOM_AGENT_ID: String(options.corp?.agentId),
    WECOM_SECRET: options.corp?.secret ?? '',
    WECOM_TOKEN: options.corp?.token ?? '',
    WECOM_ENCODING_AES_KEY: options.corp?.encodingAesKey ?? '',
    WECOM_API_URL: options.simUrl,
    WECOM_OAUTH_URL: options.simUrl,
  };
}

/** Starts a server process and waits until it is ready. @throws with what it complained of when it ends */
export async function startProcess(env: Record<string, string>): Promise<ChildProcess> {
  const { NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [mainFile], {
    env: { NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const isReady = async () =>
    (await fetch(`http://127.0.0.1:${env.PORT}/readyz`).catch(() => null))?.status === 200;
  await expect.poll(async () => child.exitCode !== null || (await isReady()), patience).toBe(true);
  if (child.exitCode !== null) {
    throw new Error(complaint);
  }
  return child;
}

/** Ends a process by a signal and waits until it is gone. */
export async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
