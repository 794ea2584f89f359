import type { Random } from '../../bench/lib/random.ts';
import type { Verdict } from './verdict.ts';

/** How a scenario is asked to run. */
export interface ScenarioOptions {
  /** How often the fault happens. */
  readonly times: number;
  /** Callbacks a second. */
  readonly perSecond: number;
  readonly random: Random;
  say(line: string): void;
  /** Has something stopped when the run ends, also by Ctrl-C; what came last stops first. */
  atEnd(stop: () => Promise<void>): void;
}

/** A fault that is made to happen again and again under load. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly complete: { readonly times: number; readonly perSecond: number };
  readonly quick: { readonly times: number; readonly perSecond: number };
  run(options: ScenarioOptions): Promise<Verdict>;
}
