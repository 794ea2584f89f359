import {
  createHandover,
  type Handover,
  type HandoverCandidate,
  listHandoverCandidates,
} from '@guanxi/shared/handovers';
import type { Member } from '@guanxi/shared/members';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { call } from '../api/client.ts';
import { newRequestKey } from './follow-up-draft.ts';
import { usePageList } from './use-page-list.ts';

/** Which customers go: all, all that the search finds, those that are ticked, or none (group chats only). */
export type CustomerMode = 'all' | 'found' | 'some' | 'none';

const searchPauseMs = 250;

/** A handover being put together. */
export function useHandoverForm() {
  const from = shallowRef<Member | null>(null);
  const to = shallowRef<Member | null>(null);
  const mode = ref<CustomerMode>('all');
  const search = ref('');
  const chosen = shallowRef<ReadonlySet<number>>(new Set());
  const withGroupChats = ref(false);
  const message = ref('');
  const isSending = ref(false);
  let requestKey = newRequestKey();

  const candidates = usePageList<HandoverCandidate>((cursor) =>
    call(listHandoverCandidates, {
      params: { memberId: from.value?.memberId ?? 0 },
      query: { search: search.value.trim().slice(0, 40), limit: 50, ...(cursor !== undefined && { cursor }) },
    }),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  function readLater() {
    clearTimeout(timer);
    timer = setTimeout(() => void candidates.reset(), searchPauseMs);
  }
  onScopeDispose(() => clearTimeout(timer));
  watch(search, readLater);
  watch(from, () => {
    chosen.value = new Set();
    search.value = '';
    mode.value = 'all';
    if (from.value) void candidates.reset();
  });

  const isReady = computed(
    () =>
      from.value !== null &&
      to.value !== null &&
      from.value.memberId !== to.value.memberId &&
      (mode.value !== 'some' || chosen.value.size > 0) &&
      (mode.value !== 'found' || search.value.trim() !== '') &&
      (mode.value !== 'none' || withGroupChats.value),
  );

  function toggle({ customerId, blocked }: HandoverCandidate) {
    if (blocked !== null) return;
    const next = new Set(chosen.value);
    if (!next.delete(customerId)) next.add(customerId);
    chosen.value = next;
    mode.value = 'some';
  }

  /** Begins anew, with a giver that was chosen already. */
  function begin(giver: Member | null) {
    from.value = giver;
    to.value = null;
    withGroupChats.value = false;
    message.value = '';
    requestKey = newRequestKey();
  }

  /** @throws ApiError; asking again after a lost answer is the same handover */
  async function submit(): Promise<Handover> {
    isSending.value = true;
    try {
      return await call(createHandover, {
        body: {
          fromMemberId: from.value?.memberId ?? 0,
          toMemberId: to.value?.memberId ?? 0,
          customers: customersOf(),
          withGroupChats: withGroupChats.value,
          message: message.value,
          requestKey,
        },
      });
    } finally {
      isSending.value = false;
    }
  }

  function customersOf() {
    if (mode.value === 'all') return { all: true as const };
    if (mode.value === 'found') return { all: true as const, search: search.value.trim() };
    return { customerIds: mode.value === 'some' ? [...chosen.value] : [] };
  }
  return {
    ...{ from, to, mode, search, chosen, withGroupChats, message, isSending },
    ...{ candidates, isReady, toggle, begin, submit },
  };
}

export type HandoverForm = ReturnType<typeof useHandoverForm>;
