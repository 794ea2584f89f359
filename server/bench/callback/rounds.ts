import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMsOf } from '../lib/cpu.ts';
import type { Contestant } from './contestants.ts';
import type { Generator } from './generator.ts';
import type { LoadResult } from './load.ts';

/** What one contestant did in one round. */
export interface Turn extends LoadResult {
  readonly perSecond: number;
  /** Processor time of each process, in milliseconds a request. */
  readonly cpuMs: { readonly server: number; readonly database: number; readonly load: number };
}

/** The turns of every contestant, a turn a round. */
export type Turns = ReadonlyMap<Contestant, readonly Turn[]>;

/** A moment in which a resumed server picks up its background work again. */
const settleMs = 250;

/** Lets one contestant receive what is prepared while the others stand still. */
export async function takeTurn(
  contestant: Contestant,
  stage: {
    all: readonly Contestant[];
    generator: Generator;
    databasePid: number | undefined;
    rate?: number;
  },
): Promise<Turn> {
  for (const other of stage.all) {
    if (other.program !== contestant.program) {
      other.program.pause();
    }
  }
  await contestant.before();
  contestant.program.resume();
  await sleep(settleMs);
  const pids = {
    server: contestant.program.child.pid,
    database: stage.databasePid,
    load: stage.generator.program.child.pid,
  };
  const before = { server: cpuMsOf(pids.server), database: cpuMsOf(pids.database), load: cpuMsOf(pids.load) };
  const result = await stage.generator.send(contestant.port, stage.rate);
  const total = result.accepted + result.refused;
  return {
    ...result,
    perSecond: (1000 * result.accepted) / result.elapsedMs,
    cpuMs: {
      server: (cpuMsOf(pids.server) - before.server) / total,
      database: (cpuMsOf(pids.database) - before.database) / total,
      load: (cpuMsOf(pids.load) - before.load) / total,
    },
  };
}

/**
 * Rounds in which every contestant has one turn with the same events, each round beginning with
 * another one, so that nobody always follows the same neighbour.
 */
export async function playRounds(
  stage: { all: readonly Contestant[]; generator: Generator; databasePid: number | undefined },
  size: { rounds: number; requests: number },
  onTurn: (round: number, contestant: Contestant, turn: Turn) => void,
): Promise<Turns> {
  const turns = new Map<Contestant, Turn[]>(stage.all.map((contestant) => [contestant, []]));
  for (let round = 0; round < size.rounds; round += 1) {
    const start = round % stage.all.length;
    for (const contestant of [...stage.all.slice(start), ...stage.all.slice(0, start)]) {
      await stage.generator.prepare(size.requests);
      const turn = await takeTurn(contestant, stage);
      turns.get(contestant)?.push(turn);
      onTurn(round, contestant, turn);
    }
  }
  return turns;
}
