import type { Effect, JobRun } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { LicenceEvent, WecomEvent } from '../../wecom/index.ts';
import { enqueueReading } from '../installation/read-installation-kind.ts';
import { enqueueFullSync } from '../sync/start-sync.ts';
import { learnLicences, learnMissing } from './learn-licences.ts';
import { enqueueLicenceReading } from './read-licences-kind.ts';

/** True for the events about licences. */
export function isLicenceEvent(event: WecomEvent): event is LicenceEvent {
  return event.type.startsWith('licence.');
}

/**
 * Keeps at once what the events tell of single members, so that the next page is right, and has the platform
 * asked for the rest.
 */
export async function reconcileLicences(
  ctx: { readonly queue: Queue },
  job: JobRun,
  events: readonly LicenceEvent[],
): Promise<Effect> {
  return async (db) => {
    let hasNewcomers = false;
    for (const event of events) {
      if (event.type === 'licence.missing') {
        await learnMissing(db, job.corpId, [event.userId], event.at);
      } else if (event.type === 'licence.activated') {
        const news = event.accounts.map(({ userId, kind, expiresAt }) => ({
          ...{ userId, kind, expiresAt: expiresAt ?? null },
        }));
        const learnt = await learnLicences(db, job.corpId, news, event.at);
        hasNewcomers ||= learnt.hasNewcomers;
      }
    }
    if (hasNewcomers) {
      await enqueueFullSync(ctx, db, job.corpId, 'change');
    }
    // An order says nothing of members, and may have ended the trial.
    const isOrder = events.some(
      (event) => event.type === 'licence.paid' || event.type === 'licence.refunded',
    );
    await (isOrder ? enqueueReading(ctx, db, job.corpId) : enqueueLicenceReading(ctx, db, job.corpId));
  };
}
