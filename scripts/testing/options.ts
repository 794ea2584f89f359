import { UsageError } from '../dev/options.ts';

/** The steps of `npm test`, in the order they run. */
export const LANES = [
  'biome',
  'types',
  'h5-types',
  'h5-build',
  'unit',
  'server-sqlite',
  'server-mariadb',
  'h5',
  'e2e',
] as const;

export type Lane = (typeof LANES)[number];

/** Names for several steps; the browser tests open the built pages, so they come with the build. */
const GROUPS: Record<string, readonly Lane[]> = {
  checks: ['biome', 'types', 'h5-types'],
  server: ['server-sqlite', 'server-mariadb'],
  e2e: ['h5-build', 'e2e'],
};

export const HELP = `npm test -- [steps] [options] [files and options for vitest]

Steps, all of them by default and in this order:
  ${LANES.join('  ')}
Groups: ${Object.entries(GROUPS)
  .map(([name, lanes]) => `${name} (${lanes.join(' ')})`)
  .join('  ')}

  --keep-going   go on after a step that failed
  --help         this text

Examples: npm test -- unit      npm test -- server server/src/queue      npm test -- unit -t paging
`;

export interface TestOptions {
  lanes: readonly Lane[];
  help: boolean;
  keepGoing: boolean;
  /** Files and options handed on to vitest. */
  vitest: readonly string[];
}

const OWN_OPTIONS = ['--keep-going', '--help', '-h'];

const isLane = (word: string): word is Lane => (LANES as readonly string[]).includes(word);

const lanesOf = (word: string): readonly Lane[] => GROUPS[word] ?? (isLane(word) ? [word] : []);

/** Reads the command line of `npm test`: names of steps first, then whatever vitest is to get. */
export function parseTestOptions(argv: readonly string[]): TestOptions {
  const own = new Set(argv.filter((word) => OWN_OPTIONS.includes(word)));
  const rest = argv.filter((word) => !own.has(word) && word !== '--');
  const firstOther = rest.findIndex((word) => lanesOf(word).length === 0);
  const names = firstOther === -1 ? rest : rest.slice(0, firstOther);
  const vitest = firstOther === -1 ? [] : rest.slice(firstOther);
  const [first] = vitest;
  if (first !== undefined && !/^-|[./]/.test(first))
    throw new UsageError(`there is no step called "${first}"`);
  const chosen = new Set(names.flatMap(lanesOf));
  return {
    lanes: chosen.size === 0 ? LANES : LANES.filter((lane) => chosen.has(lane)),
    help: own.has('--help') || own.has('-h'),
    keepGoing: own.has('--keep-going'),
    vitest,
  };
}
