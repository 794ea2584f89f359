import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../lib/database.ts';
import {
  memberOf,
  openTables,
  type ServerEnvironment,
  serverEnvironment,
  sessionOf,
  startGuanxi,
} from '../lib/guanxi.ts';
import { createProfiler } from '../lib/profile.ts';
import { openRawConnection } from '../lib/raw-connection.ts';
import type { Benchmark, BenchOptions, BenchResult } from '../lib/report.ts';
import { type Pair, readPairs, type Simulator, startSimulator } from '../lib/simulator.ts';
import { latencyOf, rounded } from '../lib/stats.ts';
import { untilSynced } from '../lib/sync-progress.ts';

const customers = 4_000;
const latencyMs = 50;
const perSecond = 200;
/** Of so many changes one is looked for. */
const watchedEvery = 50;
/** Each look costs the server a card, so it must not look too often: eight milliseconds took a core of their own. */
const lookEveryMs = 20;
/** A company at this rate all the time would be above the platform's 10,000 calls a minute, so it comes in rounds. */
const roundSeconds = 10;
const restSeconds = 8;
const rounds = { quick: 1, complete: 6 };
/** Rounds that do not count: a server that has just started compiles what it runs. */
const warmUpRounds = 2;
const targets = { p50Ms: latencyMs + 50, p99Ms: latencyMs + 300 };
const patienceMs = 30_000;

/** From a change at the platform until a rep's card shows it. */
export const freshnessBench: Benchmark = {
  name: 'freshness',
  about: `${perSecond} changes a second at the platform, each until the card shows it`,
  async run(options) {
    const profiler = createProfiler(options.isProfiled);
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const simulator = await startSimulator(customers);
    options.atEnd(() => simulator.program.stop());
    const env = serverEnvironment(await engine.create('guanxi_bench'), simulator.corp, simulator.url);
    const server = await startGuanxi(env, profiler.nodeArgs);
    options.atEnd(() => server.program.stop());
    const world = await readWorld(simulator, env, server.port);
    await simulator.control('callback', {
      url: `http://127.0.0.1:${server.port}/wecom/callback/${simulator.corp.corpId}`,
    });
    await simulator.setLatency(latencyMs);
    const count = options.isQuick ? rounds.quick : rounds.complete;
    options.say(
      `freshness on ${engine.name}: ${perSecond} changes a second for ${roundSeconds} s, ${count} times, API ${latencyMs} ms`,
    );
    const times: number[] = [];
    for (let round = 1; round <= warmUpRounds + count; round += 1) {
      const shown = await change(simulator, world, round);
      times.push(...(round > warmUpRounds ? shown : []));
      await sleep(restSeconds * 1000);
    }
    await world.close();
    await server.program.stop();
    profiler.report().forEach(options.say);
    return report(options, times);
  },
};

/** Whose changes are looked for, everybody else's, and the way to look. */
interface World {
  readonly watched: Pair[];
  readonly others: Pair[];
  /** What the card calls the customer. */
  displayName(externalUserId: string): Promise<string>;
  close(): Promise<void>;
}

/** Waits for the first full sync, then takes one rep's customers to look at. */
async function readWorld(simulator: Simulator, env: ServerEnvironment, port: number): Promise<World> {
  const pairs = await readPairs(simulator);
  const userId = pairs[0]?.[0] ?? '';
  const database = await openTables(env);
  await untilSynced(database);
  const { corpId, memberId } = await memberOf(database, userId);
  await database.close();
  const connection = await openRawConnection(port);
  const cookie = sessionOf(corpId, memberId);
  // One connection answers one request at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    watched: pairs.filter(([member]) => member === userId),
    others: pairs.filter(([member]) => member !== userId),
    displayName(externalUserId) {
      const request = `GET /api/customer-card?externalUserId=${externalUserId} HTTP/1.1\r\nHost: crm.example.com\r\nCookie: ${cookie}\r\n\r\n`;
      const answer = last.then(() => connection.send(Buffer.from(request)));
      last = answer.catch(() => undefined);
      return answer.then(({ body }) => (JSON.parse(body) as CardBody).customer.displayName);
    },
    close: async () => connection.close(),
  };
}

interface CardBody {
  readonly customer: { readonly displayName: string };
}

/**
 * Changes remarks at an even rate. Those of the rep are looked for until their card shows them.
 *
 * @returns the time of each, in milliseconds, from the moment the platform knew it
 */
async function change(simulator: Simulator, world: World, round: number): Promise<number[]> {
  const looks: Promise<number>[] = [];
  const acts: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < roundSeconds * perSecond; number += 1) {
    const waitMs = startedAt + (1000 * number) / perSecond - performance.now();
    if (waitMs > 1) {
      await sleep(waitMs);
    }
    const isWatched = number % watchedEvery === 0;
    const pair = isWatched
      ? world.watched[(number / watchedEvery) % world.watched.length]
      : world.others[(number * 7) % world.others.length];
    if (pair === undefined) {
      throw new Error('The world has too few customers');
    }
    const [userid, externalUserId] = pair;
    const remark = `新备注 ${round}-${number}`;
    const changedAt = performance.now();
    const act = simulator.control('remark', { userid, external_userid: externalUserId, remark });
    acts.push(act);
    if (isWatched) {
      looks.push(act.then(() => untilShown(world, externalUserId, remark)).then((at) => at - changedAt));
    }
  }
  await Promise.all(acts);
  return Promise.all(looks);
}

async function untilShown(world: World, externalUserId: string, remark: string): Promise<number> {
  const deadline = performance.now() + patienceMs;
  // Nothing can show it before the platform was asked.
  await sleep(latencyMs);
  while ((await world.displayName(externalUserId)) !== remark) {
    if (performance.now() > deadline) {
      throw new Error(`A change was not shown within ${patienceMs} ms`);
    }
    await sleep(lookEveryMs);
  }
  return performance.now();
}

function report(options: BenchOptions, times: readonly number[]): BenchResult {
  const { count, p50, p90, p99, max } = latencyOf(times);
  options.say(
    `${count} changes looked for: p50 ${p50.toFixed(0)}, p90 ${p90.toFixed(0)}, p99 ${p99.toFixed(0)}, longest ${max.toFixed(0)} ms`,
  );
  return {
    name: 'freshness',
    ok: p50 <= targets.p50Ms && p99 <= targets.p99Ms,
    ratio: rounded(p50 / latencyMs),
    target: rounded(targets.p50Ms / latencyMs),
    p50Ms: rounded(p50),
    targetP50Ms: targets.p50Ms,
    p99Ms: rounded(p99),
    targetP99Ms: targets.p99Ms,
    apiLatencyMs: latencyMs,
    database: options.database,
    quick: options.isQuick,
  };
}
