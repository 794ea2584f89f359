import { onScopeDispose, watch } from 'vue';

/** The waits between questions: one second at first, longer each time, at most fifteen. */
export function pollDelay(attempt: number): number {
  return Math.min(15_000, Math.round(1000 * 1.5 ** attempt));
}

/**
 * Asks again and again while something is on its way. It stops while the page is hidden and starts
 * afresh when the page is shown again.
 *
 * @param isWanted - reactive; asking goes on while it is true
 * @param ask - one question; a failure only waits for the next
 */
export function usePolling(isWanted: () => boolean, ask: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let generation = 0;

  function stop() {
    clearTimeout(timer);
    timer = undefined;
    generation++;
  }
  function schedule() {
    const mine = generation;
    timer = setTimeout(async () => {
      attempt++;
      await ask().catch(() => {});
      if (mine === generation && isWanted()) schedule();
    }, pollDelay(attempt));
  }
  /** Begins with the shortest wait again, because something new is on its way. */
  function restart() {
    stop();
    attempt = 0;
    if (isWanted() && !document.hidden) schedule();
  }

  watch(isWanted, restart, { immediate: true });
  document.addEventListener('visibilitychange', restart);
  onScopeDispose(() => {
    stop();
    document.removeEventListener('visibilitychange', restart);
  });
  return { restart };
}
