import { MINUTE, SECOND } from '@guanxi/shared/time';

/** The longest wait between two tries. */
const longestMs = 30 * MINUTE;

/**
 * How long to wait before the next try: doubles from 2 s up to 30 min, spread by a quarter either
 * way, so that jobs that failed together do not come back together.
 *
 * @param attempt - tries so far, from 1
 * @param random - a number in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(2 * SECOND * 2 ** (attempt - 1), longestMs);
  return Math.round(base * (0.75 + random * 0.5));
}
