import { type CustomerHit, searchCustomers } from '@guanxi/shared/customer-search';
import { onScopeDispose, ref, watch } from 'vue';
import { call } from '../api/client.ts';
import { usePageList } from './use-page-list.ts';

/** Whose customers are searched: the viewer's, or everybody's they may see. */
export type SearchedCustomers = 'mine' | 'scope';

/** How long after the last key the search runs. */
const searchPauseMs = 250;
const longestSearch = 40;

/**
 * A search that runs as one types. What was typed and where is kept in the entry of the browser's history, not in the
 * address, so that the way back from a customer leads to what was found.
 *
 * @param first - whose customers are searched when nothing else was chosen
 */
export function useCustomerSearch(first: SearchedCustomers) {
  const kept = keptSearch();
  const text = ref(kept?.text ?? '');
  const who = ref<SearchedCustomers>(kept?.who ?? first);
  /** What the hits belong to; empty while nothing is searched. */
  const searched = ref(text.value.trim());
  const isIndexComplete = ref(true);

  const list = usePageList<CustomerHit>(async (cursor) => {
    const page = await call(searchCustomers, {
      body: {
        ...{ search: searched.value.slice(0, longestSearch), who: who.value, limit: 30 },
        ...(cursor !== undefined && { cursor }),
      },
    });
    isIndexComplete.value = page.isIndexComplete;
    return page;
  });

  function run() {
    clearTimeout(timer);
    searched.value = text.value.trim();
    keepSearch({ text: text.value, who: who.value });
    if (searched.value !== '') void list.reset();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => text.value.trim(),
    (typed) => {
      clearTimeout(timer);
      // Clearing shows at once what was there before; there is nothing to ask for.
      if (typed === '') run();
      else timer = setTimeout(run, searchPauseMs);
    },
  );
  watch(who, run);
  onScopeDispose(() => clearTimeout(timer));
  return { ...list, text, who, searched, isIndexComplete };
}

interface KeptSearch {
  text: string;
  who: SearchedCustomers;
}

function keptSearch(): KeptSearch | null {
  return (history.state as { customerSearch?: KeptSearch } | null)?.customerSearch ?? null;
}

function keepSearch(search: KeptSearch) {
  history.replaceState({ ...history.state, customerSearch: search }, '');
}
