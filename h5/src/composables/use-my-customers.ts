import { type CustomerListItem, listMyCustomers } from '@guanxi/shared/customers';
import { onScopeDispose, ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';

/** How long after the last key the search runs. */
const searchPauseMs = 250;

/** The few customers who came last. */
export function useNewestCustomers(limit: number) {
  return useLoad(() => call(listMyCustomers, { query: { limit } }));
}

/** The viewer's customers, searched as they type. */
export function useMyCustomers() {
  const search = ref('');
  const list = usePageList<CustomerListItem>((cursor) =>
    call(listMyCustomers, {
      query: { search: search.value.trim().slice(0, 40), limit: 30, ...(cursor !== undefined && { cursor }) },
    }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => search.value.trim(),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void list.reset(), searchPauseMs);
    },
  );
  onScopeDispose(() => clearTimeout(timer));
  return { ...list, search };
}
