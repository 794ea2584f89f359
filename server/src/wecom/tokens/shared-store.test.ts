import { describe, expect, it } from 'vitest';
import { createTokenHolder, type FreshToken } from './holder.ts';
import { createMemoryTokenStore, type TokenStore } from './store.ts';

/** A store whose every answer takes a moment, as a database's does. */
function slowStore(now: () => number): TokenStore {
  const store = createMemoryTokenStore({ now });
  const later = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
  return {
    get: async (key) => later().then(() => store.get(key)),
    put: async (...rest) => later().then(() => store.put(...rest)),
    delete: async (...rest) => later().then(() => store.delete(...rest)),
    lock: async (...rest) => later().then(() => store.lock(...rest)),
    unlock: async (...rest) => later().then(() => store.unlock(...rest)),
  };
}

/** Two nodes on one store, and a platform that counts how many fetch at a time. */
function twoNodes() {
  const clock = { ms: 1_700_000_000_000 };
  const now = () => clock.ms;
  const store = slowStore(now);
  const nodes = [createTokenHolder({ store, now }), createTokenHolder({ store, now })];
  const platform = { fetched: 0, atOnce: 0, mostAtOnce: 0, fail: null as Error | null };
  const fetchFresh = async (): Promise<FreshToken> => {
    platform.fetched += 1;
    const value = `t${platform.fetched}`;
    platform.atOnce += 1;
    platform.mostAtOnce = Math.max(platform.mostAtOnce, platform.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 10));
    platform.atOnce -= 1;
    if (platform.fail) throw platform.fail;
    return { value, expiresInSeconds: 7200 };
  };
  const fifty = (act: (node: ReturnType<typeof createTokenHolder>) => Promise<string>) =>
    Promise.all(
      Array.from({ length: 50 }, (_, index) => act(nodes[index % 2] as ReturnType<typeof createTokenHolder>)),
    );
  return { clock, store, nodes, platform, fetchFresh, fifty };
}

describe('two nodes on one store', () => {
  it('fetch once for 50 concurrent callers', async () => {
    const { platform, fetchFresh, fifty } = twoNodes();
    expect(new Set(await fifty((node) => node.get('k', fetchFresh)))).toEqual(new Set(['t1']));
    expect(platform.fetched).toBe(1);
  });

  it('fetch once more for 50 callers who saw the token die', async () => {
    const { platform, fetchFresh, fifty } = twoNodes();
    await fifty((node) => node.get('k', fetchFresh));
    const again = await fifty(async (node) => {
      await node.invalidate('k', 't1');
      return node.get('k', fetchFresh);
    });
    expect(new Set(again)).toEqual(new Set(['t2']));
    expect(platform.fetched).toBe(2);
  });

  it('renew early once, and serve the present token meanwhile', async () => {
    const { clock, platform, fetchFresh, fifty } = twoNodes();
    await fifty((node) => node.get('k', fetchFresh));
    clock.ms += 116 * 60_000;
    const served = await fifty((node) => node.get('k', fetchFresh));
    expect([...new Set(served)].every((value) => value === 't1' || value === 't2')).toBe(true);
    expect(platform.fetched).toBe(2);
    expect(new Set(await fifty((node) => node.get('k', fetchFresh)))).toEqual(new Set(['t2']));
  });

  it('take turns, one each, when the platform fails', async () => {
    const { nodes, platform, fetchFresh } = twoNodes();
    platform.fail = new Error('busy');
    const outcomes = await Promise.allSettled(nodes.map((node) => node.get('k', fetchFresh)));
    expect(outcomes.every((outcome) => outcome.status === 'rejected')).toBe(true);
    expect(platform).toMatchObject({ fetched: 2, mostAtOnce: 1 });
  });

  it('go on after a node that died with the lease', async () => {
    const { clock, store, nodes, platform, fetchFresh } = twoNodes();
    await store.lock('k', 'dead node', clock.ms + 30_000);
    const waiting = nodes[0]?.get('k', fetchFresh);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(platform.fetched).toBe(0);
    clock.ms += 30_001;
    expect(await waiting).toBe('t1');
  });
});

describe('a lease', () => {
  it('is one owner’s until it is given back or over', async () => {
    const clock = { ms: 0 };
    const store = createMemoryTokenStore({ now: () => clock.ms });
    expect(await store.lock('k', 'a', 100)).toBe(true);
    expect(await store.lock('k', 'a', 200)).toBe(true);
    expect(await store.lock('k', 'b', 300)).toBe(false);
    expect(await store.lock('other', 'b', 300)).toBe(true);
    await store.unlock('k', 'b');
    expect(await store.lock('k', 'b', 300)).toBe(false);
    clock.ms = 200;
    expect(await store.lock('k', 'b', 300)).toBe(true);
    await store.unlock('k', 'b');
    expect(await store.lock('k', 'a', 400)).toBe(true);
  });
});

it('takes a value the platform hands out again for good', async () => {
  const store = createMemoryTokenStore();
  const holder = createTokenHolder({ store });
  let fetched = 0;
  const same = async () => {
    fetched += 1;
    return { value: 'same', expiresInSeconds: 7200 };
  };
  await holder.get('k', same);
  await holder.invalidate('k', 'same');
  expect(await holder.get('k', same)).toBe('same');
  expect(await holder.get('k', same)).toBe('same');
  expect(fetched).toBe(2);
});

describe('what was read is remembered for five seconds', () => {
  const fresh = async () => ({ value: 'new', expiresInSeconds: 7200 });

  function countedReads() {
    const clock = { ms: 0 };
    const store = createMemoryTokenStore({ now: () => clock.ms });
    const counted = { reads: 0 };
    const get: TokenStore['get'] = (key) => {
      counted.reads += 1;
      return store.get(key);
    };
    const holder = createTokenHolder({ store: { ...store, get }, now: () => clock.ms });
    return { clock, store, counted, holder };
  }

  it('so that a hundred calls in a row read the store once', async () => {
    const { store, counted, holder } = countedReads();
    await store.put('k', 'old', 7_200_000);
    for (let call = 0; call < 100; call += 1) {
      expect(await holder.get('k', fresh)).toBe('old');
    }
    expect(counted.reads).toBe(1);
  });

  it('and what another node renewed is learnt after them', async () => {
    const { clock, store, holder } = countedReads();
    await store.put('k', 'old', 7_200_000);
    await holder.get('k', fresh);
    await store.put('k', 'renewed elsewhere', 7_200_000);
    clock.ms = 4999;
    expect(await holder.get('k', fresh)).toBe('old');
    clock.ms = 5000;
    expect(await holder.get('k', fresh)).toBe('renewed elsewhere');
  });

  it('and a value the platform called void is forgotten at once', async () => {
    const { store, holder } = countedReads();
    await store.put('k', 'old', 7_200_000);
    await holder.get('k', fresh);
    await store.put('k', 'renewed elsewhere', 7_200_000);
    await holder.invalidate('k', 'old');
    expect(await holder.get('k', fresh)).toBe('renewed elsewhere');
  });

  it('and no longer than until the early renewal is due', async () => {
    const { clock, store, holder } = countedReads();
    await store.put('k', 'old', 302_000);
    await holder.get('k', fresh);
    clock.ms = 2000;
    expect(await holder.get('k', fresh)).toBe('new');
  });
});
