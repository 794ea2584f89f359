/** A token or ticket as it is kept. `expiresAt` is in milliseconds since the epoch, as the platform gave it. */
export type StoredToken = { value: string; expiresAt: number };

/** Where tokens and tickets live between calls: memory, or a database that several nodes share. */
export type TokenStore = {
  get(key: string): Promise<StoredToken | null>;
  /** Replaces whatever is under the key. */
  put(key: string, value: string, expiresAt: number): Promise<void>;
  /** Compare and delete: removes the entry only while it still holds this very value. */
  delete(key: string, value: string): Promise<void>;
};

/** A store for one process. */
export function createMemoryTokenStore(): TokenStore {
  const entries = new Map<string, StoredToken>();
  return {
    async get(key) {
      return entries.get(key) ?? null;
    },
    async put(key, value, expiresAt) {
      entries.set(key, { value, expiresAt });
    },
    async delete(key, value) {
      if (entries.get(key)?.value === value) entries.delete(key);
    },
  };
}
