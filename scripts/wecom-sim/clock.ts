/** The simulator's time. Every lifetime (tokens, codes, tickets, limits) goes by it, so a test can age the world. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Whole seconds since the epoch, as the platform writes its times. */
  seconds(): number;
  /** Moves the clock forward; it never goes back. */
  advance(seconds: number): void;
  /** Seconds by which the clock is ahead of its source. */
  ahead(): number;
  /** Called after every move. */
  onAdvance(listener: () => void): void;
}

export const createClock = (source: () => number = Date.now): Clock => {
  let aheadMs = 0;
  const listeners: (() => void)[] = [];
  const now = () => source() + aheadMs;
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    advance(seconds) {
      if (!(seconds >= 0)) throw new RangeError('the clock only moves forward');
      aheadMs += seconds * 1000;
      for (const listener of listeners) listener();
    },
    ahead: () => aheadMs / 1000,
    onAdvance: (listener) => void listeners.push(listener),
  };
};
