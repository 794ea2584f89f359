import { parseArgs } from 'node:util';
import { callbackBench } from './callback/bench.ts';
import { cardBench } from './card/bench.ts';
import { freshnessBench } from './freshness/bench.ts';
import { fullSyncBench } from './full-sync/bench.ts';
import { idleBench } from './idle/bench.ts';
import { createCleanup } from './lib/cleanup.ts';
import { type EngineName, engineNames } from './lib/database.ts';
import type { Benchmark } from './lib/report.ts';
import { searchBench } from './search/bench.ts';

const benchmarks: readonly Benchmark[] = [
  callbackBench,
  freshnessBench,
  fullSyncBench,
  cardBench,
  searchBench,
  idleBench,
];

const help = `pnpm bench NAME [--quick] [--database ${engineNames.join('|')}] [--profile] [--json]

  --quick     fewer and shorter rounds, in under a minute
  --database  the engine, started for this run; mariadb unless named
  --profile   lists where the server spends its time; costs some of it
  --json      prints the result line alone on standard output

${benchmarks.map(({ name, about }) => `  ${name.padEnd(10)}  ${about}`).join('\n')}
`;

function engineOf(text: string): EngineName {
  const engine = engineNames.find((name) => name === text);
  if (engine === undefined) {
    throw new Error(`--database takes ${engineNames.join(' or ')}, not ${text}`);
  }
  return engine;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      database: { type: 'string', default: 'mariadb' },
      profile: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (name === undefined) {
    process.stdout.write(help);
    return;
  }
  const benchmark = benchmarks.find((candidate) => candidate.name === name);
  if (benchmark === undefined) {
    throw new Error(`No benchmark is named ${name}; there are ${benchmarks.map((it) => it.name).join(', ')}`);
  }
  const cleanup = createCleanup();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void cleanup.run().finally(() => process.exit(1)));
  }
  try {
    const result = await benchmark.run({
      isQuick: values.quick,
      database: engineOf(values.database),
      isProfiled: values.profile,
      say: values.json ? (line) => console.error(line) : (line) => console.log(line),
      atEnd: cleanup.atEnd,
    });
    await cleanup.run();
    console.log(JSON.stringify(result));
  } finally {
    await cleanup.run();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
});
