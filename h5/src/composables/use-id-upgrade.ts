import { confirmIdUpgrade, getIdUpgrade } from '@guanxi/shared/id-upgrade';
import { computed } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** The upgrade of an installation's old ids: what is in its way, how far it has come, and the word for it. */
export function useIdUpgrade() {
  const { data, load, refresh } = useLoad(() => call(getIdUpgrade, {}));
  const upgrade = computed(() => data.value?.upgrade ?? null);
  const isRunning = computed(() => upgrade.value?.conversion?.state === 'converting');
  const polling = usePolling(
    () => isRunning.value,
    async () => {
      await refresh();
    },
  );

  /**
   * Agrees to the upgrade, or has the ids checked once more.
   *
   * @param withoutGone - go on without those whom the app no longer sees
   * @throws ApiError
   */
  async function confirm(withoutGone: boolean) {
    await call(confirmIdUpgrade, { body: { withoutGone } });
    await refresh();
    polling.restart();
  }
  return { upgrade, isRunning, load, confirm };
}
