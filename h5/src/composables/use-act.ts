import { ref } from 'vue';
import { causeText } from './cause-text.ts';

/**
 * Something a person asks for from a form or a question: whether it is under way, and why the last try failed.
 *
 * @param failed - what is said of a failure, by its cause
 */
export function useAct(t: (key: string) => string, failed: (cause: string) => string) {
  const isBusy = ref(false);
  const failure = ref('');

  /** True when it was done; else `failure` says why not. */
  async function act(work: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true;
    failure.value = '';
    try {
      await work();
      return true;
    } catch (error) {
      failure.value = failed(causeText(t, error));
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  return { isBusy, failure, act };
}
