import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { handoverKey, readResultsKind } from './handover-kinds.ts';
import type { HandoverRow } from './table.ts';

/** Asks for the results of a handover to be read at a time. */
export async function lookLater(queue: Queue, db: Db, handover: HandoverRow, runAt: Date): Promise<void> {
  await queue.enqueue(db, readResultsKind, {
    corpId: handover.corpId,
    key: `${handoverKey(handover.id)}:${runAt.getTime()}`,
    payload: { handoverId: handover.id },
    runAt,
  });
}
