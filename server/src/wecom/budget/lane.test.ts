import { describe, expect, it } from 'vitest';
import { bucketOf, fill, waitMs } from './bucket.ts';
import { ended, type Lane, newLane, started, turnOf } from './lane.ts';
import { type CallOutcome, DEFAULT_BUDGET_LIMITS } from './types.ts';

const MINUTE = 60_000;
const limits = { ...DEFAULT_BUDGET_LIMITS, perMinute: 600, perHour: 6000, inFlight: 4, mostInFlight: 4 };
const refused = (errcode: number): CallOutcome => ({ kind: 'refused', errcode, api: 'a' });
const after = (lane: Lane, outcome: CallOutcome, nowMs = 0) =>
  ended(started(lane, limits, nowMs), outcome, limits, nowMs);

it('lets more calls run side by side while all goes well, up to a limit', () => {
  const growing = { ...limits, mostInFlight: 6 };
  let lane = newLane(growing, 0);
  const call = (outcome: CallOutcome) => ended(started(lane, growing, 0), outcome, growing, 0);
  for (let count = 0; count < 100; count += 1) lane = call({ kind: 'ok' });
  expect(lane.concurrency).toBe(6);
  expect(call(refused(45033)).concurrency).toBe(3);
});

describe('a bucket', () => {
  const size = { limit: 600, windowMs: MINUTE, share: 1 };

  it('never lets more than the limit pass in a window', () => {
    let bucket = bucketOf(size, 0);
    let passed = 0;
    for (let nowMs = 0; nowMs < MINUTE; nowMs += 10) {
      while (waitMs(bucket, size, nowMs, false) === 0) {
        bucket = fill(bucket, size, nowMs);
        bucket = { ...bucket, tokens: bucket.tokens - 1 };
        passed += 1;
      }
    }
    expect(passed).toBeGreaterThan(550);
    expect(passed).toBeLessThanOrEqual(600);
  });

  it.each([
    // tokens, sparing, share, wait
    [1, false, 1, 0],
    [0, false, 1, 112],
    [0, false, 0.5, 223],
    [12, true, 1, 112],
    [13, true, 1, 0],
  ])('%d tokens, sparing %s, share %d: waits %d ms', (tokens, sparing, share, wait) => {
    expect(waitMs({ tokens, atMs: 0 }, { ...size, share }, 0, sparing)).toBe(wait);
  });
});

describe('a lane', () => {
  it.each<[string, CallOutcome, Partial<Lane>]>([
    ['45033 halves the places', refused(45033), { concurrency: 2 }],
    ['-1 takes a quarter of the places', refused(-1), { concurrency: 3 }],
    ['no answer takes a quarter of the places', { kind: 'unavailable' }, { concurrency: 3 }],
    [
      '45009 halves the rate and pauses for a minute',
      refused(45009),
      { concurrency: 4, rateShare: 0.5, pause: { errcode: 45009, sinceMs: 0, untilMs: MINUTE } },
    ],
    [
      '45036 does as well',
      refused(45036),
      { rateShare: 0.5, pause: { errcode: 45036, sinceMs: 0, untilMs: MINUTE } },
    ],
    ['another refusal is an answer like any', refused(84061), { concurrency: 4, rateShare: 1, pause: null }],
    ['what teaches nothing changes nothing', { kind: 'none' }, { concurrency: 4, rateShare: 1, pause: null }],
  ])('%s', (_name, outcome, expected) => {
    expect(after(newLane(limits, 0), outcome)).toMatchObject({ inFlight: 0, ...expected });
  });

  it('shrinks once for calls that were refused together', () => {
    let lane = newLane(limits, 0);
    for (let i = 0; i < 4; i += 1) lane = after(lane, refused(45033), 10);
    expect(lane.concurrency).toBe(2);
    expect(after(lane, refused(45033), 2000).concurrency).toBe(1);
  });

  it('pauses at a limit, however soon after another complaint', () => {
    const lane = after(after(newLane(limits, 0), refused(-1), 0), refused(45009), 10);
    expect(lane).toMatchObject({ rateShare: 0.5, pause: { errcode: 45009, untilMs: MINUTE + 10 } });
  });

  it('grows step by step with successes', () => {
    let lane: Lane = { ...newLane(limits, 0), concurrency: 1, rateShare: 0.5 };
    lane = after(lane, { kind: 'ok' });
    expect(lane).toMatchObject({ concurrency: 2, rateShare: 0.51 });
    for (let i = 0; i < 60; i += 1) lane = after(lane, { kind: 'ok' });
    expect(lane).toMatchObject({ concurrency: 4, rateShare: 1 });
  });

  it('tries one call more after each success, until the first refusal makes it careful', () => {
    const wide = { ...limits, mostInFlight: 32 };
    const ok = (lane: Lane) => ended(lane, { kind: 'ok' }, wide, 0);
    let lane: Lane = { ...newLane(wide, 0), concurrency: 4 };
    for (let i = 0; i < 6; i += 1) lane = ok(lane);
    expect(lane.concurrency).toBe(10);
    lane = ended(lane, refused(45033), wide, 0);
    for (let i = 0; i < 5; i += 1) lane = ok(lane);
    expect(lane.concurrency).toBeGreaterThan(5.8);
    expect(lane.concurrency).toBeLessThan(6);
  });

  it('pauses longer each time, and forgives', () => {
    let lane = newLane(limits, 0);
    let nowMs = 0;
    const pauses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      lane = after(lane, refused(45009), nowMs);
      pauses.push(((lane.pause?.untilMs ?? 0) - nowMs) / MINUTE);
      nowMs = lane.pause?.untilMs ?? 0;
    }
    expect(pauses).toEqual([1, 5, 15, 60, 60]);
    expect(lane.rateShare).toBe(0.05);
    nowMs += 11 * MINUTE;
    lane = after(lane, refused(45009), nowMs);
    expect(lane.pause?.untilMs).toBe(nowMs + MINUTE);
  });

  it('keeps a place for somebody who cannot wait', () => {
    let lane = newLane(limits, 0);
    for (let i = 0; i < 3; i += 1) lane = started(lane, limits, 0);
    expect(turnOf(lane, 'sync', limits, 0)).toBe('after-another');
    expect(turnOf(lane, 'interactive', limits, 0)).toBe(0);
    expect(turnOf({ ...lane, inFlight: 0, concurrency: 1 }, 'sync', limits, 0)).toBe(0);
  });
});
