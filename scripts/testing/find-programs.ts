import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders of system programs that an ordinary user's PATH leaves out. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function findProgram(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM].filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** MariaDB's server and the program that prepares its folder. */
export function findMariaDb(): { server: string; install: string } | undefined {
  const server = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  return server && install ? { server, install } : undefined;
}

/** A Chromium for the browser tests. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return isExecutable(chosen) ? chosen : undefined;
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return (
    findProgram('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome') ??
    (isExecutable(mac) ? mac : undefined)
  );
}
