import type { DataSource, EntityManager } from 'typeorm';
import type { Dialect } from './dialect.ts';
import { driverCode } from './errors.ts';
import { letOthersRun } from './turns.ts';

/** Runs work in one transaction and returns what it returns. */
export type RunTransaction = <T>(work: (db: EntityManager) => Promise<T>) => Promise<T>;

const deadlockAttempts = 5;

/** MySQL's deadlock, lock wait timeout and a certification conflict of a cluster. */
const retryableCodes = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_ERROR_DURING_COMMIT']);

/**
 * The only way to write. On SQLite one transaction runs at a time, because a second one would join
 * the first on the shared connection; on MySQL a deadlock's victim is run again.
 */
export function createTransactionRunner(dataSource: DataSource, dialect: Dialect): RunTransaction {
  return dialect === 'sqlite' ? serialised(dataSource) : retried(dataSource);
}

function serialised(dataSource: DataSource): RunTransaction {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(() => dataSource.transaction((db) => work(takingTurns(db))));
    last = result.catch(() => undefined);
    return result;
  };
}

/** The connection runs inside this process; between two statements others have their turn. */
function takingTurns(db: EntityManager): EntityManager {
  const query = db.query.bind(db);
  return Object.assign(db, {
    async query(statement: string, parameters?: unknown[]) {
      await letOthersRun();
      return query(statement, parameters);
    },
  });
}

function retried(dataSource: DataSource): RunTransaction {
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await dataSource.transaction(work);
      } catch (error) {
        if (attempt >= deadlockAttempts || !isRetryable(error)) {
          throw error;
        }
      }
    }
  };
}

function isRetryable(error: unknown): boolean {
  return retryableCodes.has(driverCode(error));
}
