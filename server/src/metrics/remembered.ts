import { SECOND } from '@guanxi/shared/time';

/** Two scrapes within this time share one reading. */
const rememberedMs = 5 * SECOND;

/**
 * The same reading, made again only when the last one is some seconds old. Callers at the same time share one.
 *
 * @param clock - milliseconds since the epoch
 */
export function remembered<T>(read: () => Promise<T>, clock: () => number): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | null = null;
  return () => {
    if (last === null || Math.abs(clock() - last.at) >= rememberedMs) {
      const value = read();
      last = { at: clock(), value };
      // A failed reading is not remembered.
      value.catch(() => {
        last = null;
      });
    }
    return last.value;
  };
}
