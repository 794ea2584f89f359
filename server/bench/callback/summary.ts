import type { Engine } from '../lib/database.ts';
import { type BenchOptions, type BenchResult, tableLines } from '../lib/report.ts';
import { median, ratioOfRounds, rounded } from '../lib/stats.ts';
import type { Contestant } from './contestants.ts';
import type { Turn, Turns } from './rounds.ts';

/** Events answered with 200, by the database that must hold them. */
export type Account = Map<string, number>;

/** What the rounds say about the server, its worker running as usual. */
export interface Figures {
  readonly perSecond: number;
  /** Against one insert a request. */
  readonly ratio: number;
  /** Against no database. */
  readonly ratioNoDatabase: number;
  /** The first ratio again, with the worker waiting for the platform, and flat out. */
  readonly ratioWorkerWaiting: number;
  readonly ratioWorkerFlatOut: number;
}

const targets = { ratio: 1.2, ratioNoDatabase: 0.6, p99Ms: 100 };

/** Prints a line for each contestant and works out the ratios. */
export function reportTurns(turns: Turns, say: (line: string) => void): Figures {
  const contestants = [...turns.keys()];
  const rates = (contestant: Contestant | undefined) =>
    (contestant === undefined ? [] : (turns.get(contestant) ?? [])).map((turn) => turn.perSecond);
  const named = (start: string) => contestants.filter((contestant) => contestant.name.startsWith(start));
  const bare = named('bare');
  const noDatabase = rates(bare.at(-1));
  const [floor] = bare.slice(0, -1).toSorted((a, b) => median(rates(b)) - median(rates(a)));
  const [usual, waiting, flatOut] = named('guanxi').map(rates);
  const heading = [
    '',
    'events/s',
    'p50 ms',
    'p99 ms',
    'server',
    'database',
    'load',
    'x floor',
    'x no database',
  ];
  const rows = contestants.map((contestant) => {
    const own = turns.get(contestant) ?? [];
    const middle = (pick: (turn: Turn) => number, digits: number) => median(own.map(pick)).toFixed(digits);
    return [
      contestant.name + (contestant === floor ? ' (floor)' : ''),
      middle((turn) => turn.perSecond, 0),
      middle((turn) => turn.latency.p50, 1),
      middle((turn) => turn.latency.p99, 1),
      middle((turn) => turn.cpuMs.server, 3),
      middle((turn) => turn.cpuMs.database, 3),
      middle((turn) => turn.cpuMs.load, 3),
      ratioOfRounds(rates(contestant), rates(floor)).toFixed(2),
      ratioOfRounds(rates(contestant), noDatabase).toFixed(2),
    ];
  });
  say('medians of the rounds; processor time of server, database and load generator in ms an event');
  for (const line of tableLines([heading, ...rows])) {
    say(line);
  }
  return {
    perSecond: median(usual ?? []),
    ratio: ratioOfRounds(usual ?? [], rates(floor)),
    ratioNoDatabase: ratioOfRounds(usual ?? [], noDatabase),
    ratioWorkerWaiting: ratioOfRounds(waiting ?? [], rates(floor)),
    ratioWorkerFlatOut: ratioOfRounds(flatOut ?? [], rates(floor)),
  };
}

/**
 * Compares what was answered with 200 with what the tables hold.
 *
 * @throws when a row is missing or there is one too many: then no figure counts
 */
export async function countRows(
  engine: Engine,
  contestants: readonly Contestant[],
  account: Account,
  say: (line: string) => void,
): Promise<void> {
  const tables = new Map(contestants.flatMap(({ rows }) => (rows === null ? [] : [[rows.url, rows.table]])));
  for (const [url, table] of tables) {
    const held = await engine.readNumber(url, `SELECT COUNT(*) FROM ${table}`);
    const answered = account.get(url) ?? 0;
    if (held !== answered) {
      throw new Error(`${answered} events were answered with 200, ${table} holds ${held}`);
    }
    say(`${table}: ${held} events answered with 200, ${held} rows`);
  }
}

/** The last line of the run. */
export function resultOf(options: BenchOptions, figures: Figures, half: Turn): BenchResult {
  // One insert a request costs SQLite no round trip, so the first target is for the server engine.
  const isMariaDb = options.database === 'mariadb';
  const p99Ms = half.latency.p99;
  return {
    name: 'callback',
    ok:
      (!isMariaDb || figures.ratio >= targets.ratio) &&
      figures.ratioNoDatabase >= targets.ratioNoDatabase &&
      p99Ms < targets.p99Ms &&
      half.refused === 0,
    ratio: rounded(figures.ratio),
    target: isMariaDb ? targets.ratio : null,
    ratioNoDatabase: rounded(figures.ratioNoDatabase),
    targetNoDatabase: targets.ratioNoDatabase,
    ratioWorkerWaiting: rounded(figures.ratioWorkerWaiting),
    ratioWorkerFlatOut: rounded(figures.ratioWorkerFlatOut),
    p99HalfLoadMs: rounded(p99Ms),
    targetP99HalfLoadMs: targets.p99Ms,
    perSecond: Math.round(figures.perSecond),
    database: options.database,
    quick: options.isQuick,
  };
}
