import { type InjectionKey, inject, provide, shallowRef } from 'vue';

/** A line at the foot of the page; with `undo` it offers to take back what was done. */
export interface Toast {
  id: number;
  text: string;
  tone: 'done' | 'failed';
  undo: (() => void) | null;
}

/** How long an act can be taken back, and how long a plain line stays. */
export const undoMs = 5000;
const plainMs = 2400;

/** One toast at a time; a newer one replaces it. */
export function createToasts() {
  const current = shallowRef<Toast | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;

  function dismiss() {
    clearTimeout(timer);
    current.value = null;
  }
  function show(text: string, options: { tone?: Toast['tone']; undo?: () => void } = {}) {
    clearTimeout(timer);
    const undo = options.undo;
    current.value = {
      id: ++lastId,
      text,
      tone: options.tone ?? 'done',
      undo: undo
        ? () => {
            dismiss();
            undo();
          }
        : null,
    };
    timer = setTimeout(dismiss, undo ? undoMs : plainMs);
  }
  return { current, show, dismiss };
}

export type Toasts = ReturnType<typeof createToasts>;

const toastsKey: InjectionKey<Toasts> = Symbol('toasts');

export function provideToasts(): Toasts {
  const toasts = createToasts();
  provide(toastsKey, toasts);
  return toasts;
}

export function useToasts(): Toasts {
  const toasts = inject(toastsKey);
  if (!toasts) throw new Error('useToasts needs the root component');
  return toasts;
}
