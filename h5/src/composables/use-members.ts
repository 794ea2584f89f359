import { listMembers, type Member } from '@guanxi/shared/members';
import { onScopeDispose, ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { usePageList } from './use-page-list.ts';

/** Which members a list shows. */
export interface MemberChoice {
  who: 'here' | 'left' | 'all';
  only: 'all' | 'follow_users';
}

/** How long after the last key the search runs. */
const searchPauseMs = 250;

/**
 * The members the viewer may choose from, searched as they type.
 *
 * @param choice - which of them; read anew at each first page
 */
export function useMembers(choice: () => MemberChoice) {
  const search = ref('');
  const list = usePageList<Member>((cursor) =>
    call(listMembers, {
      query: {
        ...choice(),
        search: search.value.trim().slice(0, 40),
        limit: 50,
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
  onScopeDispose(() => clearTimeout(timer));
  return { ...list, search };
}
