import { parseArgs } from 'node:util';
import { createCleanup } from '../bench/lib/cleanup.ts';
import { createRandom } from '../bench/lib/random.ts';
import { databaseScenario } from './database.ts';
import { galeraScenario } from './galera.ts';
import { killsScenario } from './kills.ts';
import type { Scenario } from './lib/scenario.ts';
import { isGood } from './lib/verdict.ts';
import { rollingScenario } from './rolling.ts';

const scenarios: readonly Scenario[] = [killsScenario, databaseScenario, rollingScenario, galeraScenario];

const help = `pnpm endure NAME [--quick] [--times N] [--rate N] [--seed N]

  --quick  fewer faults and fewer callbacks
  --times  how often the fault happens
  --rate   callbacks a second
  --seed   decides the moments; the run prints its own

${scenarios.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n')}
`;

function wholeNumber(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`--${name} takes a whole number from 1 on`);
  }
  return value;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      times: { type: 'string' },
      rate: { type: 'string' },
      seed: { type: 'string' },
    },
  });
  const [name] = positionals;
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) {
    process.stdout.write(help);
    process.exitCode = name === undefined ? 0 : 1;
    return;
  }
  const size = values.quick ? scenario.quick : scenario.complete;
  const times = wholeNumber('times', values.times, size.times);
  const perSecond = wholeNumber('rate', values.rate, size.perSecond);
  const seed = wholeNumber('seed', values.seed, (Date.now() % 1_000_000) + 1);
  const cleanup = createCleanup();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void cleanup.run().finally(() => process.exit(1)));
  }
  console.log(`${name}: ${times} times, ${perSecond} callbacks a second, --seed ${seed}`);
  try {
    const verdict = await scenario.run({
      ...{ times, perSecond, random: createRandom(seed) },
      say: (line) => console.log(line),
      atEnd: cleanup.atEnd,
    });
    await cleanup.run();
    const ok = isGood(verdict);
    console.log(JSON.stringify({ name, ok, times, perSecond, seed, ...verdict }));
    process.exitCode = ok ? 0 : 1;
  } finally {
    await cleanup.run();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
});
