import type { CircuitState } from './types.ts';

/** Whether a call may pass: freely, as the one that tries whether access is back, or not at all. */
export type Passage =
  | { kind: 'free' }
  | { kind: 'probe' }
  | { kind: 'closed'; errcode: number; nextProbeAtMs: number };

export type Circuits = {
  pass(corp: string, nowMs: number): Passage;
  open(corp: string, errcode: number, nowMs: number): void;
  restore(corp: string): void;
  nextProbeAtMs(corp: string): number;
  state(): CircuitState[];
};

/**
 * One circuit for each corp, open once the platform said that its access ended. Every so often a single call
 * passes, so that a process that missed the news of the corp's return learns it by itself.
 */
export function createCircuits(probeAfterMs: number): Circuits {
  const open = new Map<string, CircuitState>();
  return {
    pass(corp, nowMs) {
      const circuit = open.get(corp);
      if (!circuit) return { kind: 'free' };
      const { errcode, nextProbeAtMs } = circuit;
      if (nowMs < nextProbeAtMs) return { kind: 'closed', errcode, nextProbeAtMs };
      open.set(corp, { ...circuit, nextProbeAtMs: nowMs + probeAfterMs });
      return { kind: 'probe' };
    },
    open(corp, errcode, nowMs) {
      const sinceMs = open.get(corp)?.sinceMs ?? nowMs;
      open.set(corp, { corp, errcode, sinceMs, nextProbeAtMs: nowMs + probeAfterMs });
    },
    restore: (corp) => void open.delete(corp),
    nextProbeAtMs: (corp) => open.get(corp)?.nextProbeAtMs ?? 0,
    state: () => [...open.values()],
  };
}
