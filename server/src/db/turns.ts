import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work without a pause is allowed this long, in milliseconds. */
const longestMs = 10;

let pausedAt = performance.now();

/**
 * Lets what waits in this process have its turn, if it has waited for some time. Awaiting alone does not: what is
 * answered at once, as SQLite's statements are, goes on before anything else, and a transaction of many would keep
 * every request of the process waiting for its end.
 */
export async function letOthersRun(): Promise<void> {
  if (performance.now() - pausedAt >= longestMs) {
    await nextTurn();
    pausedAt = performance.now();
  }
}
