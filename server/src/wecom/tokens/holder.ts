import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredToken, TokenStore } from './store.ts';

/** A token or ticket fresh from the platform, with the lifetime it was given in seconds. */
export type FreshToken = { value: string; expiresInSeconds: number };

export type TokenHolder = {
  /**
   * The token under a key, fetched when there is none or when it is about to expire.
   * All concurrent callers of one key share one read and at most one fetch, over all holders of one store; callers
   * within the next seconds share what was read.
   * @throws what `fetchFresh` throws, unless a token that is still valid is at hand
   */
  get(key: string, fetchFresh: () => Promise<FreshToken>): Promise<string>;
  /** Forgets this very value; a newer one under the same key stays. */
  invalidate(key: string, value: string): Promise<void>;
};

export type TokenHolderOptions = {
  store: TokenStore;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** How long before its expiry a token is renewed, in milliseconds. */
  renewBeforeMs?: number;
  /** How this holder is called when it takes a lease; different in every process. */
  owner?: string;
  /** How long one fetch may keep the others waiting, in milliseconds; longer than a call's deadline. */
  leaseMs?: number;
  /**
   * How long a value read from the store is used without reading it again, in milliseconds. What another holder
   * renewed is learnt so much later; a value that ended meanwhile is refused by the platform and called void.
   */
  rememberMs?: number;
  /** Waits while another holder fetches. */
  sleep?: (ms: number) => Promise<unknown>;
};

const FIVE_MINUTES_MS = 5 * 60_000;
/** A renewal before the end that failed, or brought the same short life again, is not repeated sooner than this. */
const RENEWAL_PAUSE_MS = 30_000;
/** A fetch may be tried four times, ten seconds each. */
const LEASE_MS = 60_000;
const REMEMBER_MS = 5000;
const FIRST_LOOK_MS = 25;
const LONGEST_LOOK_MS = 400;

type Fetch = () => Promise<FreshToken>;

/**
 * Holds access tokens and tickets. Holders that share a store take turns: whoever has the key's lease fetches,
 * the others wait for what it brings. A holder that dies in between is waited for until its lease ends.
 * @see https://developer.work.weixin.qq.com/document/path/91039 access tokens must be cached
 */
export function createTokenHolder(options: TokenHolderOptions): TokenHolder {
  const { store, now = Date.now, renewBeforeMs = FIVE_MINUTES_MS, leaseMs = LEASE_MS } = options;
  const { rememberMs = REMEMBER_MS } = options;
  const owner = options.owner ?? randomUUID();
  const sleep = options.sleep ?? pause;
  const inFlight = new Map<string, Promise<string>>();
  const nextRenewalAt = new Map<string, number>();
  /** The last value of a key that the platform called void. */
  const voided = new Map<string, string>();
  const remembered = new Map<string, StoredToken & { until: number }>();

  async function read(key: string): Promise<StoredToken | null> {
    const held = await store.get(key);
    return held && held.expiresAt > now() && held.value !== voided.get(key) ? held : null;
  }

  async function fetchAndKeep(key: string, fetchFresh: Fetch): Promise<string> {
    const asked = now();
    const fresh = await fetchFresh();
    // The platform may hand out the same value again: then it is good again.
    voided.delete(key);
    await store.put(key, fresh.value, asked + fresh.expiresInSeconds * 1000);
    return fresh.value;
  }

  /** Runs `act` under the key's lease; null, without running it, while another holder has the lease. */
  async function leased(key: string, act: () => Promise<string>): Promise<string | null> {
    if (!(await store.lock(key, owner, now() + leaseMs))) return null;
    try {
      return await act();
    } finally {
      // A lease that cannot be given back ends by itself; what was fetched is good all the same.
      await store.unlock(key, owner).catch(() => undefined);
    }
  }

  async function renewEarly(key: string, held: StoredToken, fetchFresh: Fetch): Promise<string> {
    if (now() < (nextRenewalAt.get(key) ?? 0)) return held.value;
    nextRenewalAt.set(key, now() + RENEWAL_PAUSE_MS);
    const renewed = async () => {
      const newest = await read(key);
      return newest && newest.value !== held.value ? newest.value : fetchAndKeep(key, fetchFresh);
    };
    try {
      return (await leased(key, renewed)) ?? held.value;
    } catch (error) {
      if (held.expiresAt > now()) return held.value;
      throw error;
    }
  }

  /** Until there is a token: fetch it, or wait for the holder who does. */
  async function obtain(key: string, fetchFresh: Fetch): Promise<string> {
    for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS)) {
      const value = await leased(
        key,
        async () => (await read(key))?.value ?? (await fetchAndKeep(key, fetchFresh)),
      );
      if (value !== null) return value;
      await sleep(lookMs);
      const found = await read(key);
      if (found) return found.value;
    }
  }

  async function load(key: string, fetchFresh: Fetch): Promise<string> {
    const held = await read(key);
    if (!held) return obtain(key, fetchFresh);
    if (held.expiresAt - now() <= renewBeforeMs) return renewEarly(key, held, fetchFresh);
    remembered.set(key, { ...held, until: Math.min(now() + rememberMs, held.expiresAt - renewBeforeMs) });
    return held.value;
  }

  function recall(key: string): string | null {
    const held = remembered.get(key);
    const isGood = held !== undefined && now() < held.until && held.value !== voided.get(key);
    return isGood ? held.value : null;
  }

  function start(key: string, fetchFresh: Fetch): Promise<string> {
    const started = load(key, fetchFresh).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  }

  const join = (key: string, fetchFresh: Fetch) => inFlight.get(key) ?? start(key, fetchFresh);

  return {
    async get(key, fetchFresh) {
      const known = recall(key);
      if (known !== null) return known;
      const value = await join(key, fetchFresh);
      // A read begun before the value was called void may bring it once more.
      return value === voided.get(key) ? join(key, fetchFresh) : value;
    },
    async invalidate(key, value) {
      if (remembered.get(key)?.value === value) remembered.delete(key);
      // Many callers report one value, some of them late: only the first is news.
      if ((await store.get(key))?.value === value) voided.set(key, value);
      await store.delete(key, value);
    },
  };
}
