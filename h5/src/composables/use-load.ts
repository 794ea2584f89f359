import { type Ref, ref, shallowRef } from 'vue';
import { type Problem, problemOf } from './problems.ts';

/** Where something that is loaded stands, as one value. */
export type LoadState = 'idle' | 'loading' | 'ready' | 'error';

/** What `useLoad` returns. */
export interface Load<T, Args extends unknown[]> {
  state: Ref<LoadState>;
  data: Ref<T | null>;
  problem: Ref<Problem | null>;
  /** Loads and shows the loading state. The newest call wins. */
  load: (...args: Args) => Promise<void>;
  /** Loads behind what is shown; a failure leaves that as it is and answers false. */
  refresh: (...args: Args) => Promise<boolean>;
}

/**
 * @param fetcher - gets the data; its failure becomes `problem`
 */
export function useLoad<T, Args extends unknown[]>(fetcher: (...args: Args) => Promise<T>): Load<T, Args> {
  const state = ref<LoadState>('idle');
  const data = shallowRef<T | null>(null);
  const problem = shallowRef<Problem | null>(null);
  let newest = 0;

  async function run(args: Args): Promise<boolean> {
    const mine = ++newest;
    try {
      const value = await fetcher(...args);
      if (mine !== newest) return false;
      data.value = value;
      state.value = 'ready';
      return true;
    } catch (error) {
      if (mine === newest && state.value !== 'ready') {
        problem.value = problemOf(error);
        state.value = 'error';
      }
      return false;
    }
  }

  async function load(...args: Args) {
    state.value = 'loading';
    await run(args);
  }
  return { state, data, problem, load, refresh: (...args) => run(args) };
}
