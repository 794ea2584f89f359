import { getCustomerContactStatistics } from '@guanxi/shared/statistics';
import { DAY, HOUR } from '@guanxi/shared/time';
import { ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** The periods to choose from, in days up to yesterday. */
export const periods = [1, 7, 30] as const;

/** The calendar day in China, in which the platform counts. */
export function chinaDay(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 10);
}

/** The numbers of the last days up to yesterday. */
export function useStatistics() {
  const days = ref<(typeof periods)[number]>(7);
  const list = useLoad(() => {
    const now = Date.now();
    return call(getCustomerContactStatistics, {
      query: { from: chinaDay(now - days.value * DAY), to: chinaDay(now - DAY) },
    });
  });
  watch(days, () => void list.load(), { immediate: true });
  return { ...list, days };
}
