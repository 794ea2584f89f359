import type { FollowUpDraft, FollowUpInput } from '@guanxi/shared/follow-ups';
import { computed, type Ref, ref, watch } from 'vue';
import { ApiError } from '../api/client.ts';
import { causeKey } from './problems.ts';

/**
 * Saving what is being written: when it can, what stands in the way, and only once at a time.
 *
 * @param draft - what is written
 * @param send - hands it over; its failure is shown and changes nothing
 */
export function useFollowUpForm(draft: Ref<FollowUpDraft>, send: (input: FollowUpInput) => Promise<void>) {
  const isSaving = ref(false);
  /** Message key of why the last try failed. */
  const error = ref<string | null>(null);
  const isDateWrong = ref(false);
  const canSave = computed(
    () => !isSaving.value && draft.value.method !== null && draft.value.text.trim() !== '',
  );

  async function submit() {
    const { method, outcome, text, nextAt } = draft.value;
    if (!canSave.value || method === null) return;
    isSaving.value = true;
    error.value = null;
    try {
      await send({ method, outcome, text: text.trim(), nextAt });
    } catch (failure) {
      error.value = causeKey(failure);
      isDateWrong.value = failure instanceof ApiError && failure.code === 'follow_up.next_in_past';
    } finally {
      isSaving.value = false;
    }
  }

  watch(
    () => draft.value.nextAt,
    () => {
      isDateWrong.value = false;
    },
  );
  return { isSaving, error, isDateWrong, canSave, submit };
}
