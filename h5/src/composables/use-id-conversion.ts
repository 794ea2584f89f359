import { confirmIdConversion, findFormerApp, getIdConversion } from '@guanxi/shared/id-conversion';
import { computed } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** The history of a former app: whether there is one, how far it has come, and what an administrator may do. */
export function useIdConversion() {
  const { data, load, refresh } = useLoad(() => call(getIdConversion, {}));
  const conversion = computed(() => data.value?.conversion ?? null);
  const mayLook = computed(() => data.value?.mayLook === true && conversion.value === null);
  const isRunning = computed(() => ['converting', 'moving'].includes(conversion.value?.state ?? ''));
  const polling = usePolling(
    () => isRunning.value,
    async () => {
      await refresh();
    },
  );

  /** Looks now for a former app. @throws ApiError */
  async function find() {
    const { finding } = await call(findFormerApp, { body: {} });
    await refresh();
    return finding;
  }
  /** Agrees that the history comes here, or asks once more. @throws ApiError */
  async function confirm() {
    await call(confirmIdConversion, { body: {} });
    await refresh();
    polling.restart();
  }
  return { conversion, mayLook, isRunning, load, find, confirm };
}
