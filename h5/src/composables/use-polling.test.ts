import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref } from 'vue';
import { runScoped } from '../test-kit.ts';
import { pollDelay, usePolling } from './use-polling.ts';

function setHidden(isHidden: boolean) {
  Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  setHidden(false);
  vi.useRealTimers();
});

describe('polling', () => {
  it('begins after a second and backs off', async () => {
    const ask = vi.fn(async () => {});
    const { stop } = runScoped(() => usePolling(() => true, ask));
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1499);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
    stop();
    expect([pollDelay(0), pollDelay(1), pollDelay(30)]).toEqual([1000, 1500, 15_000]);
  });

  it('goes on after a failed question and stops when nothing is wanted', async () => {
    const isWanted = ref(true);
    const ask = vi.fn(async () => Promise.reject(new Error('offline')));
    const { stop } = runScoped(() => usePolling(() => isWanted.value, ask));
    await vi.advanceTimersByTimeAsync(2500);
    expect(ask).toHaveBeenCalledTimes(2);
    isWanted.value = false;
    await nextTick();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(2);
    stop();
  });

  it('rests while the page is hidden and begins afresh when it is shown', async () => {
    const ask = vi.fn(async () => {});
    const { stop } = runScoped(() => usePolling(() => true, ask));
    setHidden(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).not.toHaveBeenCalled();
    setHidden(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(1);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
