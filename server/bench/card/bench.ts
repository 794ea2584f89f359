import { cpuMsOf } from '../lib/cpu.ts';
import { startEngine } from '../lib/database.ts';
import { createProfiler } from '../lib/profile.ts';
import { type Benchmark, type BenchOptions, type BenchResult, tableLines } from '../lib/report.ts';
import { latencyOf, median, ratioOfRounds, rounded } from '../lib/stats.ts';
import { timed } from '../lib/timed.ts';
import { type Company, type Connected, openCompany } from './company.ts';

const sizes = {
  quick: { customers: [10_000, 100_000], rounds: 10, reads: 60 },
  complete: { customers: [10_000, 100_000, 1_000_000], rounds: 40, reads: 150 },
};
const warmUpReads = 1_000;
const targets = { ratio: 3, growth: 1.3 };

/** Times of one round, in milliseconds. */
interface Round {
  readonly card: readonly number[];
  readonly floor: readonly number[];
  /** Processor time of the server a card. */
  readonly serverCpu: number;
}

/** The sidebar's first request, in companies of several sizes. */
export const cardBench: Benchmark = {
  name: 'card',
  about: "the sidebar's first request, random customers of one rep, by size of the company",
  async run(options) {
    const { customers, rounds, reads } = options.isQuick ? sizes.quick : sizes.complete;
    const profiler = createProfiler(options.isProfiled);
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const companies: Company[] = [];
    options.atEnd(() => stopAll(companies));
    options.say(`card on ${engine.name}: ${rounds} rounds of ${reads} cards one after another`);
    for (const count of customers) {
      const startedAt = performance.now();
      companies.push(await openCompany(engine, count, profiler.nodeArgs));
      options.say(`  ${count} customers loaded in ${Math.round((performance.now() - startedAt) / 1000)} s`);
    }
    const measured = await measure(companies, rounds, reads);
    await stopAll(companies.splice(0));
    const result = report(options, customers, measured);
    for (const line of profiler.report()) {
      options.say(line);
    }
    return result;
  },
};

async function stopAll(companies: readonly Company[]): Promise<void> {
  for (const company of companies) {
    await company.stop();
  }
}

/** A company with its connections open. */
interface Seat extends Connected {
  readonly company: Company;
}

async function measure(companies: readonly Company[], rounds: number, reads: number): Promise<Round[][]> {
  const seats: Seat[] = [];
  for (const company of companies) {
    seats.push({ company, ...(await company.connect()) });
  }
  try {
    return await playRounds(seats, rounds, reads);
  } finally {
    for (const seat of seats) {
      await seat.close();
    }
  }
}

/** Every company has a turn in every round, with its floor right beside it. */
async function playRounds(seats: readonly Seat[], rounds: number, reads: number): Promise<Round[][]> {
  for (const seat of seats) {
    await readCards(seat, warmUpReads);
    await readFloor(seat, warmUpReads);
  }
  const measured: Round[][] = seats.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, seat] of seats.entries()) {
      const { pid } = seat.company.server.program.child;
      const cpuBefore = cpuMsOf(pid);
      const card = await readCards(seat, reads);
      const serverCpu = (cpuMsOf(pid) - cpuBefore) / reads;
      measured[index]?.push({ card, floor: await readFloor(seat, reads), serverCpu });
    }
  }
  return measured;
}

async function readCards({ company, connection }: Seat, reads: number): Promise<number[]> {
  return timed(reads, async (number) => {
    const { status, body } = await connection.send(company.request(number));
    if (status !== 200 || !body.includes('"isStale":false')) {
      throw new Error(`A card answered ${status}: ${body.slice(0, 300)}`);
    }
  });
}

async function readFloor({ floor }: Seat, reads: number): Promise<number[]> {
  return timed(reads, (number) => floor.read(number));
}

function report(
  options: BenchOptions,
  customers: readonly number[],
  measured: readonly (readonly Round[])[],
): BenchResult {
  const p50s = (rounds: readonly Round[], kind: 'card' | 'floor') =>
    rounds.map((round) => latencyOf(round[kind]).p50);
  const figures = measured.map((rounds, index) => ({
    customers: customers[index] ?? 0,
    card: latencyOf(rounds.flatMap((round) => round.card)),
    floor: latencyOf(rounds.flatMap((round) => round.floor)),
    serverCpu: median(rounds.map((round) => round.serverCpu)),
    ratio: ratioOfRounds(p50s(rounds, 'card'), p50s(rounds, 'floor')),
  }));
  const rows = figures.map(({ customers: count, card, floor, serverCpu, ratio }) => [
    `${count} customers`,
    ...[card.p50, card.p99, serverCpu, floor.p50, floor.p99, ratio].map((value) => value.toFixed(2)),
  ]);
  options.say(
    'times and processor time of the server in ms a card; the floor is four reads by primary key over one connection',
  );
  for (const line of tableLines([
    ['', 'card p50', 'card p99', 'server cpu', 'floor p50', 'floor p99', 'p50 / floor'],
    ...rows,
  ])) {
    options.say(line);
  }
  const smallest = p50s(measured[0] ?? [], 'card');
  const growth = ratioOfRounds(p50s(measured.at(-1) ?? [], 'card'), smallest);
  const ratio = Math.max(...figures.map((figure) => figure.ratio));
  const [first, last] = [customers[0], customers.at(-1)];
  options.say(`${last} against ${first} customers: ${growth.toFixed(2)}`);
  // A read by primary key costs SQLite no round trip, so the first target is for the server engine.
  const isMariaDb = options.database === 'mariadb';
  return {
    name: 'card',
    ok: (!isMariaDb || ratio <= targets.ratio) && growth <= targets.growth,
    ratio: rounded(ratio),
    target: isMariaDb ? targets.ratio : null,
    growth: rounded(growth),
    targetGrowth: targets.growth,
    customers,
    p50Ms: figures.map((figure) => rounded(figure.card.p50)),
    p99Ms: figures.map((figure) => rounded(figure.card.p99)),
    floorP50Ms: rounded(median(figures.map((figure) => figure.floor.p50))),
    database: options.database,
    quick: options.isQuick,
  };
}
