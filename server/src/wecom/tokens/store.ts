/** A token or ticket as it is kept. `expiresAt` is in milliseconds since the epoch, as the platform gave it. */
export type StoredToken = { value: string; expiresAt: number };

/** Where tokens and tickets live between calls: memory, or a database that several nodes share. */
export type TokenStore = {
  get(key: string): Promise<StoredToken | null>;
  /** Replaces whatever is under the key. */
  put(key: string, value: string, expiresAt: number): Promise<void>;
  /** Compare and delete: removes the entry only while it still holds this very value. */
  delete(key: string, value: string): Promise<void>;
  /**
   * Takes the right to renew a key, or prolongs one's own; false while another owner's lease runs.
   * It must be decided in one step, whoever else asks, and be free again after `untilMs`.
   * @param owner one holder of tokens, different in every process
   * @param untilMs milliseconds since the epoch
   */
  lock(key: string, owner: string, untilMs: number): Promise<boolean>;
  /** Gives the lease back; nothing happens when it is another owner's by now. */
  unlock(key: string, owner: string): Promise<void>;
};

/** A store for one process; several holders of that process may share it. */
export function createMemoryTokenStore(options: { now?: () => number } = {}): TokenStore {
  const now = options.now ?? Date.now;
  const entries = new Map<string, StoredToken>();
  const leases = new Map<string, { owner: string; untilMs: number }>();
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
    async lock(key, owner, untilMs) {
      const lease = leases.get(key);
      if (lease && lease.owner !== owner && lease.untilMs > now()) return false;
      leases.set(key, { owner, untilMs });
      return true;
    },
    async unlock(key, owner) {
      if (leases.get(key)?.owner === owner) leases.delete(key);
    },
  };
}
