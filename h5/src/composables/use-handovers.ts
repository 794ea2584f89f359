import {
  getHandover,
  type Handover,
  type HandoverItem,
  type HandoverState,
  listHandoverItems,
  listHandovers,
  listUnassigned,
  refreshUnassigned,
  retryHandover,
} from '@guanxi/shared/handovers';
import { ref, shallowRef } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';
import { usePolling } from './use-polling.ts';

/** True while somebody works on it: the platform is being told. */
const isSending = (handover: Handover) => handover.customers.pending + handover.chats.pending > 0;

/** Past handovers, newest first; those being sent are followed. */
export function useHandovers() {
  const list = usePageList<Handover>((cursor) =>
    call(listHandovers, { query: { limit: 20, ...(cursor !== undefined && { cursor }) } }),
  );
  const polling = usePolling(
    () => list.items.value.some(isSending),
    async () => {
      const fresh = await Promise.all(
        list.items.value.filter(isSending).map(({ id }) => call(getHandover, { params: { id } })),
      );
      const byId = new Map(fresh.map((one) => [one.id, one]));
      list.items.value = list.items.value.map((one) => byId.get(one.id) ?? one);
    },
  );
  /** Puts a new or changed handover into the list. */
  function put(handover: Handover) {
    const rest = list.items.value.filter((one) => one.id !== handover.id);
    list.items.value = [...rest, handover].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    polling.restart();
  }
  return { ...list, put };
}

/** Members who left with customers that wait; read anew from the platform on demand. */
export function useUnassigned() {
  const list = useLoad(() => call(listUnassigned, {}));
  const isReading = ref(false);
  let before: string | null = null;
  usePolling(
    () => isReading.value,
    async () => {
      await list.refresh();
      if (list.data.value?.readAt !== before) isReading.value = false;
    },
  );
  /** @throws ApiError */
  async function refresh() {
    before = list.data.value?.readAt ?? null;
    await call(refreshUnassigned, { body: {} });
    isReading.value = true;
  }
  return { ...list, isReading, refresh };
}

/** One handover with its customers and chats. */
export function useHandoverItems(handoverId: () => number) {
  const state = ref<HandoverState | 'all'>('all');
  const list = usePageList<HandoverItem>((cursor) =>
    call(listHandoverItems, {
      params: { id: handoverId() },
      query: { state: state.value, limit: 50, ...(cursor !== undefined && { cursor }) },
    }),
  );
  const isRetrying = shallowRef(false);
  /** Tries again what failed. @throws ApiError */
  async function retry(): Promise<Handover> {
    isRetrying.value = true;
    try {
      return await call(retryHandover, { params: { id: handoverId() }, body: {} });
    } finally {
      isRetrying.value = false;
    }
  }
  return { ...list, filter: state, retry, isRetrying };
}
