/** Lets so many tasks run at a time; the others wait in order. */
export const createGate = (width: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(task: () => Promise<T>): Promise<T> => {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place is handed to the next in line, or given back.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
