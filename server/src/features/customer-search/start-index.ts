import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { indexCustomersKind } from './index-kind.ts';
import { customerTermsRepo } from './repository.ts';

/** Asks for the first index of a corp, whose customers have just been read; later changes are written as they come. */
export async function startFirstIndex(queue: Queue, db: Db, corpId: number): Promise<void> {
  if (!(await customerTermsRepo(db, corpId).hasBegun())) {
    await queue.enqueue(db, indexCustomersKind, { corpId, key: 'corp', payload: {} });
  }
}
