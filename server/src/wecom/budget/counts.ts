import type { CallReport } from '../token-call.ts';

/** How many attempts of one API ended in one way, and how long they took together. */
export type CallCount = { api: string; outcome: string; count: number; totalMs: number };

export type CallCounts = {
  /** To be handed over as `onCall`. */
  record(report: CallReport): void;
  read(): CallCount[];
};

/** Counts by API and outcome, for a metrics page; corps are left out, since there may be thousands. */
export function createCallCounts(): CallCounts {
  const counts = new Map<string, CallCount>();
  return {
    record({ api, outcome, durationMs }) {
      const key = `${api} ${outcome}`;
      const known = counts.get(key) ?? { api, outcome, count: 0, totalMs: 0 };
      counts.set(key, { ...known, count: known.count + 1, totalMs: known.totalMs + durationMs });
    },
    read: () => [...counts.values()],
  };
}
