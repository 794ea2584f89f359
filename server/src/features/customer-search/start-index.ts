import type { Database, Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { indexCustomersKind } from './index-kind.ts';
import { customerTermsRepo } from './repository.ts';

/** Asks for the first index of a corp, whose customers have just been read; later changes are written as they come. */
export async function startFirstIndex(queue: Queue, db: Db, corpId: number): Promise<void> {
  if (!(await customerTermsRepo(db, corpId).hasBegun())) {
    await queue.enqueue(db, indexCustomersKind, { corpId, key: 'corp', payload: {} });
  }
}

/** Has everything of a corp written again, whose relations came from elsewhere without their terms. */
export async function indexAgain(queue: Queue, db: Db, corpId: number): Promise<void> {
  await customerTermsRepo(db, corpId).saveState({ stamp: '', lastCustomerId: 0, finishedAt: null });
  await queue.enqueue(db, indexCustomersKind, { corpId, key: 'corp', payload: {} });
}

const termsPerStep = 200;

/** Removes all terms of a corp whose relations have gone elsewhere, some in each transaction. */
export async function forgetIndex(
  database: Pick<Database, 'transaction'>,
  corpId: number,
  signal: AbortSignal,
): Promise<void> {
  for (let isMore = true; isMore; ) {
    signal.throwIfAborted();
    isMore = await database.transaction(async (db) => {
      const repo = customerTermsRepo(db, corpId);
      const terms = await repo.findSomeTerms(termsPerStep);
      await repo.removeTerms(terms);
      return terms.length > 0;
    });
  }
}
