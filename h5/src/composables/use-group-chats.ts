import { type GroupChatItem, listCustomerGroupChats, listGroupChats } from '@guanxi/shared/group-chats';
import { onScopeDispose, ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';

/** How long after the last key the search runs. */
const searchPauseMs = 250;

/** The group chats the viewer may see, searched as they type. */
export function useGroupChats() {
  const search = ref('');
  const only = ref<'all' | 'mine'>('all');
  const list = usePageList<GroupChatItem>((cursor) =>
    call(listGroupChats, {
      query: {
        ...{ search: search.value.trim().slice(0, 40), only: only.value, limit: 30 },
        ...(cursor !== undefined && { cursor }),
      },
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
  watch(only, () => void list.reset());
  onScopeDispose(() => clearTimeout(timer));
  return { ...list, search, only };
}

/** The group chats of a customer. */
export function useCustomerGroupChats(customerId: number) {
  return useLoad(() => call(listCustomerGroupChats, { params: { customerId } }));
}
