import {
  confirmSyncLosses,
  getLatestSyncRun,
  getSyncLosses,
  listSyncRuns,
  type SyncRun,
  startSyncRun,
} from '@guanxi/shared/sync';
import { ref } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';
import { usePolling } from './use-polling.ts';

/** The newest full sync, followed while it runs, and the ways to ask for another one and to answer it. */
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
  /** Lets a run that asks mark its losses. @throws ApiError */
  async function confirm(runId: number) {
    data.value = (await call(confirmSyncLosses, { params: { runId }, body: {} })).run;
    polling.restart();
  }
  return { state, run: data, problem, load, refresh, start, confirm, isAsked };
}

/** Whose relations a run would lose. */
export function useSyncLosses(runId: () => number) {
  return useLoad(() => call(getSyncLosses, { params: { runId: runId() } }));
}

/** Past full syncs, newest first. */
export function useSyncRuns() {
  return usePageList<SyncRun>((cursor) =>
    call(listSyncRuns, { query: { limit: 20, ...(cursor !== undefined && { cursor }) } }),
  );
}
