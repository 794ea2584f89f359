import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import { begin } from './confirm-id-conversion.ts';
import { idConversionRepo } from './repository.ts';

/** True when the company agreed that ids of customers are replaced. */
export function isConsent(event: WecomEvent): boolean {
  return event.type === 'auth.id_migration_agreed';
}

/** Asks once more for the customers that were refused for want of consent, of a history that was agreed to before. */
export async function reconcileConsent(ctx: { readonly queue: Queue }, job: JobRun): Promise<Effect> {
  return async (db) => {
    const repo = idConversionRepo(db, job.corpId);
    const row = await repo.lock();
    if (row?.state === 'done' && (await repo.hasKept('person', 'refused'))) {
      await begin(ctx, db, row);
    }
  };
}
