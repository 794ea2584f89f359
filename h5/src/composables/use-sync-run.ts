import { getLatestSyncRun, startSyncRun } from '@guanxi/shared/sync';
import { ref } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** The newest full sync, followed while it runs, and the way to ask for another one. */
export function useSyncRun() {
  const { state, data, problem, load, refresh } = useLoad(async () => (await call(getLatestSyncRun, {})).run);
  const isAsked = ref(false);

  async function look() {
    const known = data.value?.id;
    await refresh();
    if (data.value?.id !== known || data.value?.status !== 'running') isAsked.value = false;
  }
  const polling = usePolling(() => isAsked.value || data.value?.status === 'running', look);

  /** Asks for a full sync. @throws ApiError */
  async function start() {
    await call(startSyncRun, { body: {} });
    isAsked.value = true;
    polling.restart();
  }
  return { state, run: data, problem, load, start, isAsked };
}
