import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { readStatisticsKind } from './read-statistics-kind.ts';
import { statisticsRepo } from './repository.ts';

/** Asks for the first reading of a corp that never had one; later ones come by the clock. */
export async function startFirstStatistics(queue: Queue, db: Db, corpId: number): Promise<void> {
  if ((await statisticsRepo(db, corpId).findReading()) === null) {
    await queue.enqueue(db, readStatisticsKind, { corpId, key: 'corp', payload: {} });
  }
}
