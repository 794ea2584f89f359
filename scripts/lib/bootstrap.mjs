import { fileURLToPath } from 'node:url';
import { installPackages } from './install.mjs';
import { endWithNpm } from './parents.mjs';
import { runScript } from './run.mjs';
import { say } from './say.mjs';
import { fingerprint, isInstalled, readStamp, writeStamp } from './stamp.mjs';
import { findTools, withNodeFirst } from './toolchain.mjs';
import { Trouble } from './trouble.mjs';
import { majorOf, NODE_MAJOR } from './versions.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Node of the right age; the packages are in place when this returns. */
async function prepare() {
  const stamp = readStamp(ROOT);
  const installed = isInstalled(ROOT, stamp);
  if (installed && majorOf(process.version) >= NODE_MAJOR) return process.execPath;
  const tools = await findTools(ROOT, stamp);
  if (!installed) await installPackages(ROOT, tools);
  writeStamp(ROOT, { installed: fingerprint(ROOT), tools });
  return tools.node;
}

/**
 * Runs a TypeScript program of this repository on whatever Node (18 or newer) started us: fetches Node 24 and
 * pnpm when they are missing, installs the packages when they are not those of the lockfile, and goes on under
 * Node 24. Exit code and signals pass through.
 */
export async function bootstrap(script, args) {
  endWithNpm();
  try {
    const node = await prepare();
    process.exitCode = await runScript(node, script, args, withNodeFirst(node));
  } catch (error) {
    say(error instanceof Trouble ? error.message : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
