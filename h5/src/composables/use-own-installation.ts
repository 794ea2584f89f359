import { confirmOwnLosses, getOwnInstallation, startOwnSync } from '@guanxi/shared/own-installation';
import { ref } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePolling } from './use-polling.ts';

/** What a member who installed for themselves may know, followed while a sync runs, and the way to ask for one. */
export function useOwnInstallation() {
  const { state, data, problem, load, refresh } = useLoad(() => call(getOwnInstallation, {}));
  const isAsked = ref(false);

  async function look() {
    const known = data.value?.sync.run?.id;
    await refresh();
    const { run = null } = data.value?.sync ?? {};
    if (run?.id !== known || run?.status !== 'running') isAsked.value = false;
  }
  const polling = usePolling(() => isAsked.value || data.value?.sync.run?.status === 'running', look);

  /** Asks for a full sync. @throws ApiError */
  async function start() {
    await call(startOwnSync, { body: {} });
    isAsked.value = true;
    polling.restart();
  }
  /** Lets a run that asks mark what it found lost. @throws ApiError */
  async function confirm(runId: number) {
    await call(confirmOwnLosses, { body: { runId } });
    await refresh();
    polling.restart();
  }
  return { state, installation: data, problem, load, start, confirm, isAsked };
}
