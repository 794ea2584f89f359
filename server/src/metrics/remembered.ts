import { SECOND } from '@guanxi/shared/time';

/** Two scrapes within this time share one reading. */
const rememberedMs = 5 * SECOND;

/** The same reading, made again only when the last one is some seconds old. Callers at the same time share one. */
export function remembered<T>(
  read: () => Promise<T>,
  clock: () => number = () => performance.now(),
): () => Promise<T> {
  let last: { at: number; value: Promise<T> } | null = null;
  return () => {
    if (last === null || clock() - last.at >= rememberedMs) {
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
