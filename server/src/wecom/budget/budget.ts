import { WecomHeldBack } from '../errors.ts';
import { concernsTenant, endsAccess, reactionOf } from '../reactions.ts';
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
  /** This process's part of the limits, above 0 and at most 1; other processes call for the same corps. */
  share?: () => number;
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

type Refusal = Extract<CallOutcome, { kind: 'refused' }>;

/** What a call's outcome says about its corp. */
type Bearing = {
  /** The corp's own call; false for one of a suite or a provider, which may be about any corp. */
  isOwn: boolean;
  /** Sent to try whether the circuit can be closed. */
  isProbe: boolean;
};

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
  const given = options.limits ?? {};
  // A caller who sets how many calls may run side by side does not want them to become more.
  const most = given.mostInFlight ?? given.inFlight ?? DEFAULT_BUDGET_LIMITS.mostInFlight;
  const limits: BudgetLimits = { ...DEFAULT_BUDGET_LIMITS, ...given, mostInFlight: most };
  const now = options.now ?? Date.now;
  const { share = () => 1 } = options;
  const limitsFor = (api: string) => limitsOf(limits, api, share());
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
      lane: newLane(limitsFor(api), now()),
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

  /** The pause that is too long to be waited for in place, as the refusal of a call. */
  function longPause(entry: Entry): WecomHeldBack | null {
    const latestMs = now() + limits.maxPauseMs;
    const long = [entry.lane.pause, pauseOfCorp(entry.corp)].find(
      (pause) => pause && pause.untilMs > latestMs,
    );
    return long ? heldBack(entry.api, 'paused', long.untilMs, long.errcode) : null;
  }

  function turnAway(entry: Entry, error: WecomHeldBack): void {
    for (const waiter of entry.waiters.splice(0)) waiter.fail(error);
  }

  function entriesOf(corp: string): Entry[] {
    return [...entries.values()].filter((entry) => entry.corp === corp);
  }

  function permitOf(entry: Entry, bearing: Bearing): Permit {
    entry.lane = started(entry.lane, limitsFor(entry.api), now());
    entry.usedAtMs = now();
    let open = true;
    return {
      done(outcome) {
        if (!open) return;
        open = false;
        settle(entry, outcome, bearing);
      },
    };
  }

  function settle(entry: Entry, outcome: CallOutcome, bearing: Bearing): void {
    const ofToken = refusalOfToken(entry.api, outcome);
    entry.lane = ended(
      entry.lane,
      ofToken ? { kind: 'none' } : ownOutcome(outcome, bearing),
      limitsFor(entry.api),
      now(),
    );
    if (ofToken) learnOfToken(entry.corp, ofToken);
    if (outcome.kind === 'ok' && bearing.isProbe) circuits.restore(entry.corp);
    if (bearing.isOwn && hasEndedAccess(outcome)) shut(entry.corp, outcome.errcode);
    for (const other of ofToken ? entriesOf(entry.corp) : [entry]) serve(other);
  }

  /** The token could not be had, which concerns every call of the corp. */
  function learnOfToken(corp: string, outcome: Refusal): void {
    const token = entryOf(corp, outcome.api);
    token.lane = learned(token.lane, outcome, limitsFor(token.api), now());
    tokenEntries.set(corp, token);
    if (noToken(outcome.errcode)) shut(corp, outcome.errcode);
  }

  function shut(corp: string, errcode: number): void {
    circuits.open(corp, errcode, now());
    const retryAtMs = circuits.nextProbeAtMs(corp);
    for (const entry of entriesOf(corp)) turnAway(entry, heldBack(entry.api, 'closed', retryAtMs, errcode));
  }

  /** Starts everyone whose turn has come; whoever is first and blocked blocks those behind. */
  function serve(entry: Entry): void {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    const pause = longPause(entry);
    if (pause) turnAway(entry, pause);
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
    return turnOf(entry.lane, priority, limitsFor(entry.api), now());
  }

  function enqueue(entry: Entry, waiter: Waiter): void {
    const behind = entry.waiters.findIndex((other) => RANK[other.priority] > RANK[waiter.priority]);
    entry.waiters.splice(behind < 0 ? entry.waiters.length : behind, 0, waiter);
  }

  function wait(
    entry: Entry,
    priority: CallPriority,
    bearing: Bearing,
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
          resolve(permitOf(entry, bearing));
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const onAbort = () => waiter.fail(signal?.reason);
      const waitMs = limits.maxWaitMs[priority];
      const deadline = setTimeout(() => {
        waiter.fail(heldBack(entry.api, 'busy', now() + waitMs));
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
      if (!idle || now() - entry.usedAtMs <= FORGET_AFTER_MS) continue;
      entries.delete(key);
      if (tokenEntries.get(entry.corp) === entry) tokenEntries.delete(entry.corp);
    }
  }

  async function acquire(request: BudgetRequest): Promise<Permit> {
    const { corp, api, priority = 'normal', signal } = request;
    signal?.throwIfAborted();
    sweep();
    const entry = entryOf(corp, api);
    const pause = longPause(entry);
    // Before the circuit is asked: its one try must not be spent on a call that would wait.
    if (pause) throw pause;
    const passage = circuits.pass(corp, now());
    if (passage.kind === 'closed') throw heldBack(api, 'closed', passage.nextProbeAtMs, passage.errcode);
    const free = entry.waiters.length === 0 && turnWithPause(entry, priority) === 0;
    const bearing = { isOwn: request.circuit !== false, isProbe: passage.kind === 'probe' };
    return free || bearing.isProbe ? permitOf(entry, bearing) : wait(entry, priority, bearing, signal);
  }

  function restore(corp: string): void {
    circuits.restore(corp);
    for (const entry of entriesOf(corp)) {
      const { pause } = entry.lane;
      if (pause && concernsTenant(pause.errcode)) entry.lane = { ...entry.lane, pause: null };
    }
  }

  return {
    acquire,
    restore,
    close: (corp, errcode = AUTHORISATION_ENDED) => shut(corp, errcode),
    state: () => ({
      lanes: [...entries.values()].map((entry) => ({
        corp: entry.corp,
        api: entry.api,
        inFlight: entry.lane.inFlight,
        waiting: entry.waiters.length,
        concurrency: Math.floor(entry.lane.concurrency),
        isNarrowed: entry.lane.concurrency < limitsFor(entry.api).inFlight,
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

/** A suite's or a provider's own API is open to all corps, whatever is wrong with the one it was asked about. */
function ownOutcome(outcome: CallOutcome, { isOwn }: Bearing): CallOutcome {
  const ofOneCorp = outcome.kind === 'refused' && !isOwn && concernsTenant(outcome.errcode);
  return ofOneCorp ? { kind: 'ok' } : outcome;
}

/** The refusal of another call than the one that was asked for: of the token's. */
function refusalOfToken(api: string, outcome: CallOutcome): Refusal | null {
  return outcome.kind === 'refused' && outcome.api !== api ? outcome : null;
}

function hasEndedAccess(outcome: CallOutcome): outcome is Refusal {
  return outcome.kind === 'refused' && endsAccess(outcome.errcode);
}

/** A token refused for good: a wrong secret sent again and again gets the whole address banned. */
function noToken(errcode: number): boolean {
  return reactionOf(errcode) === 'configuration';
}

function heldBack(
  api: string,
  reason: 'paused' | 'busy' | 'closed',
  retryAtMs: number,
  errcode?: number,
): WecomHeldBack {
  return new WecomHeldBack({ api, reason, retryAtMs, ...(errcode === undefined ? {} : { errcode }) });
}

/** The limits of one API, of which this process has a part. */
function limitsOf(limits: BudgetLimits, api: string, share: number): BudgetLimits {
  const known = limits.inFlightOf[api];
  const part = (limit: number) => Math.max(1, Math.floor(limit * share));
  return {
    ...limits,
    perMinute: part(limits.perMinute),
    perHour: part(limits.perHour),
    inFlight: part(known ?? limits.inFlight),
    mostInFlight: part(known ?? limits.mostInFlight),
  };
}
