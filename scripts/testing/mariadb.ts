import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { lastingPort } from '../lib/ports.ts';
import { findMariaDb } from './find-programs.ts';
import { makeFolder, removeLeftovers } from './mariadb-folder.ts';

const run = promisify(execFile);
const START_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 10_000;

export interface MariaDb {
  /** A user who may create databases, and an empty database of utf8mb4 to begin with. */
  url: string;
  pid: number | undefined;
  /** Ends the process as a power cut of the program would, leaving its data as they are. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port. */
  restart(): Promise<void>;
  /** Stops the process that was started and removes its folder. */
  stop(): Promise<void>;
}

export interface MariaDbOptions {
  /** Further arguments of the server, first in the order. */
  args?: readonly string[];
  /** Arguments of the first start only. */
  firstArgs?: readonly string[];
  /** The user's password; a random one unless several servers share it. */
  password?: string;
  startWithinMs?: number;
  /** For tests, which make and drop many tables; what is measured or killed lies on a disk. */
  inMemory?: boolean;
}

/** Durability is for production; a test database that is lost with the machine is no loss. */
const FAST = [
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=128M',
  '--skip-log-bin',
  '--performance-schema=0',
];

/** The user `mysql`, whom the server becomes when root starts it; undefined when we are not root. */
function serviceUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('mysql:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!uid || !gid) throw new Error('root can not run MariaDB itself, and there is no user mysql');
  return { uid: Number(uid), gid: Number(gid) };
}

/** True once the server greets: it does so only when it has run its init file and takes connections. */
async function greets(port: number): Promise<boolean> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'data', { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function untilReady(
  child: ChildProcess,
  port: number,
  log: string,
  withinMs = START_WITHIN_MS,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await greets(port))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(
        `MariaDB did not start:\n${readFileSync(log, 'utf8').split('\n').slice(-30).join('\n')}`,
      );
    }
    await sleep(30);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(late);
}

/**
 * Starts a MariaDB of our own in a temporary folder, on a free port of the loopback address. It needs no service
 * and touches no other instance. What an earlier run left behind when it crashed is cleared away first.
 */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const programs = findMariaDb();
  if (!programs) throw new Error('MariaDB is not installed: apt-get install mariadb-server');
  await removeLeftovers();
  const owner = serviceUser();
  const folder = makeFolder(owner !== undefined, options.inMemory === true);
  const data = join(folder, 'data');
  // A server that starts clears its folder for temporary tables, also of those another server is using.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const asUser = owner ? ['--user=mysql'] : [];
  if (owner) {
    chownSync(folder, owner.uid, owner.gid);
    chownSync(temporary, owner.uid, owner.gid);
  }
  await run(programs.install, [
    '--no-defaults',
    ...asUser,
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);

  const password = options.password ?? randomBytes(12).toString('hex');
  const init = join(folder, 'init.sql');
  writeFileSync(
    init,
    `CREATE USER IF NOT EXISTS 'guanxi'@'%' IDENTIFIED BY '${password}';\n` +
      "GRANT ALL PRIVILEGES ON *.* TO 'guanxi'@'%';\n" +
      'CREATE DATABASE IF NOT EXISTS guanxi CHARACTER SET utf8mb4;\n',
  );
  chmodSync(init, 0o644);
  const port = await lastingPort();
  const log = join(folder, 'mariadb.log');
  const logFile = openSync(log, 'a');
  const args = [
    '--no-defaults',
    ...asUser,
    `--datadir=${data}`,
    `--tmpdir=${temporary}`,
    `--socket=${join(folder, 's.sock')}`,
    `--pid-file=${join(folder, 'mariadb.pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--character-set-server=utf8mb4',
    '--max-connections=500',
    `--init-file=${init}`,
    ...FAST,
    ...(options.args ?? []),
  ];
  const launch = async (further: readonly string[]) => {
    // A process group of its own: Ctrl-C reaches us, and we stop it after the tests that use it.
    const stdio: ['ignore', number, number] = ['ignore', logFile, logFile];
    const started = spawn(programs.server, [...args, ...further], { detached: true, stdio });
    await untilReady(started, port, log, options.startWithinMs);
    return started;
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  let child: ChildProcess;
  try {
    child = await launch(options.firstArgs ?? []);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: `mysql://guanxi:${password}@127.0.0.1:${port}/guanxi`,
    get pid() {
      return child.pid;
    },
    async crash() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async restart() {
      child = await launch([]);
    },
    stop: async () => {
      await end(child);
      await remove();
    },
  };
}

/** On the command line: prints the URL and runs until Ctrl-C. */
async function main(): Promise<void> {
  const database = await startMariaDb();
  console.log(database.url);
  const stopped = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  const alive = setInterval(() => {}, 60_000);
  await stopped;
  clearInterval(alive);
  await database.stop();
}

if (import.meta.main) await main();
