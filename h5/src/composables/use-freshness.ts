import { onScopeDispose } from 'vue';

/** How old what is shown may become while somebody may be looking, in milliseconds. */
export const freshForMs = 15_000;

/**
 * Reads again behind what is shown: every so often while the page is visible, and at once when it is
 * shown again after a while. Chats stay open for hours, and the customer may act meanwhile.
 *
 * @param read - one reading; a failure keeps what is shown and waits for the next
 * @param isHeld - true while something is being written that a change could disturb
 */
export function useFreshness(read: () => Promise<unknown>, isHeld: () => boolean) {
  let readAt = Date.now();
  let isReading = false;

  async function check() {
    if (isReading || document.hidden || isHeld() || Date.now() - readAt < freshForMs) return;
    isReading = true;
    await read().catch(() => {});
    readAt = Date.now();
    isReading = false;
  }

  const timer = setInterval(check, freshForMs);
  document.addEventListener('visibilitychange', check);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', check);
  });
}
