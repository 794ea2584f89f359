import type { CallReport } from '../token-call.ts';

/** How many attempts of one API ended in one way lately, and how long they took together. */
export type CallCount = { api: string; outcome: string; count: number; totalMs: number };

export type CallCounts = {
  /** To be handed over as `onCall`. */
  record(report: CallReport): void;
  /** Of one installation, suite or provider, by its key in the budget. */
  read(corp: string): CallCount[];
};

/** Calls of one stretch of time: by corp, then by API and outcome. */
type Slot = { from: number; corps: Map<string, Map<string, CallCount>> };

/** The window moves on in this many steps. */
const SLOTS = 12;

/**
 * Counts of the last hour by API and outcome, kept by corp. What is older is forgotten, so that memory follows what is
 * called.
 *
 * @param options.now milliseconds since the epoch
 * @param options.windowMs how far back a reading goes, give or take a twelfth
 */
export function createCallCounts(options: { now?: () => number; windowMs?: number } = {}): CallCounts {
  const { now = Date.now, windowMs = 60 * 60_000 } = options;
  const slotMs = windowMs / SLOTS;
  let slots: Slot[] = [];

  function current(): Slot {
    const from = Math.floor(now() / slotMs) * slotMs;
    slots = slots.filter((slot) => slot.from > from - windowMs);
    const last = slots.at(-1);
    if (last && last.from >= from) return last;
    const fresh: Slot = { from, corps: new Map() };
    slots.push(fresh);
    return fresh;
  }

  return {
    record({ corp, api, outcome, durationMs }) {
      const { corps } = current();
      const counts = corps.get(corp) ?? new Map<string, CallCount>();
      corps.set(corp, counts);
      add(counts, { api, outcome, count: 1, totalMs: durationMs });
    },
    read(corp) {
      current();
      const sums = new Map<string, CallCount>();
      for (const { corps } of slots) {
        for (const count of corps.get(corp)?.values() ?? []) add(sums, count);
      }
      return [...sums.values()];
    },
  };
}

function add(counts: Map<string, CallCount>, more: CallCount): void {
  const key = `${more.api} ${more.outcome}`;
  const known = counts.get(key);
  counts.set(
    key,
    known
      ? { ...known, count: known.count + more.count, totalMs: known.totalMs + more.totalMs }
      : { ...more },
  );
}
