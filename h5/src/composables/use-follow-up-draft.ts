import type { FollowUpDraft, SavedDraft } from '@guanxi/shared/follow-ups';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { draftFields, emptyDraft, isEmptyDraft, type LocalDrafts, newerDraft } from './follow-up-draft.ts';

/** Where the draft is kept: nowhere yet, on its way, on the server, or on this device only. */
export type DraftState = 'none' | 'saving' | 'saved' | 'local';

/** What a draft needs from outside. */
export interface DraftPorts {
  save: (draft: FollowUpDraft) => Promise<SavedDraft>;
  drop: () => Promise<unknown>;
  local: LocalDrafts;
}

/** How long after the last key the draft is saved. */
export const draftPauseMs = 600;

/** How long after a failed save it is tried again. */
export const draftRetryMs = 10_000;

/**
 * A follow-up being written. It saves itself when typing pauses and when the scope ends.
 *
 * @param saved - the draft that came with the card
 */
export function useFollowUpDraft(saved: SavedDraft | null, { save, drop, local }: DraftPorts) {
  const found = newerDraft(saved, local.read());
  const draft = ref<FollowUpDraft>(draftFields(found ?? emptyDraft));
  const savedAt = shallowRef<string | null>(found?.savedAt ?? null);
  const state = ref<DraftState>(found ? (found === saved ? 'saved' : 'local') : 'none');
  let stored = JSON.stringify(draft.value);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let isGone = false;
  let inFlight: Promise<void> = Promise.resolve();
  let newest = 0;

  const isDirty = () => JSON.stringify(draft.value) !== stored;

  const send = async (value: FollowUpDraft): Promise<SavedDraft | null> => {
    if (!isEmptyDraft(value)) return save(value);
    await drop();
    return null;
  };
  function settled(answer: SavedDraft | null) {
    savedAt.value = answer?.savedAt ?? null;
    state.value = answer ? 'saved' : 'none';
    local.clear();
  }
  function unsettled() {
    stored = '';
    state.value = 'local';
    if (!isGone) timer = setTimeout(() => void flush(), draftRetryMs);
  }

  /** Saves now what has not been saved. */
  async function flush() {
    clearTimeout(timer);
    if (isOver || !isDirty()) return;
    const value = draftFields(draft.value);
    stored = JSON.stringify(value);
    state.value = 'saving';
    // Kept here first, so that a closing panel or a silent server loses nothing.
    if (isEmptyDraft(value)) local.clear();
    else local.write({ ...value, savedAt: new Date().toISOString() });
    const mine = ++newest;
    inFlight = send(value)
      .then(
        (answer) => () => settled(answer),
        () => unsettled,
      )
      .then((outcome) => {
        // A later save, or the follow-up itself, has overtaken this one.
        if (mine === newest) outcome();
      });
    await inFlight;
  }

  /** Waits for a save that is on its way, so that it cannot arrive after the follow-up. */
  async function settle() {
    clearTimeout(timer);
    await inFlight;
  }

  /** The follow-up was written: the server drops the draft with it, and so does this device. */
  function finish() {
    isOver = true;
    newest++;
    clearTimeout(timer);
    local.clear();
  }

  watch(
    draft,
    () => {
      clearTimeout(timer);
      if (!isOver && isDirty()) timer = setTimeout(() => void flush(), draftPauseMs);
    },
    { deep: true },
  );
  onScopeDispose(() => {
    isGone = true;
    void flush();
  });
  return { draft, state, savedAt, flush, settle, finish };
}
