import { constants } from 'node:os';
import { UsageError } from '../dev/options.ts';
import { type LaneContext, runLane, titleOf } from './lanes.ts';
import { type MariaDb, startMariaDb } from './mariadb.ts';
import { HELP, type Lane, parseTestOptions, type TestOptions } from './options.ts';
import { FAILED, lastLine, strict, sum, type Tally } from './tally.ts';

const isCi = /^(1|true|yes)$/i.test(process.env.CI ?? '');

/** Runs one step between a headline and a line with its result and time. */
async function runStep(lane: Lane, context: LaneContext): Promise<Tally> {
  const start = Date.now();
  console.log(`\n=== ${titleOf(lane)} [${lane}]`);
  let tally: Tally;
  try {
    tally = await runLane(lane, context);
  } catch (error) {
    context.signal.throwIfAborted();
    console.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
    tally = FAILED;
  }
  const counted = context.isCi ? strict(tally) : tally;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`--- ${counted.failed > 0 ? 'FAILED' : 'ok'}: ${lane}: ${lastLine(tally)} in ${seconds} s`);
  return counted;
}

async function runSteps(options: TestOptions, context: LaneContext): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const [index, lane] of options.lanes.entries()) {
    const tally = await runStep(lane, context);
    tallies.push(tally);
    if (tally.failed > 0 && !options.keepGoing) {
      const left = options.lanes.slice(index + 1);
      if (left.length > 0) console.log(`\nStopped. Not run: ${left.join(', ')} (--keep-going runs them all)`);
      break;
    }
  }
  return sum(tallies);
}

/** The first signal stops the running step and its database; 128 + signal is the exit code then. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.exitCode ||= 128 + constants.signals[signal];
      controller.abort();
    });
  }
  return controller.signal;
}

/** One database for all steps that want it, started by the first of them. */
function sharedMariaDb() {
  let started: Promise<MariaDb> | undefined;
  return {
    url: async () => {
      started ??= startMariaDb({ inMemory: true });
      return (await started).url;
    },
    stop: async () => (await started?.catch(() => undefined))?.stop(),
  };
}

async function main(argv: readonly string[]): Promise<void> {
  const options = parseTestOptions(argv);
  if (options.help) {
    console.log(HELP);
    return;
  }
  const start = Date.now();
  const signal = abortOnSignal();
  const mariaDb = sharedMariaDb();
  try {
    const context = { signal, isCi, vitest: options.vitest, mariaDb: mariaDb.url };
    const total = await runSteps(options, context).finally(mariaDb.stop);
    console.log(`\nThe whole run took ${((Date.now() - start) / 1000).toFixed(0)} s`);
    console.log(lastLine(total));
    if (total.failed > 0) process.exitCode = 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    console.log('\nStopped.');
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}; see npm test -- --help` : error);
  process.exitCode = 2;
}
