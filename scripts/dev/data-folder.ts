import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The key ring of a data folder, made the first time; only the owner may read it. */
function secretKeys(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  try {
    writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Creates what is missing in the data folder and returns its key ring. */
export function openDataFolder(dataDir: string): { secretKeys: string } {
  mkdirSync(dataDir, { recursive: true });
  return { secretKeys: secretKeys(dataDir) };
}
