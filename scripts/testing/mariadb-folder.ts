import { mkdtempSync, readdirSync, readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PREFIX = 'guanxi-mariadb-';
/** The path of a socket has at most 107 characters on Linux. */
const LONGEST_PARENT = 70;

/** True when another user can reach the folder: each folder above it lets everyone pass. */
export function isReachable(folder: string): boolean {
  const passable = (statSync(folder).mode & 0o001) !== 0;
  return passable && (folder === dirname(folder) || isReachable(dirname(folder)));
}

/** Linux's folder that lies in memory. */
const MEMORY = '/dev/shm';
/** So much must be free before memory is used, so that nothing else has to give way. */
const ROOM_BYTES = 4 * 1024 ** 3;

/** Where temporary folders go: the system's choice, unless the database's user could not reach it. */
function parents(): string[] {
  return [...new Set([tmpdir(), '/tmp', '/var/tmp'])].filter((folder) =>
    statSync(folder, { throwIfNoEntry: false }),
  );
}

/** True where much fits into memory; a container often has 64 MB there. */
function hasRoomInMemory(): boolean {
  if (!statSync(MEMORY, { throwIfNoEntry: false })) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ROOM_BYTES && freemem() >= ROOM_BYTES;
}

/**
 * A new folder that carries our process id, so that a later run can tell whether we still live.
 *
 * @param inMemory - prefer memory where there is room: creating and dropping tables is twice as fast there
 */
export function makeFolder(forOtherUser: boolean, inMemory: boolean): string {
  const parent = [...(inMemory && hasRoomInMemory() ? [MEMORY] : []), ...parents()].find(
    (folder) => folder.length < LONGEST_PARENT && (!forOtherUser || isReachable(folder)),
  );
  if (!parent) throw new Error('no temporary folder that the database can use');
  const folder = mkdtempSync(join(parent, PREFIX));
  writeFileSync(join(folder, 'owner'), identity(process.pid));
  return folder;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/**
 * A process that runs now, told apart from a later one with the same id by its start time where /proc knows it.
 * Empty when there is none; one that ended and waits for its parent does not count.
 */
function identity(pid: number): string {
  const [state, ...fields] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  if (state) return state === 'Z' ? '' : `${pid} ${fields[18]}`;
  if (process.platform === 'linux') return '';
  try {
    process.kill(pid, 0);
    return String(pid);
  } catch {
    return '';
  }
}

/** Process ids are used again: the process must name the folder on its command line to be the one we left. */
function servesFolder(pid: number, folder: string): boolean {
  return pid > 0 && read(`/proc/${pid}/cmdline`).includes(`--datadir=${join(folder, 'data')}`);
}

async function clear(folder: string): Promise<void> {
  const server = Number(read(join(folder, 'mariadb.pid')));
  if (servesFolder(server, folder)) {
    process.kill(server, 'SIGKILL');
    for (let turn = 0; turn < 100 && identity(server) !== ''; turn += 1) await sleep(20);
  }
  await rm(folder, { recursive: true, force: true });
}

function isAbandoned(folder: string): boolean {
  const owner = read(join(folder, 'owner'));
  if (owner) return identity(Number.parseInt(owner, 10)) !== owner;
  // Without an owner it is either being made right now or was left half made.
  const { mtimeMs = Date.now() } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > 60_000;
}

/** Ends databases whose owner crashed, and removes their folders. Those of living owners stay. */
export async function removeLeftovers(): Promise<void> {
  const all = [...parents(), MEMORY].filter((parent) => statSync(parent, { throwIfNoEntry: false }));
  const folders = all.flatMap((parent) =>
    readdirSync(parent)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => join(parent, name)),
  );
  for (const folder of folders.filter(isAbandoned)) {
    // Another user's leftovers can not be removed; they are not in the way either.
    await clear(folder).catch(() => {});
  }
}
