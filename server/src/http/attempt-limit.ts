import { SECOND } from '@guanxi/shared/time';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

/** Counts attempts by a key within a window that begins with the first of them. Each process counts for itself. */
export interface AttemptLimit {
  /** Attempts that still count. */
  countOf(key: string): Promise<number>;
  /** Seconds until the key may try again; null while it may. */
  waitOf(key: string): Promise<number | null>;
  add(key: string, attempts?: number): Promise<void>;
  /** Takes an attempt back, which turned out well. */
  giveBack(key: string): Promise<void>;
}

/**
 * @param most - attempts in a window after which the key waits for its end
 * @param windowMs - milliseconds
 */
export function createAttemptLimit({ most, windowMs }: { most: number; windowMs: number }): AttemptLimit {
  const limiter = new RateLimiterMemory({ points: most, duration: windowMs / SECOND });
  const found = async (key: string) => {
    const state = await limiter.get(key);
    return { count: state?.consumedPoints ?? 0, endsInMs: state?.msBeforeNext ?? 0 };
  };
  return {
    countOf: async (key) => (await found(key)).count,
    async waitOf(key) {
      const { count, endsInMs } = await found(key);
      return count >= most && endsInMs > 0 ? Math.ceil(endsInMs / SECOND) : null;
    },
    async add(key, attempts = 1) {
      await limiter.penalty(key, attempts);
    },
    async giveBack(key) {
      if ((await found(key)).count > 0) {
        await limiter.reward(key);
      }
    },
  };
}
