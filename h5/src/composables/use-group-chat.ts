import {
  type GroupChatCard,
  type GroupMember,
  getGroupChatCard,
  listGroupMembers,
} from '@guanxi/shared/group-chats';
import { onScopeDispose, ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { type Load, useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';

/** How long after the last key the search runs. */
const searchPauseMs = 250;
const pageSize = 50;

/** The card of a group chat. */
export function useGroupChatCard(): Load<GroupChatCard, [chatId: string]> {
  return useLoad((chatId: string) => call(getGroupChatCard, { query: { chatId } }));
}

/**
 * The people of a group chat, page by page, searched as they type.
 *
 * @param card - the newest card; its first page is at hand
 */
export function useGroupMembers(card: () => GroupChatCard) {
  const search = ref('');
  const groupChatId = card().id;
  const list = usePageList<GroupMember>((cursor) => {
    const query = { search: search.value.trim().slice(0, 40), limit: pageSize };
    return call(listGroupMembers, {
      params: { groupChatId },
      query: { ...query, ...(cursor !== undefined && { cursor }) },
    });
  }, card().members);

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => search.value.trim(),
    (text) => {
      clearTimeout(timer);
      if (text === '') void list.reset(card().members);
      else timer = setTimeout(() => void list.reset(), searchPauseMs);
    },
  );
  // A fresh card renews what its page shows, and leaves alone who is searching or has scrolled on.
  watch(card, (fresh) => {
    if (search.value.trim() === '' && list.items.value.length <= pageSize) void list.reset(fresh.members);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { ...list, search };
}
