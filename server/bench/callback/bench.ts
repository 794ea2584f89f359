import { type Engine, startEngine } from '../lib/database.ts';
import { prepareDatabase, serverEnvironment, startGuanxi } from '../lib/guanxi.ts';
import { createProfiler } from '../lib/profile.ts';
import type { Benchmark, BenchOptions, BenchResult } from '../lib/report.ts';
import { readPairs, type Simulator, startSimulator } from '../lib/simulator.ts';
import { bareContestants, type Contestant, guanxiContestants } from './contestants.ts';
import { connections, startGenerator } from './generator.ts';
import { playRounds, type Turn, takeTurn } from './rounds.ts';
import { type Account, countRows, reportTurns, resultOf } from './summary.ts';

const customers = 20_000;
const sizes = {
  quick: { rounds: 3, requests: 2_000, halfLoadSeconds: 2 },
  complete: { rounds: 7, requests: 5_000, halfLoadSeconds: 8 },
};

/** Events of the platform, taken in: verified, decrypted, durable, answered. */
export const callbackBench: Benchmark = {
  name: 'callback',
  about: 'signed, encrypted events on 64 connections, answered when they are durable',
  run: measure,
};

async function measure(options: BenchOptions): Promise<BenchResult> {
  const size = options.isQuick ? sizes.quick : sizes.complete;
  const engine = await startEngine(options.database);
  options.atEnd(() => engine.stop());
  const simulator = await startSimulator(customers);
  options.atEnd(() => simulator.program.stop());
  const { guanxi, profile } = await startServer(engine, simulator, options);
  const bare = await bareContestants(engine, simulator.corp);
  for (const { program } of bare) {
    options.atEnd(() => program.stop());
  }
  const since = Math.floor(Date.now() / 1000);
  const generator = startGenerator({ corp: simulator.corp, pairs: await readPairs(simulator), since });
  options.atEnd(() => generator.program.stop());

  const all = [...guanxi, ...bare];
  const stage = { all, generator, databasePid: engine.pid };
  const account: Account = new Map();
  const book = (contestant: Contestant, turn: Turn) => {
    const key = contestant.rows?.url ?? '';
    account.set(key, (account.get(key) ?? 0) + turn.accepted);
  };
  options.say(
    `callback on ${engine.name}: ${size.rounds} rounds of ${size.requests} events, ${connections} connections`,
  );
  await playRounds(stage, { rounds: 1, requests: size.requests / 2 }, (_round, contestant, turn) =>
    book(contestant, turn),
  );
  const turns = await playRounds(stage, size, (_round, contestant, turn) => book(contestant, turn));
  const figures = reportTurns(turns, options.say);

  const [main] = guanxi;
  if (main === undefined) {
    throw new Error('Nobody takes part');
  }
  const rate = Math.round(figures.perSecond / 2);
  await generator.prepare(rate * size.halfLoadSeconds);
  const half = await takeTurn(main, { ...stage, rate });
  book(main, half);
  for (const { program } of all) {
    program.resume();
  }
  await countRows(engine, all, account, options.say);
  options.say(
    `half load, ${rate} events/s: p50 ${half.latency.p50.toFixed(1)} ms, p99 ${half.latency.p99.toFixed(1)} ms`,
  );
  await main.program.stop();
  for (const line of profile()) {
    options.say(line);
  }
  return resultOf(options, figures, half);
}

async function startServer(
  engine: Engine,
  simulator: Simulator,
  options: BenchOptions,
): Promise<{ guanxi: Contestant[]; profile: () => string[] }> {
  const url = await engine.create('guanxi_bench');
  const env = serverEnvironment(url, simulator.corp, simulator.url);
  const { database } = await prepareDatabase(env);
  await database.close();
  const profiler = createProfiler(options.isProfiled);
  const server = await startGuanxi(env, profiler.nodeArgs);
  options.atEnd(() => server.program.stop());
  return { guanxi: guanxiContestants(server, simulator, url), profile: profiler.report };
}
