/** Work that goes on side by side. */
export interface SideBySide {
  isIdle(): boolean;
  /** @param work - its failure is kept for whoever waits next */
  start(work: Promise<unknown>): void;
  /** Waits until there is room for one more. @throws what one failed with */
  room(): Promise<void>;
  /** Waits until one that is under way has ended, for ever when there is none. @throws what one failed with */
  oneEnds(): Promise<void>;
  /** Ends when nothing is under way any more, failed or not. @throws what the first one failed with */
  allEnd(): Promise<void>;
}

/** @param atMost - how much goes on at a time */
export function createSideBySide(atMost: number): SideBySide {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | null = null;
  const requireNoFailure = () => {
    if (failure !== null) {
      throw failure.error;
    }
  };
  return {
    isIdle: () => running.size === 0,
    start(work) {
      const ended = work.then(
        () => void running.delete(ended),
        (error: unknown) => {
          failure ??= { error };
          running.delete(ended);
        },
      );
      running.add(ended);
    },
    async room() {
      while (running.size >= atMost) {
        await Promise.race(running);
      }
      requireNoFailure();
    },
    async oneEnds() {
      requireNoFailure();
      await Promise.race(running);
      requireNoFailure();
    },
    async allEnd() {
      await Promise.all(running);
      requireNoFailure();
    },
  };
}
