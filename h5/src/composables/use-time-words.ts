import type { Locale } from '@guanxi/shared/errors';
import { defaultTimeZone } from '@guanxi/shared/time';
import { type ComputedRef, computed, inject, onScopeDispose, type Ref, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { createTimeWords, type TimeWords, untilNextMinute } from './time-words.ts';
import { bootKey } from './use-viewer.ts';

/** The time, moved on at each full minute. */
export function useNow(): Ref<number> {
  const now = ref(Date.now());
  let timer: ReturnType<typeof setTimeout>;
  const tick = () => {
    now.value = Date.now();
    timer = setTimeout(tick, untilNextMinute(Date.now()));
  };
  timer = setTimeout(tick, untilNextMinute(Date.now()));
  onScopeDispose(() => clearTimeout(timer));
  return now;
}

/** The time zone the corp's days are cut in. */
export function useTimeZone(): string {
  return inject(bootKey, null)?.viewer.corp.timeZone ?? defaultTimeZone;
}

/** How instants are said here, in the corp's time zone and the reader's language. */
export function useTimeWords(): ComputedRef<TimeWords> {
  const { t, locale } = useI18n();
  const timeZone = useTimeZone();
  const now = useNow();
  return computed(() => {
    const at = now.value;
    return createTimeWords(
      locale.value as Locale,
      timeZone,
      () => at,
      (key, values) => t(key, values ?? {}),
    );
  });
}
