import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runScoped } from '../test-kit.ts';
import { freshForMs, useFreshness } from './use-freshness.ts';

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

it('reads again while the page is visible, and no more when it is gone', async () => {
  const read = vi.fn(async () => true);
  const { stop } = runScoped(() => useFreshness(read, () => false));
  await vi.advanceTimersByTimeAsync(freshForMs * 2);
  expect(read).toHaveBeenCalledTimes(2);
  stop();
  await vi.advanceTimersByTimeAsync(freshForMs * 2);
  expect(read).toHaveBeenCalledTimes(2);
});

it('reads at once when the page is shown again after a while', async () => {
  const read = vi.fn(async () => true);
  const { stop } = runScoped(() => useFreshness(read, () => false));
  setHidden(true);
  await vi.advanceTimersByTimeAsync(freshForMs * 4);
  expect(read).not.toHaveBeenCalled();
  setHidden(false);
  await vi.advanceTimersByTimeAsync(0);
  expect(read).toHaveBeenCalledTimes(1);
  stop();
});

it('waits while something is being written, and goes on after a failure', async () => {
  let isHeld = true;
  const read = vi.fn(async () => Promise.reject(new Error('offline')));
  const { stop } = runScoped(() => useFreshness(read, () => isHeld));
  await vi.advanceTimersByTimeAsync(freshForMs);
  expect(read).not.toHaveBeenCalled();
  isHeld = false;
  await vi.advanceTimersByTimeAsync(freshForMs * 2);
  expect(read).toHaveBeenCalledTimes(2);
  stop();
});
