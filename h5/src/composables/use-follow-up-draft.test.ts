import type { FollowUpDraft, SavedDraft } from '@guanxi/shared/follow-ups';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { runScoped } from '../test-kit.ts';
import { isEmptyDraft, localDrafts, newerDraft } from './follow-up-draft.ts';
import { draftPauseMs, draftRetryMs, useFollowUpDraft } from './use-follow-up-draft.ts';

const key = 'guanxi.draft.1.7';
const empty: FollowUpDraft = { method: null, outcome: null, text: '', nextAt: null };
const at = (time: string): SavedDraft => ({ ...empty, text: time, savedAt: `2026-11-20T${time}:00.000Z` });

function start(
  saved: SavedDraft | null,
  save = vi.fn(async (draft: FollowUpDraft) => ({ ...draft, savedAt: '2026-11-20T02:24:00.000Z' })),
) {
  const drop = vi.fn(async () => ({}));
  const { result, stop } = runScoped(() => useFollowUpDraft(saved, { save, drop, local: localDrafts(key) }));
  const type = async (text: string) => {
    result.draft.value.text = text;
    await nextTick();
  };
  return { ...result, save, drop, type, stop };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a draft', () => {
  it('is saved once, when typing pauses', async () => {
    const { type, save, state, savedAt } = start(null);
    await type('财');
    await vi.advanceTimersByTimeAsync(draftPauseMs - 1);
    await type('财务');
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    expect(save).toHaveBeenCalledTimes(1);
    expect(save.mock.calls[0]?.[0]).toEqual({ ...empty, text: '财务' });
    expect([state.value, savedAt.value]).toEqual(['saved', '2026-11-20T02:24:00.000Z']);
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('is saved when the sheet closes before the pause is over', async () => {
    const { type, save, stop } = start(null);
    await type('半句');
    stop();
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('stays on the device when the server fails, and comes back from there', async () => {
    const first = start(
      null,
      vi.fn(async () => Promise.reject(new Error('offline'))),
    );
    await first.type('别丢');
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    expect(first.state.value).toBe('local');
    first.stop();
    const second = start(null);
    expect(second.draft.value.text).toBe('别丢');
    expect(second.state.value).toBe('local');
  });

  it('tries again with the next key after a failure', async () => {
    const save = vi.fn(async (draft: FollowUpDraft) => ({ ...draft, savedAt: '2026-11-20T02:24:00.000Z' }));
    save.mockRejectedValueOnce(new Error('offline'));
    const { type, state } = start(null, save);
    await type('一');
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    await type('一二');
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    expect([save.mock.calls.length, state.value]).toEqual([2, 'saved']);
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('tries again by itself, but not once the sheet is gone', async () => {
    const save = vi.fn(async () => Promise.reject(new Error('offline')));
    const { type, stop } = start(null, save);
    await type('一');
    await vi.advanceTimersByTimeAsync(draftPauseMs + draftRetryMs);
    expect(save).toHaveBeenCalledTimes(2);
    stop();
    await vi.advanceTimersByTimeAsync(10 * draftRetryMs);
    expect(save).toHaveBeenCalledTimes(3);
  });

  it('is dropped when it is emptied, and not kept after the follow-up is saved', async () => {
    const { type, drop, save, state, finish, stop } = start({ ...at('01:00'), text: '旧' });
    await type('');
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    expect([drop.mock.calls.length, state.value]).toEqual([1, 'none']);
    await type('写完了');
    finish();
    stop();
    await vi.advanceTimersByTimeAsync(draftPauseMs);
    expect(save).not.toHaveBeenCalled();
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('does not save what is as the server has it', async () => {
    const { save, stop } = start(at('01:00'));
    stop();
    expect(save).not.toHaveBeenCalled();
  });

  it('is the newer of the two that are kept', () => {
    expect(newerDraft(at('01:00'), at('02:00'))?.text).toBe('02:00');
    expect(newerDraft(at('02:00'), at('01:00'))?.text).toBe('02:00');
    expect(newerDraft(null, at('01:00'))?.text).toBe('01:00');
    expect(newerDraft(null, null)).toBeNull();
  });

  it('is empty while only a method was touched', () => {
    expect(isEmptyDraft({ ...empty, method: 'phone' })).toBe(true);
    expect(isEmptyDraft({ ...empty, nextAt: '2026-11-23T01:30:00.000Z' })).toBe(false);
  });

  it('survives a damaged storage', () => {
    localStorage.setItem(key, '{');
    expect(localDrafts(key).read()).toBeNull();
  });
});
