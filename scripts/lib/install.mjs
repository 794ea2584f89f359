import { runQuietly } from './run.mjs';
import { say, secondsSince } from './say.mjs';
import { withNodeFirst } from './toolchain.mjs';
import { downloadTrouble } from './trouble.mjs';

/** Nobody is asked anything, and a missing connection is noticed in seconds instead of minutes. */
const SETTINGS = [
  '--config.confirm-modules-purge=false',
  '--config.fetch-retries=1',
  '--config.fetch-retry-mintimeout=500',
  '--config.fetch-retry-maxtimeout=1000',
];

/** Makes node_modules what the lockfile says. Quiet when it works; the whole output when it does not. */
export async function installPackages(root, tools) {
  const start = Date.now();
  say('Installing the packages (once, about 10 s)');
  const args = [tools.pnpm, 'install', '--frozen-lockfile', ...SETTINGS];
  const { code, output } = await runQuietly(tools.node, args, { cwd: root, env: withNodeFirst(tools.node) });
  if (code !== 0) throw downloadTrouble('Could not install the packages', output);
  say(`  done in ${secondsSince(start)}`);
}
