import type { PlatformState } from '@guanxi/shared/platform';
import { causeOf, outcomeOf, workOf } from './rules.ts';

type Call = PlatformState['calls'][number];

/** Why calls of one API wait. */
interface Pause {
  readonly errcode: number;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What is known of one company's calls. */
export interface CallsOfCorp {
  /** Set while nothing is called at all. */
  readonly circuit: { errcode: number; sinceMs: number; nextProbeAtMs: number } | undefined;
  readonly lanes: readonly { api: string; pause: Pause | null }[];
  /** The token cannot be had, so every call waits. */
  readonly isHeldUp: boolean;
  readonly counts: readonly { api: string; outcome: string; count: number; totalMs: number }[];
}

/** The state of one company's calls as an administrator gets it. */
export function presentPlatformState({ circuit, lanes, isHeldUp, counts }: CallsOfCorp): PlatformState {
  return {
    ended: circuit === undefined ? null : presentEnd(circuit),
    pauses: lanes.flatMap(({ api, pause }) => (pause === null ? [] : [presentPause(api, pause, isHeldUp)])),
    calls: callsOf(counts),
  };
}

function presentEnd(circuit: NonNullable<CallsOfCorp['circuit']>): PlatformState['ended'] {
  return {
    ...reasonOf(circuit.errcode),
    since: instant(circuit.sinceMs),
    nextTryAt: instant(circuit.nextProbeAtMs),
  };
}

function presentPause(api: string, pause: Pause, isHeldUp: boolean): PlatformState['pauses'][number] {
  const work = workOf(api);
  return {
    ...reasonOf(pause.errcode),
    ...{ work, api },
    holdsUpAll: isHeldUp && work === 'token',
    since: instant(pause.sinceMs),
    until: instant(pause.untilMs),
  };
}

function reasonOf(errcode: number) {
  return { errcode, cause: causeOf(errcode) };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** Counts whose outcomes are one to a reader are added up; the most frequent ones come first. */
function callsOf(counts: CallsOfCorp['counts']): Call[] {
  const sums = new Map<string, { api: string; outcome: Call['outcome']; count: number; totalMs: number }>();
  for (const { api, outcome: reported, count, totalMs } of counts) {
    const outcome = outcomeOf(reported);
    const sum = sums.get(`${api} ${outcome}`) ?? { api, outcome, count: 0, totalMs: 0 };
    sums.set(`${api} ${outcome}`, { ...sum, count: sum.count + count, totalMs: sum.totalMs + totalMs });
  }
  return [...sums.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ api, outcome, count, totalMs }) => ({
      ...{ work: workOf(api), api, outcome, count },
      averageMs: Math.round(totalMs / count),
    }));
}
