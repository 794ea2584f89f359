import { onBeforeUnmount, onMounted } from 'vue';

/** Whether keys belong to something that is being written. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/**
 * Single-letter keys for a page, on a keyboard and outside of fields.
 *
 * @param keys - lower-case letter to what it does
 * @param isOff - true while something lies over the page
 */
export function useShortcuts(keys: Record<string, () => void>, isOff: () => boolean) {
  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isOff() || isTyping(event.target)) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }
  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}
