import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, fine, type Reply, serve } from '../test-kit.ts';
import { useFollowUps } from './use-follow-ups.ts';

const input = { method: 'phone', outcome: null, text: '等老板签字', nextAt: null } as const;
const keys = (sent: { body: unknown }[]) =>
  sent.map(({ body }) => (body as { requestKey: string }).requestKey);

/** One opening of the panel: its state is gone with the next one. */
const panel = () => useFollowUps(7, 1);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a follow-up is written once', () => {
  const answering = (...replies: Reply[]) => {
    const left = [...replies];
    return serve(() => left.shift() ?? fine({ id: 1 }));
  };

  it('when it is saved again after a failure, also in a panel opened anew', async () => {
    const sent = answering(failed('server.unavailable', 503));
    await expect(panel().create(input)).rejects.toThrow();
    await panel().create({ ...input });
    const [first, second] = keys(sent);
    expect(first).toBeTruthy();
    expect(second).toBe(first);
  });

  it('when the panel is closed before the answer', async () => {
    const sent = serve(() => new Promise<Reply>(() => {}));
    void panel().create(input);
    void panel().create(input);
    expect(new Set(keys(sent)).size).toBe(1);
  });

  it('and the next one, of the same words too, is another', async () => {
    const sent = answering();
    await panel().create(input);
    await panel().create(input);
    expect(new Set(keys(sent)).size).toBe(2);
  });

  it('and what was changed meanwhile is not taken for the first', async () => {
    const sent = answering(failed('server.unavailable', 503));
    await expect(panel().create(input)).rejects.toThrow();
    await panel().create({ ...input, text: '老板签了' });
    expect(new Set(keys(sent)).size).toBe(2);
  });

  it('and the same words on another day are not taken for it', async () => {
    const sent = answering(failed('server.unavailable', 503));
    await expect(panel().create(input)).rejects.toThrow();
    vi.advanceTimersByTime(25 * 60 * 60 * 1000);
    await panel().create(input);
    expect(new Set(keys(sent)).size).toBe(2);
  });

  it('for each customer by itself', async () => {
    const sent = answering(failed('server.unavailable', 503));
    await expect(panel().create(input)).rejects.toThrow();
    await useFollowUps(8, 1).create(input);
    expect(new Set(keys(sent)).size).toBe(2);
  });
});
