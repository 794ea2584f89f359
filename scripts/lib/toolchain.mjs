import { delimiter, dirname } from 'node:path';
import { npmCommand } from './npm.mjs';
import { runQuietly } from './run.mjs';
import { say, secondsSince } from './say.mjs';
import { rememberedTools } from './stamp.mjs';
import { downloadTrouble, Trouble } from './trouble.mjs';
import { majorOf, NODE_MAJOR, nodePackage, PNPM_VERSION } from './versions.mjs';

/** The packages to fetch on this machine; on a new enough Node only the package manager. */
export function wantedPackages(version, platform, arch) {
  const pnpm = `pnpm@${PNPM_VERSION}`;
  if (majorOf(version) >= NODE_MAJOR) return [pnpm];
  const node = nodePackage(platform, arch);
  if (!node) {
    throw new Trouble(
      `Node ${version} found, ${NODE_MAJOR} or newer is needed, and there is no package of it for ${platform} ${arch}.\n` +
        `Install Node ${NODE_MAJOR} from https://nodejs.org and run the same command again.`,
    );
  }
  return [node, pnpm];
}

function announce(packages) {
  const names = packages.length > 1 ? `Node ${NODE_MAJOR} and pnpm` : 'pnpm';
  const why = packages.length > 1 ? `Node ${majorOf(process.version)} found, ${NODE_MAJOR} is needed: ` : '';
  say(`${why}fetching ${names} (once, about 6 s)`);
}

/** The packages need none of their install scripts; offline, one more try a second later is enough. */
const NPM_SETTINGS = {
  npm_config_ignore_scripts: 'true',
  npm_config_loglevel: 'error',
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
};

async function npmExec(root, packages, settings) {
  const npm = npmCommand();
  const names = packages.flatMap((name) => ['--package', name]);
  const call = 'node scripts/lib/where.mjs';
  const args = [...npm.args, 'exec', '--yes', ...names, '-c', npm.shell ? `"${call}"` : call];
  const env = { ...process.env, ...NPM_SETTINGS, ...settings };
  return runQuietly(npm.command, args, { cwd: root, env, shell: npm.shell });
}

/** Where npm has put the packages. It keeps them in its cache, so the second time takes under a second. */
async function fetchTools(root, packages) {
  // The versions are exact, so what the cache knows of them is right; only an old cache does not know them yet.
  let result = await npmExec(root, packages, { npm_config_prefer_offline: 'true' });
  if (result.code !== 0 && /ETARGET/.test(result.output)) result = await npmExec(root, packages, {});
  const { code, stdout, output } = result;
  const found = code === 0 ? JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') : {};
  if (!found.node || !found.pnpm) throw downloadTrouble(`Could not fetch ${packages.join(' and ')}`, output);
  return found;
}

/** Node >= 24 and pnpm, from an earlier run or from the registry. */
export async function findTools(root, stamp) {
  const packages = wantedPackages(process.version, process.platform, process.arch);
  const wanted = `${packages.join(' ')} ${process.execPath}`;
  const remembered = rememberedTools(stamp, wanted);
  if (remembered) return { ...remembered, wanted };
  const start = Date.now();
  announce(packages);
  const found = await fetchTools(root, packages);
  say(`  done in ${secondsSince(start)}`);
  return { ...found, wanted };
}

/** Our environment with the wanted Node first in PATH, for everything that is started by name. */
export function withNodeFirst(node, env = process.env) {
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: [dirname(node), env[key]].filter(Boolean).join(delimiter) };
}
