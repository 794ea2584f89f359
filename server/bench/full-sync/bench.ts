import { DEFAULT_BUDGET_LIMITS } from '../../src/wecom/index.ts';
import { startEngine } from '../lib/database.ts';
import { openTables, type ServerEnvironment, serverEnvironment, startGuanxi } from '../lib/guanxi.ts';
import { benchMetricsToken, loopDelayMs } from '../lib/loop-delay.ts';
import { residentMb } from '../lib/memory.ts';
import { createProfiler } from '../lib/profile.ts';
import type { Benchmark, BenchOptions } from '../lib/report.ts';
import { type Simulator, startSimulator } from '../lib/simulator.ts';
import { rounded } from '../lib/stats.ts';
import { type SyncProgress, untilSync } from '../lib/sync-progress.ts';
import { bulkLoad } from './bulk-load.ts';

const relations = { quick: 50_000, complete: 1_000_000 };
const killedRelations = { quick: 20_000, complete: 100_000 };
const latencyMs = 50;
/** Where the database runs inside the server, statements hold up its event loop. */
const targets = { ratio: 1.3, memoryMb: 400, loopDelayMs: { sqlite: 50, mariadb: null } };
const sayEveryMs = 15_000;

/** A company's first full sync. */
export const fullSyncBench: Benchmark = {
  name: 'full-sync',
  about: 'the first full sync of a company, against the API calls it needs and a bulk load of the same rows',
  async run(options) {
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const count = options.isQuick ? relations.quick : relations.complete;
    options.say(`full-sync on ${engine.name}: ${count} relations, API ${latencyMs} ms`);
    const profiler = createProfiler(options.isProfiled);
    const simulator = await startPlatform(options, count);
    const env = {
      ...serverEnvironment(await engine.create('guanxi_bench'), simulator.corp, simulator.url),
      METRICS_TOKEN: benchMetricsToken,
    };
    const startedAt = performance.now();
    const server = await startGuanxi(env, profiler.nodeArgs);
    options.atEnd(() => server.program.stop());
    // From here on: what is late while a server starts holds nobody up.
    await loopDelayMs(server.port);
    const memory: number[] = [];
    await untilDone(env, options, (progress) => {
      memory.push(residentMb(server.program));
      return progress.status === 'done';
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const delayMs = await loopDelayMs(server.port);
    await server.program.stop();
    profiler.report().forEach(options.say);
    const calls = await simulator.countCalls('externalcontact/batch/get_by_user');
    await simulator.program.stop();

    const load = await bulkLoad(env, {
      ...env,
      DATABASE_URL: await engine.create('guanxi_floor'),
    });
    const apiSeconds = floorOfCalls(calls);
    const floorSeconds = Math.max(apiSeconds, load.ms / 1000);
    const mostMb = Math.max(...memory);
    options.say(
      `synced in ${seconds.toFixed(1)} s; ${calls} calls need ${apiSeconds.toFixed(1)} s, ` +
        `a bulk load of the same ${load.rows} rows ${(load.ms / 1000).toFixed(1)} s; memory at most ${mostMb.toFixed(0)} MB, ` +
        `event loop late by ${delayMs.toFixed(0)} ms (p99)`,
    );
    const repeated = await killedSync(options, engine.create);
    options.say(`killed in the middle: ${repeated} calls of the batch were made again`);
    const ratio = seconds / floorSeconds;
    const targetDelay = targets.loopDelayMs[options.database];
    const isPrompt = targetDelay === null || delayMs < targetDelay;
    return {
      name: 'full-sync',
      ok: ratio <= targets.ratio && mostMb < targets.memoryMb && repeated <= 1 && isPrompt,
      ratio: rounded(ratio),
      target: targets.ratio,
      seconds: rounded(seconds),
      apiSeconds: rounded(apiSeconds),
      bulkLoadSeconds: rounded(load.ms / 1000),
      rows: load.rows,
      relations: count,
      relationsPerSecond: Math.round(count / seconds),
      mostMb: rounded(mostMb),
      targetMb: targets.memoryMb,
      loopDelayP99Ms: rounded(delayMs),
      targetLoopDelayMs: targetDelay,
      repeatedCalls: repeated,
      database: options.database,
      quick: options.isQuick,
    };
  },
};

async function startPlatform(options: BenchOptions, count: number): Promise<Simulator> {
  const simulator = await startSimulator(count);
  options.atEnd(() => simulator.program.stop());
  await simulator.setLatency(latencyMs);
  return simulator;
}

/** Seconds the platform allows no less for so many calls: by how many may run at a time, and by how many a minute. */
function floorOfCalls(calls: number): number {
  const { mostInFlight, perMinute } = DEFAULT_BUDGET_LIMITS;
  return Math.max((calls * latencyMs) / 1000 / mostInFlight, ((calls - perMinute) / perMinute) * 60);
}

async function untilDone(
  env: ServerEnvironment,
  options: BenchOptions,
  isOver: (progress: SyncProgress) => boolean,
): Promise<void> {
  const database = await openTables(env);
  let said = 0;
  await untilSync(database, (progress) => {
    if (performance.now() - said > sayEveryMs) {
      said = performance.now();
      options.say(`  ${progress.relations} relations`);
    }
    return isOver(progress);
  });
  await database.close();
}

/** Kills the server in the middle of a smaller sync. Returns how many calls it made more than one that nobody killed. */
async function killedSync(
  options: BenchOptions,
  create: (database: string) => Promise<string>,
): Promise<number> {
  const calls: number[] = [];
  for (const name of ['guanxi_whole', 'guanxi_killed']) {
    calls.push(await callsOfSync(options, await create(name), name === 'guanxi_killed'));
  }
  const [whole = 0, killed = 0] = calls;
  return killed - whole;
}

async function callsOfSync(options: BenchOptions, databaseUrl: string, isKilled: boolean): Promise<number> {
  const count = options.isQuick ? killedRelations.quick : killedRelations.complete;
  const simulator = await startPlatform(options, count);
  const env = serverEnvironment(databaseUrl, simulator.corp, simulator.url);
  let server = await startGuanxi(env);
  if (isKilled) {
    await untilDone(env, options, ({ relations: read }) => read >= count / 2);
    await server.program.kill();
    server = await startGuanxi(env);
  }
  options.atEnd(() => server.program.stop());
  await untilDone(env, options, ({ status }) => status === 'done');
  const calls = await simulator.countCalls('externalcontact/batch/get_by_user');
  await server.program.stop();
  await simulator.program.stop();
  return calls;
}
