import { pageMs } from './rules.ts';

/** Measures what lies between steps that are written side by side. */
export interface Stopwatch {
  /** Milliseconds since the last lap, or since the start; a wait for the platform's limits is cut short. */
  lap(): number;
}

/** Starts it. */
export function createStopwatch(now: () => Date): Stopwatch {
  let since = now();
  return {
    lap() {
      const until = now();
      const ms = pageMs(since, until);
      since = until;
      return ms;
    },
  };
}
