import type { Boot } from '@guanxi/shared/boot';
import { type InjectionKey, inject } from 'vue';

/** Who looks and how the page was signed, provided once by the root component. */
export const bootKey: InjectionKey<Boot> = Symbol('boot');

export function useBoot(): Boot {
  const boot = inject(bootKey);
  if (!boot) throw new Error('useBoot needs the root component');
  return boot;
}

export const useViewer = () => useBoot().viewer;
