import { WecomHeldBack } from '../errors.ts';
import { endsAccess } from '../reactions.ts';
import { createCircuits } from './circuit.ts';
import { ended, type Lane, learned, newLane, started, turnOf } from './lane.ts';
import {
  type Budget,
  type BudgetLimits,
  type BudgetRequest,
  type CallOutcome,
  type CallPriority,
  DEFAULT_BUDGET_LIMITS,
  type PauseReason,
  type Permit,
} from './types.ts';

export type BudgetOptions = {
  limits?: Partial<BudgetLimits>;
  /** Milliseconds since the epoch. */
  now?: () => number;
};

type Waiter = {
  priority: CallPriority;
  go(): void;
  fail(error: unknown): void;
};

type Entry = {
  corp: string;
  api: string;
  lane: Lane;
  waiters: Waiter[];
  timer: NodeJS.Timeout | null;
  usedAtMs: number;
};

/** Whether a call may open the corp's circuit, and whether it was sent to try if it can be closed. */
type Guard = 'circuit' | 'probe' | 'none';

const RANK: Readonly<Record<CallPriority, number>> = { interactive: 0, normal: 1, sync: 2 };
/** Lanes that nobody used for an hour are as new ones are: forgotten. */
const FORGET_AFTER_MS = 60 * 60_000;
const SWEEP_EVERY = 5_000;
const AUTHORISATION_ENDED = 48004;

/**
 * Shares the platform's limits among the callers of one process: a token bucket and a number of places for each
 * corp and API, which shrink when the platform complains and grow back; people before work that can wait; and a
 * circuit for each corp, open once its access ended.
 * @see https://developer.work.weixin.qq.com/document/path/90454 limits
 */
export function createBudget(options: BudgetOptions = {}): Budget {
  const limits: BudgetLimits = { ...DEFAULT_BUDGET_LIMITS, ...options.limits };
  const now = options.now ?? Date.now;
  const entries = new Map<string, Entry>();
  const circuits = createCircuits(limits.probeAfterMs);
  /** Entries of token calls, whose pause holds up everything else of the corp. */
  const tokenEntries = new Map<string, Entry>();
  let taken = 0;

  function entryOf(corp: string, api: string): Entry {
    const key = `${corp} ${api}`;
    const present = entries.get(key);
    if (present) return present;
    const entry: Entry = {
      corp,
      api,
      lane: newLane(limits, now()),
      waiters: [],
      timer: null,
      usedAtMs: now(),
    };
    entries.set(key, entry);
    return entry;
  }

  function pauseOfCorp(corp: string): PauseReason | null {
    const pause = tokenEntries.get(corp)?.lane.pause ?? null;
    return pause && pause.untilMs > now() ? pause : null;
  }

  function refuseLateTurns(entry: Entry, priority: CallPriority): void {
    const latestMs = now() + limits.maxWaitMs[priority];
    for (const pause of [entry.lane.pause, pauseOfCorp(entry.corp)]) {
      if (pause && pause.untilMs > latestMs)
        throw heldBack(entry.api, 'paused', pause.untilMs, pause.errcode);
    }
  }

  function permitOf(entry: Entry, guard: Guard): Permit {
    entry.lane = started(entry.lane, limits, now());
    entry.usedAtMs = now();
    let open = true;
    return {
      done(outcome) {
        if (!open) return;
        open = false;
        settle(entry, outcome, guard);
      },
    };
  }

  function settle(entry: Entry, outcome: CallOutcome, guard: Guard): void {
    const foreign = outcome.kind === 'refused' && outcome.api !== entry.api;
    entry.lane = ended(entry.lane, foreign ? { kind: 'none' } : outcome, limits, now());
    if (foreign) {
      const other = entryOf(entry.corp, outcome.api);
      other.lane = learned(other.lane, outcome, limits, now());
      tokenEntries.set(entry.corp, other);
    }
    const refused = outcome.kind === 'refused' && guard !== 'none';
    if (refused && endsAccess(outcome.errcode)) shut(entry.corp, outcome.errcode);
    else if (outcome.kind === 'ok' && guard === 'probe') circuits.restore(entry.corp);
    serve(entry);
  }

  function shut(corp: string, errcode: number): void {
    circuits.open(corp, errcode, now());
    const retryAtMs = circuits.nextProbeAtMs(corp);
    for (const entry of entries.values()) {
      if (entry.corp !== corp) continue;
      for (const waiter of entry.waiters.splice(0)) {
        waiter.fail(heldBack(entry.api, 'closed', retryAtMs, errcode));
      }
    }
  }

  /** Starts everyone whose turn has come; whoever is first and blocked blocks those behind. */
  function serve(entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    for (let first = entry.waiters[0]; first; first = entry.waiters[0]) {
      const turn = turnWithPause(entry, first.priority);
      if (turn === 'after-another') return;
      if (turn > 0) {
        entry.timer = setTimeout(() => serve(entry), turn);
        return;
      }
      entry.waiters.shift();
      first.go();
    }
  }

  function turnWithPause(entry: Entry, priority: CallPriority): number | 'after-another' {
    const pause = pauseOfCorp(entry.corp);
    if (pause) return pause.untilMs - now();
    return turnOf(entry.lane, priority, limits, now());
  }

  function enqueue(entry: Entry, waiter: Waiter): void {
    const behind = entry.waiters.findIndex((other) => RANK[other.priority] > RANK[waiter.priority]);
    entry.waiters.splice(behind < 0 ? entry.waiters.length : behind, 0, waiter);
  }

  function wait(
    entry: Entry,
    priority: CallPriority,
    guard: Guard,
    signal: AbortSignal | undefined,
  ): Promise<Permit> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(deadline);
        signal?.removeEventListener('abort', onAbort);
        entry.waiters = entry.waiters.filter((other) => other !== waiter);
      };
      const waiter: Waiter = {
        priority,
        go: () => {
          leave();
          resolve(permitOf(entry, guard));
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const onAbort = () => waiter.fail(signal?.reason);
      const waitMs = limits.maxWaitMs[priority];
      const deadline = setTimeout(() => {
        const pause = entry.lane.pause && entry.lane.pause.untilMs > now() ? entry.lane.pause : null;
        waiter.fail(
          pause
            ? heldBack(entry.api, 'paused', pause.untilMs, pause.errcode)
            : heldBack(entry.api, 'busy', now() + waitMs),
        );
        serve(entry);
      }, waitMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      enqueue(entry, waiter);
      serve(entry);
    });
  }

  function sweep(): void {
    taken += 1;
    if (taken % SWEEP_EVERY !== 0) return;
    for (const [key, entry] of entries) {
      const idle = entry.lane.inFlight === 0 && entry.waiters.length === 0;
      if (idle && now() - entry.usedAtMs > FORGET_AFTER_MS) entries.delete(key);
    }
  }

  async function acquire(request: BudgetRequest): Promise<Permit> {
    const { corp, api, priority = 'normal', signal } = request;
    signal?.throwIfAborted();
    sweep();
    const passage = circuits.pass(corp, now());
    if (passage.kind === 'closed') throw heldBack(api, 'closed', passage.nextProbeAtMs, passage.errcode);
    const entry = entryOf(corp, api);
    refuseLateTurns(entry, priority);
    const free = entry.waiters.length === 0 && turnWithPause(entry, priority) === 0;
    const guard = request.circuit === false ? 'none' : passage.kind === 'probe' ? 'probe' : 'circuit';
    return free || guard === 'probe' ? permitOf(entry, guard) : wait(entry, priority, guard, signal);
  }

  return {
    acquire,
    restore: (corp) => circuits.restore(corp),
    close: (corp, errcode = AUTHORISATION_ENDED) => shut(corp, errcode),
    state: () => ({
      lanes: [...entries.values()].map((entry) => ({
        corp: entry.corp,
        api: entry.api,
        inFlight: entry.lane.inFlight,
        waiting: entry.waiters.length,
        concurrency: Math.floor(entry.lane.concurrency),
        rateShare: entry.lane.rateShare,
        pause: entry.lane.pause && entry.lane.pause.untilMs > now() ? entry.lane.pause : null,
      })),
      corpPauses: [...tokenEntries.keys()].flatMap((corp) => {
        const pause = pauseOfCorp(corp);
        return pause ? [{ corp, ...pause }] : [];
      }),
      circuits: circuits.state(),
    }),
  };
}

function heldBack(
  api: string,
  reason: 'paused' | 'busy' | 'closed',
  retryAtMs: number,
  errcode?: number,
): WecomHeldBack {
  return new WecomHeldBack({ api, reason, retryAtMs, ...(errcode === undefined ? {} : { errcode }) });
}
