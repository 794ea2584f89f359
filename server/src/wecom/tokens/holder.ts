import type { StoredToken, TokenStore } from './store.ts';

/** A token or ticket fresh from the platform, with the lifetime it was given in seconds. */
export type FreshToken = { value: string; expiresInSeconds: number };

export type TokenHolder = {
  /**
   * The token under a key, fetched when there is none or when it is about to expire.
   * All concurrent callers of one key share one read and at most one fetch.
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
};

const FIVE_MINUTES_MS = 5 * 60_000;
/** A renewal before the end that failed, or brought the same short life again, is not repeated sooner than this. */
const RENEWAL_PAUSE_MS = 30_000;

/**
 * Holds access tokens and tickets.
 * @see https://developer.work.weixin.qq.com/document/path/91039 access tokens must be cached
 */
export function createTokenHolder(options: TokenHolderOptions): TokenHolder {
  const { store, now = Date.now, renewBeforeMs = FIVE_MINUTES_MS } = options;
  const inFlight = new Map<string, Promise<string>>();
  const nextRenewalAt = new Map<string, number>();

  async function fetchAndKeep(key: string, fetchFresh: () => Promise<FreshToken>): Promise<string> {
    const asked = now();
    const fresh = await fetchFresh();
    await store.put(key, fresh.value, asked + fresh.expiresInSeconds * 1000);
    return fresh.value;
  }

  async function renewEarly(key: string, held: StoredToken, fetchFresh: () => Promise<FreshToken>) {
    if (now() < (nextRenewalAt.get(key) ?? 0)) return held.value;
    nextRenewalAt.set(key, now() + RENEWAL_PAUSE_MS);
    try {
      return await fetchAndKeep(key, fetchFresh);
    } catch (error) {
      if (held.expiresAt > now()) return held.value;
      throw error;
    }
  }

  async function load(key: string, fetchFresh: () => Promise<FreshToken>): Promise<string> {
    const held = await store.get(key);
    const remainingMs = held ? held.expiresAt - now() : 0;
    if (!held || remainingMs <= 0) return fetchAndKeep(key, fetchFresh);
    return remainingMs > renewBeforeMs ? held.value : renewEarly(key, held, fetchFresh);
  }

  function start(key: string, fetchFresh: () => Promise<FreshToken>): Promise<string> {
    const started = load(key, fetchFresh).finally(() => inFlight.delete(key));
    inFlight.set(key, started);
    return started;
  }

  return {
    get: (key, fetchFresh) => inFlight.get(key) ?? start(key, fetchFresh),
    invalidate: (key, value) => store.delete(key, value),
  };
}
