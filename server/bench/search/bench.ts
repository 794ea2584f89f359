import { startEngine } from '../lib/database.ts';
import {
  prepareDatabase,
  serverEnvironment,
  sessionOf,
  startGuanxi,
  unaskedCorp,
  unaskedPlatform,
} from '../lib/guanxi.ts';
import { createProfiler } from '../lib/profile.ts';
import { openRawConnection, type RawConnection } from '../lib/raw-connection.ts';
import { type Benchmark, type BenchOptions, type BenchResult, tableLines } from '../lib/report.ts';
import { type Latency, latencyOf, rounded } from '../lib/stats.ts';
import { timed } from '../lib/timed.ts';
import { type Floor, openFloor } from './floor.ts';
import { type Question, questions } from './questions.ts';
import { loadWorld, type World } from './world.ts';

const sizes = {
  quick: { customers: 100_000, rounds: 10, reads: 30 },
  complete: { customers: 1_000_000, rounds: 40, reads: 50 },
};
const warmUpReads = 150;
const target = 5;

/** Customer search, each kind beside the floor in every round. */
export const searchBench: Benchmark = {
  name: 'search',
  about: 'customer search by name, initials and the tail of a phone, in a whole company',
  async run(options) {
    const { customers, rounds, reads } = options.isQuick ? sizes.quick : sizes.complete;
    const profiler = createProfiler(options.isProfiled);
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const url = await engine.create('search');
    const env = serverEnvironment(url, unaskedCorp, unaskedPlatform);
    const { corpId, database } = await prepareDatabase(env);
    const world = await loadWorld(database, corpId, customers);
    sayLoaded(options, customers, world, await engine.readNumber(url, 'SELECT COUNT(*) FROM customer_term'));
    await database.close();
    const server = await startGuanxi(env, profiler.nodeArgs);
    options.atEnd(() => server.program.stop());
    const connection = await openRawConnection(server.port);
    const floor = await openFloor(url, { corpId, members: world.members });
    const seats = questions.map((question) => ({
      question,
      request: requestsOf(question, corpId, world, customers),
    }));
    const measured = await playRounds(connection, floor, seats, { rounds, reads });
    connection.close();
    await floor.close();
    await server.program.stop();
    const result = report(options, customers, measured);
    for (const line of profiler.report()) {
      options.say(line);
    }
    return result;
  },
};

function sayLoaded(options: BenchOptions, customers: number, world: World, terms: number): void {
  const relations = customers * 1.1;
  options.say(
    `search on ${options.database}: ${customers} customers of ${world.members} members, ` +
      `${terms} terms (${(terms / relations).toFixed(1)} a relation); ` +
      `rows written in ${(world.rowsMs / 1000).toFixed(0)} s, their terms in ${(world.termsMs / 1000).toFixed(0)} s`,
  );
}

interface Seat {
  readonly question: Question;
  request(number: number): Buffer;
}

interface Times {
  readonly floor: readonly number[];
  readonly kinds: readonly (readonly number[])[];
}

async function playRounds(
  connection: RawConnection,
  floor: Floor,
  seats: readonly Seat[],
  { rounds, reads }: { rounds: number; reads: number },
): Promise<Times> {
  for (const seat of seats) {
    await search(connection, seat, warmUpReads);
  }
  await timed(warmUpReads, (number) => floor.read(number));
  const floorTimes: number[] = [];
  const kinds: number[][] = seats.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, seat] of seats.entries()) {
      // The floor is read beside each kind, so that what slows one slows the other.
      floorTimes.push(...(await timed(Math.ceil(reads / 4), (number) => floor.read(number))));
      kinds[index]?.push(...(await search(connection, seat, seat.question.isTarget ? reads : reads / 2)));
    }
  }
  return { floor: floorTimes, kinds };
}

function search(connection: RawConnection, seat: Seat, reads: number): Promise<number[]> {
  return timed(reads, async (number) => {
    const { status, body } = await connection.send(seat.request(number));
    if (status !== 200 || !body.includes('"isIndexComplete":true')) {
      throw new Error(`${seat.question.name} answered ${status}: ${body.slice(0, 300)}`);
    }
    if (seat.question.isTarget && body.startsWith('{"items":[]')) {
      throw new Error(`${seat.question.name} found nobody for ${seat.question.typed(number)}`);
    }
  });
}

function requestsOf(
  question: Question,
  corpId: number,
  world: World,
  customers: number,
): (number: number) => Buffer {
  const session = sessionOf(corpId, question.memberOf(world));
  return (number) => {
    const body = JSON.stringify({ search: question.typed(number % customers) });
    return Buffer.from(
      'POST /api/customer-search HTTP/1.1\r\nHost: crm.example.com\r\nContent-Type: application/json\r\n' +
        `Origin: https://crm.example.com\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCookie: ${session}\r\n\r\n${body}`,
    );
  };
}

function report(options: BenchOptions, customers: number, times: Times): BenchResult {
  const floor = latencyOf(times.floor);
  const figures = questions.map((question, index) => {
    const latency = latencyOf(times.kinds[index] ?? []);
    return { question, latency, p50: latency.p50 / floor.p50, p99: latency.p99 / floor.p99 };
  });
  const cells = (latency: Latency) => [latency.p50, latency.p99].map((value) => value.toFixed(2));
  options.say('times in ms; the floor is an index range read of 20 rows over one connection');
  for (const line of tableLines([
    ['', 'p50', 'p99', 'p50 / floor', 'p99 / floor'],
    ['floor', ...cells(floor), '', ''],
    ...figures.map(({ question, latency, p50, p99 }) => [
      question.name,
      ...cells(latency),
      p50.toFixed(2),
      p99.toFixed(2),
    ]),
  ])) {
    options.say(line);
  }
  const ratio = Math.max(...figures.filter(({ question }) => question.isTarget).map(({ p99 }) => p99));
  // A range read costs SQLite no round trip, so the target is for the server engine.
  const isMariaDb = options.database === 'mariadb';
  return {
    name: 'search',
    ok: !isMariaDb || ratio <= target,
    ratio: rounded(ratio),
    target: isMariaDb ? target : null,
    customers,
    p50Ms: Object.fromEntries(figures.map((it) => [it.question.name, rounded(it.latency.p50)])),
    p99Ms: Object.fromEntries(figures.map((it) => [it.question.name, rounded(it.latency.p99)])),
    floorMs: { p50: rounded(floor.p50), p99: rounded(floor.p99) },
    database: options.database,
    quick: options.isQuick,
  };
}
