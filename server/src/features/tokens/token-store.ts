import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import type { TokenStore } from '../../wecom/index.ts';
import { platformTokensRepo } from './repository.ts';

/**
 * Keeps the platform's tokens in the database, sealed, so that they survive a restart and every node
 * uses the same ones. Who wants to renew one takes a lease first; the others wait for the new value.
 */
export function createTokenStore(options: {
  database: Pick<Database, 'read' | 'transaction'>;
  keyring: Keyring;
  now: () => Date;
}): TokenStore {
  const { database, keyring, now } = options;
  return {
    async get(key) {
      const row = await platformTokensRepo(database.read).find(key);
      return row?.sealed == null || row.expiresAt === null
        ? null
        : { value: keyring.open(row.sealed), expiresAt: row.expiresAt.getTime() };
    },
    async put(key, value, expiresAt) {
      await database.transaction(async (db) => {
        const repo = platformTokensRepo(db);
        await repo.hold(key);
        await repo.update(key, { sealed: keyring.seal(value), expiresAt: new Date(expiresAt) });
      });
    },
    async delete(key, value) {
      await database.transaction(async (db) => {
        const repo = platformTokensRepo(db);
        const { sealed } = await repo.hold(key);
        if (sealed !== null && keyring.open(sealed) === value) {
          await repo.update(key, { sealed: null, expiresAt: null });
        }
      });
    },
    lock(key, owner, untilMs) {
      return database.transaction(async (db) => {
        const repo = platformTokensRepo(db);
        const { lockedBy, lockedUntil } = await repo.hold(key);
        const isTaken =
          lockedBy !== null && lockedBy !== owner && lockedUntil !== null && lockedUntil > now();
        if (!isTaken) {
          await repo.update(key, { lockedBy: owner, lockedUntil: new Date(untilMs) });
        }
        return !isTaken;
      });
    },
    async unlock(key, owner) {
      await database.transaction(async (db) => {
        const repo = platformTokensRepo(db);
        if ((await repo.hold(key)).lockedBy === owner) {
          await repo.update(key, { lockedBy: null, lockedUntil: null });
        }
      });
    },
  };
}
