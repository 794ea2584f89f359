import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localBin, ROOT } from '../lib/local-bin.ts';
import { runProgram } from './child.ts';
import { findChromium, findMariaDb } from './find-programs.ts';
import type { Lane } from './options.ts';
import { FAILED, PASSED, SKIPPED, type Tally } from './tally.ts';
import { runVitest } from './vitest-lane.ts';

export interface LaneContext {
  signal: AbortSignal;
  isCi: boolean;
  /** Files and options handed on to vitest. */
  vitest: readonly string[];
  /** URL of a MariaDB that is started when first asked for and lives until the end of the run. */
  mariaDb: () => Promise<string>;
}

const TITLES: Record<Lane, string> = {
  biome: 'Format and lint (Biome)',
  types: 'Types (tsc)',
  'h5-types': 'Types of the pages (vue-tsc)',
  'h5-build': 'Build of the pages (vite)',
  unit: 'Unit tests',
  'server-sqlite': 'Server on SQLite',
  'server-mariadb': 'Server on MariaDB',
  h5: 'Page components',
  e2e: 'Browser tests (Chromium)',
};

export const titleOf = (lane: Lane): string => TITLES[lane];

async function check(args: readonly string[], context: LaneContext, cwd = ROOT): Promise<Tally> {
  return (await runProgram(args, { signal: context.signal, cwd })) === 0 ? PASSED : FAILED;
}

/** A check of something that is not there yet. */
const absent = (what: string): Tally => {
  console.log(`!!! NOT RUN: ${what} does not exist`);
  return SKIPPED;
};

function missing(program: string, packages: string): Tally {
  console.log(`!!! NOT RUN: ${program} is missing (Debian: apt-get install ${packages})`);
  return SKIPPED;
}

async function vitest(
  project: string,
  context: LaneContext,
  env: Record<string, string> = {},
): Promise<Tally> {
  const tally = await runVitest(project, { signal: context.signal, args: context.vitest, env });
  if (tally.passed + tally.failed + tally.skipped > 0 || context.vitest.length > 0) return tally;
  return absent(`a test of "${project}"`);
}

async function onMariaDb(context: LaneContext): Promise<Tally> {
  if (!findMariaDb()) return missing('MariaDB', 'mariadb-server');
  return vitest('server-mariadb', context, { TEST_MARIADB_URL: await context.mariaDb() });
}

async function inBrowser(context: LaneContext): Promise<Tally> {
  const chromium = findChromium();
  if (!chromium) return missing('Chromium', 'chromium fonts-noto-cjk');
  const database = findMariaDb() ? { TEST_MARIADB_URL: await context.mariaDb() } : {};
  return vitest('e2e', context, { CHROMIUM_PATH: chromium, ...database });
}

const BIOME_COLORS = process.stdout.isTTY ? [] : ['--colors=off'];

const RUNNERS: Record<Lane, (context: LaneContext) => Promise<Tally>> = {
  biome: (context) => check([localBin('.', '@biomejs/biome', 'biome'), 'ci', ...BIOME_COLORS, '.'], context),
  types: (context) => check([localBin('.', 'typescript', 'tsc'), '--noEmit'], context),
  'h5-types': async (context) =>
    existsSync(join(ROOT, 'h5/tsconfig.json'))
      ? check([localBin('.', 'vue-tsc'), '--noEmit', '-p', 'h5'], context)
      : absent('h5/tsconfig.json'),
  'h5-build': async (context) =>
    existsSync(join(ROOT, 'h5/vite.config.ts'))
      ? check([localBin('h5', 'vite'), 'build', '--logLevel', 'warn'], context, join(ROOT, 'h5'))
      : absent('h5/vite.config.ts'),
  unit: (context) => vitest('unit', context),
  'server-sqlite': (context) => vitest('server-sqlite', context),
  'server-mariadb': onMariaDb,
  h5: async (context) =>
    existsSync(join(ROOT, 'h5/vitest.config.ts')) ? vitest('h5', context) : absent('h5/vitest.config.ts'),
  e2e: inBrowser,
};

export const runLane = (lane: Lane, context: LaneContext): Promise<Tally> => RUNNERS[lane](context);
