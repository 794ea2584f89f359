import { expect, it } from 'vitest';
import { createCallCounts } from './counts.ts';

const MINUTE = 60_000;
const report = { corp: 'c', api: 'user/get', priority: 'normal', outcome: 'ok', errcode: 0 } as const;

it('adds up the last hour, by corp, API and outcome, and forgets what is older', () => {
  let nowMs = 1_700_000_000_000;
  const counts = createCallCounts({ now: () => nowMs });
  counts.record({ ...report, durationMs: 10 });
  nowMs += 40 * MINUTE;
  counts.record({ ...report, durationMs: 20 });
  counts.record({ ...report, outcome: 'backOff', errcode: 45009, durationMs: 5 });
  counts.record({ ...report, corp: 'other', durationMs: 7 });
  expect(counts.read('c')).toEqual([
    { api: 'user/get', outcome: 'ok', count: 2, totalMs: 30 },
    { api: 'user/get', outcome: 'backOff', count: 1, totalMs: 5 },
  ]);
  nowMs += 25 * MINUTE;
  expect(counts.read('c')).toEqual([
    { api: 'user/get', outcome: 'ok', count: 1, totalMs: 20 },
    { api: 'user/get', outcome: 'backOff', count: 1, totalMs: 5 },
  ]);
  nowMs += 60 * MINUTE;
  expect([counts.read('c'), counts.read('other'), counts.read('nobody')]).toEqual([[], [], []]);
});
