/** Who waits for a call: a person, an event that must be answered, or work that can be done later. */
export type CallPriority = 'interactive' | 'normal' | 'sync';

/** What became of a call, as far as the budget must know. */
export type CallOutcome =
  | { kind: 'ok' }
  /** `api` is the call that was refused, which may be the token's and not the one asked for. */
  | { kind: 'refused'; errcode: number; api: string }
  | { kind: 'unavailable' }
  /** Nothing was learned: the caller gave up, or the call was never sent. */
  | { kind: 'none' };

export type BudgetLimits = {
  /** Calls of one API for one corp in a minute, and in an hour. */
  perMinute: number;
  perHour: number;
  /** Calls of one API for one corp at a time, as long as nothing is known. */
  inFlight: number;
  /** What that grows to while all goes well: the platform does not publish its limit. */
  mostInFlight: number;
  /** APIs whose limit is known to be lower: both of the above. */
  inFlightOf: Readonly<Record<string, number>>;
  /** How long a call of each priority may wait for its turn, in milliseconds. */
  maxWaitMs: Readonly<Record<CallPriority, number>>;
  /** The longest rest of a pause that is waited for in place; who meets a longer one is told when to come back. */
  maxPauseMs: number;
  /** How long after access ended, or after an API was refused to the whole corp, it is tried again, in milliseconds. */
  probeAfterMs: number;
};

/** Below the platform's own limits, so that other apps and a second process find room. */
export const DEFAULT_BUDGET_LIMITS: BudgetLimits = {
  perMinute: 9_000,
  perHour: 135_000,
  inFlight: 10,
  mostInFlight: 32,
  inFlightOf: { 'externalcontact/mark_tag': 5 },
  maxWaitMs: { interactive: 2_000, normal: 10_000, sync: 30_000 },
  maxPauseMs: 1_000,
  probeAfterMs: 15 * 60_000,
};

/** Why calls of one API wait, or all calls of a corp. */
export type PauseReason = { errcode: number; sinceMs: number; untilMs: number };

/** One API of one corp, for people and for metrics. */
export type LaneState = {
  corp: string;
  api: string;
  inFlight: number;
  waiting: number;
  /** Calls that may run side by side now; shrinks with 45033 and grows again with successes. */
  concurrency: number;
  /** Fewer than the limits allow. */
  isNarrowed: boolean;
  /** Share of the full rate, from 0.05 to 1; shrinks with 45009. */
  rateShare: number;
  pause: PauseReason | null;
};

export type CircuitState = { corp: string; errcode: number; sinceMs: number; nextProbeAtMs: number };

export type BudgetState = {
  lanes: LaneState[];
  /** Corps whose calls all wait, since their token could not be had. */
  corpPauses: ({ corp: string } & PauseReason)[];
  /** Corps whose access ended: nothing is called. */
  circuits: CircuitState[];
};

/** The right to make one call; `done` must be called once, whatever happens. */
export type Permit = { done(outcome: CallOutcome): void };

export type BudgetRequest = {
  /** The installation the call is for; see `CorpAccess.budgetKey`. */
  corp: string;
  api: string;
  priority?: CallPriority | undefined;
  signal?: AbortSignal | undefined;
  /** False for a suite's or a provider's own calls: what is refused there for good speaks of one corp among many. */
  circuit?: boolean | undefined;
};

export type Budget = {
  /**
   * Waits for the turn of a call.
   * @throws {WecomHeldBack} `paused` or `busy`: the turn would come too late; `closed`: the corp's access ended
   * @throws what the signal aborts with
   */
  acquire(request: BudgetRequest): Promise<Permit>;
  state(): BudgetState;
  /** Lets a corp's calls pass again, after it installed anew, granted more, or the app was enabled. */
  restore(corp: string): void;
  /** Ends a corp's access from our side, for example when the app was uninstalled. */
  close(corp: string, errcode?: number): void;
};
