import { concernsTenant, endsAccess } from '../reactions.ts';
import { type Bucket, type BucketSize, bucketOf, fill, waitMs } from './bucket.ts';
import type { BudgetLimits, CallOutcome, CallPriority, PauseReason } from './types.ts';

/** What is known of one API of one corp. A value: every step makes a new one. */
export type Lane = {
  minute: Bucket;
  hour: Bucket;
  /** Fractions count up to the next whole call. */
  concurrency: number;
  /** Once too many calls together were refused, more are tried carefully. */
  hasMetLimit: boolean;
  /** Share of the full rate. */
  rateShare: number;
  inFlight: number;
  pause: PauseReason | null;
  /** Limits hit in a row; each makes the next pause longer. */
  strikes: number;
  /** Before this, a complaint of too many calls together is of those that were on their way at the last one. */
  quietUntilMs: number;
};

const MINUTE_MS = 60_000;
/** The platform blocks for the window that was hit and does not say which: a minute first, an hour in the end. */
const PAUSES_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS];
/** A limit hit this long after the end of a pause is a first one again. */
const FORGIVEN_AFTER_MS = 10 * MINUTE_MS;
const LEAST_RATE_SHARE = 0.05;
const RATE_STEP = 0.01;
const QUIET_MS = 1_000;

const FREQUENCY_LIMITED = new Set([45009, 45036]);
const CONCURRENCY_LIMITED = 45033;
const SYSTEM_BUSY = -1;

export function newLane(limits: BudgetLimits, nowMs: number): Lane {
  return {
    minute: bucketOf(sizes(limits, 1).minute, nowMs),
    hour: bucketOf(sizes(limits, 1).hour, nowMs),
    concurrency: limits.inFlight,
    hasMetLimit: false,
    rateShare: 1,
    inFlight: 0,
    pause: null,
    strikes: 0,
    quietUntilMs: 0,
  };
}

/** When the next call of a priority may start: in so many milliseconds (0: now), or when another one ends. */
export function turnOf(
  lane: Lane,
  priority: CallPriority,
  limits: BudgetLimits,
  nowMs: number,
): number | 'after-another' {
  const pauseMs = lane.pause ? lane.pause.untilMs - nowMs : 0;
  if (pauseMs > 0) return pauseMs;
  if (lane.inFlight >= slotsFor(lane, priority)) return 'after-another';
  const { minute, hour } = sizes(limits, lane.rateShare);
  const sync = priority === 'sync';
  return Math.max(waitMs(lane.minute, minute, nowMs, sync), waitMs(lane.hour, hour, nowMs, sync));
}

/** The lane after a call started. */
export function started(lane: Lane, limits: BudgetLimits, nowMs: number): Lane {
  const { minute, hour } = sizes(limits, lane.rateShare);
  const spend = (bucket: Bucket, size: BucketSize) => {
    const filled = fill(bucket, size, nowMs);
    return { ...filled, tokens: filled.tokens - 1 };
  };
  return {
    ...lane,
    inFlight: lane.inFlight + 1,
    minute: spend(lane.minute, minute),
    hour: spend(lane.hour, hour),
  };
}

/** The lane after a call ended: it grows in steps with successes and shrinks by a factor with refusals. */
export function ended(lane: Lane, outcome: CallOutcome, limits: BudgetLimits, nowMs: number): Lane {
  return learned({ ...lane, inFlight: Math.max(0, lane.inFlight - 1) }, outcome, limits, nowMs);
}

/** What a lane learns from an outcome, whichever call it was. */
export function learned(lane: Lane, outcome: CallOutcome, limits: BudgetLimits, nowMs: number): Lane {
  if (outcome.kind === 'none') return lane;
  if (outcome.kind === 'ok') return grown(lane, limits);
  if (outcome.kind === 'unavailable') return narrowed(lane, 0.75, nowMs);
  if (outcome.errcode === CONCURRENCY_LIMITED) return narrowed(lane, 0.5, nowMs);
  if (outcome.errcode === SYSTEM_BUSY) return narrowed(lane, 0.75, nowMs);
  if (concernsTenant(outcome.errcode)) {
    // Where access ended altogether the circuit opens, which holds up more than this lane.
    return endsAccess(outcome.errcode) ? lane : refusedToCorp(lane, outcome.errcode, limits, nowMs);
  }
  return FREQUENCY_LIMITED.has(outcome.errcode) ? paused(lane, outcome.errcode, nowMs) : grown(lane, limits);
}

/** Somebody has to act first: until then every call of this API would be refused alike. */
function refusedToCorp(lane: Lane, errcode: number, limits: BudgetLimits, nowMs: number): Lane {
  return { ...lane, pause: { errcode, sinceMs: nowMs, untilMs: nowMs + limits.probeAfterMs } };
}

/** A call more for each success until the first refusal, then one for each round of successes, as TCP does it (RFC 5681). */
function grown(lane: Lane, limits: BudgetLimits): Lane {
  const step = lane.hasMetLimit ? 1 / lane.concurrency : 1;
  return {
    ...lane,
    concurrency: Math.min(limits.mostInFlight, lane.concurrency + step),
    rateShare: Math.min(1, lane.rateShare + RATE_STEP),
  };
}

function narrowed(lane: Lane, factor: number, nowMs: number): Lane {
  if (nowMs < lane.quietUntilMs) return lane;
  return {
    ...lane,
    concurrency: Math.max(1, lane.concurrency * factor),
    hasMetLimit: true,
    quietUntilMs: nowMs + QUIET_MS,
  };
}

function paused(lane: Lane, errcode: number, nowMs: number): Lane {
  if (lane.pause && lane.pause.untilMs > nowMs) return lane;
  const forgiven = !lane.pause || nowMs - lane.pause.untilMs > FORGIVEN_AFTER_MS;
  const strikes = forgiven ? 1 : lane.strikes + 1;
  const lengthMs = PAUSES_MS[Math.min(strikes, PAUSES_MS.length) - 1] ?? MINUTE_MS;
  return {
    ...lane,
    strikes,
    rateShare: Math.max(LEAST_RATE_SHARE, lane.rateShare / 2),
    pause: { errcode, sinceMs: nowMs, untilMs: nowMs + lengthMs },
  };
}

/** Work that can wait leaves one place free for somebody who cannot. */
function slotsFor(lane: Lane, priority: CallPriority): number {
  const slots = Math.floor(lane.concurrency);
  return priority === 'sync' && slots > 1 ? slots - 1 : slots;
}

function sizes(limits: BudgetLimits, share: number): { minute: BucketSize; hour: BucketSize } {
  return {
    minute: { limit: limits.perMinute, windowMs: MINUTE_MS, share },
    hour: { limit: limits.perHour, windowMs: 60 * MINUTE_MS, share },
  };
}
