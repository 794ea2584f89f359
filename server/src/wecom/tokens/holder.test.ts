import { describe, expect, it } from 'vitest';
import { createTokenHolder, type FreshToken } from './holder.ts';
import { createMemoryTokenStore } from './store.ts';

const MINUTE = 60_000;

function setUp(lifetimeSeconds = 7200) {
  const clock = { ms: 1_700_000_000_000 };
  const store = createMemoryTokenStore();
  const holder = createTokenHolder({ store, now: () => clock.ms });
  let fetched = 0;
  const source: { fail: Error | null } = { fail: null };
  const fetchFresh = async (): Promise<FreshToken> => {
    await new Promise((resolve) => setTimeout(resolve, 2));
    fetched += 1;
    if (source.fail) throw source.fail;
    return { value: `t${fetched}`, expiresInSeconds: lifetimeSeconds };
  };
  const get = (key = 'k') => holder.get(key, fetchFresh);
  return { clock, store, holder, source, get, fetched: () => fetched };
}

const fifty = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, act));

describe('one fetch for everybody', () => {
  it('serves 50 concurrent callers with one fetch', async () => {
    const { get, fetched } = setUp();
    expect(new Set(await fifty(get))).toEqual(new Set(['t1']));
    expect(await get()).toBe('t1');
    expect(fetched()).toBe(1);
  });

  it('serves 50 callers who saw the token die with one new fetch', async () => {
    const { get, holder, fetched } = setUp();
    await get();
    const again = async () => {
      await holder.invalidate('k', 't1');
      return get();
    };
    expect(new Set(await fifty(again))).toEqual(new Set(['t2']));
    expect(fetched()).toBe(2);
  });

  it('keeps a newer token when an old one is called invalid late', async () => {
    const { get, holder, fetched } = setUp();
    await get();
    await holder.invalidate('k', 't1');
    await get();
    await holder.invalidate('k', 't1');
    expect(await get()).toBe('t2');
    expect(fetched()).toBe(2);
  });

  it('keeps keys apart', async () => {
    const { get } = setUp();
    expect(await get('a')).not.toBe(await get('b'));
  });

  it('lets a failed fetch fail all who wait, and tries anew for the next', async () => {
    const { get, source, fetched } = setUp();
    source.fail = new Error('busy');
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => get()));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(fetched()).toBe(1);
    source.fail = null;
    expect(await get()).toBe('t2');
  });
});

describe('renewal before the end', () => {
  it('renews in the last five minutes, not before', async () => {
    const { get, clock } = setUp();
    await get();
    clock.ms += 115 * MINUTE - 1;
    expect(await get()).toBe('t1');
    clock.ms += 1;
    expect(await get()).toBe('t2');
  });

  it('goes on with a valid token when the renewal fails, and waits before the next try', async () => {
    const { get, clock, source, fetched } = setUp();
    await get();
    clock.ms += 116 * MINUTE;
    source.fail = new Error('busy');
    expect(await get()).toBe('t1');
    expect(await get()).toBe('t1');
    expect(fetched()).toBe(2);
    clock.ms += MINUTE;
    source.fail = null;
    expect(await get()).toBe('t3');
  });

  it('throws when the renewal fails and the token is over', async () => {
    const { get, clock, source } = setUp();
    await get();
    clock.ms += 121 * MINUTE;
    source.fail = new Error('busy');
    await expect(get()).rejects.toThrow('busy');
  });

  it('does not ask on every call when tokens live shorter than five minutes', async () => {
    const { get, fetched } = setUp(120);
    for (let i = 0; i < 20; i += 1) await get();
    expect(fetched()).toBeLessThanOrEqual(2);
  });
});
