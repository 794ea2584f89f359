import { computed, ref, shallowRef } from 'vue';
import { type Problem, problemOf } from './problems.ts';

/** One page of any list of the contract. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export type PageListState = 'idle' | 'loading' | 'done' | 'error';

/**
 * A list that grows page by page, in the words `van-list` speaks: loading, finished, error.
 *
 * @param fetchPage - gets the page at a cursor; undefined is the first
 * @param first - a first page that is already at hand
 */
export function usePageList<Item>(
  fetchPage: (cursor: string | undefined) => Promise<Page<Item>>,
  first?: Page<Item>,
) {
  const items = shallowRef<Item[]>(first?.items ?? []);
  const state = ref<PageListState>(first && first.nextCursor === null ? 'done' : 'idle');
  const problem = shallowRef<Problem | null>(null);
  let cursor = first?.nextCursor ?? undefined;
  let generation = 0;

  async function more() {
    if (state.value === 'loading' || state.value === 'done') return;
    const mine = generation;
    state.value = 'loading';
    try {
      const page = await fetchPage(cursor);
      if (mine !== generation) return;
      items.value = [...items.value, ...page.items];
      cursor = page.nextCursor ?? undefined;
      state.value = page.nextCursor === null ? 'done' : 'idle';
    } catch (error) {
      if (mine !== generation) return;
      problem.value = problemOf(error);
      state.value = 'error';
    }
  }

  /** Starts again from a first page: the given one, or the one it fetches. */
  async function reset(page?: Page<Item>) {
    generation++;
    cursor = page?.nextCursor ?? undefined;
    items.value = page?.items ?? [];
    state.value = page && page.nextCursor === null ? 'done' : 'idle';
    if (!page) await more();
  }

  return {
    items,
    state,
    problem,
    more,
    reset,
    isLoading: computed(() => state.value === 'loading'),
    isFinished: computed(() => state.value === 'done'),
    isFailed: computed(() => state.value === 'error'),
  };
}
