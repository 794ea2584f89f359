import { WecomUnavailable } from './errors.ts';

/**
 * Waits for something shared until the caller gives up; the shared work itself goes on.
 * @throws {WecomUnavailable} `aborted`: the signal came first
 */
export async function orAborted<T>(
  api: string,
  shared: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return shared;
  const gaveUp = () => new WecomUnavailable({ api, reason: 'aborted' });
  if (signal.aborted) {
    // Nobody waits for it any more, so nobody else would take its failure.
    shared.catch(() => undefined);
    throw gaveUp();
  }
  return new Promise<T>((resolve, reject) => {
    const leave = () => reject(gaveUp());
    signal.addEventListener('abort', leave, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
