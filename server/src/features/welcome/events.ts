import { inOrder, together } from '../../queue/effects.ts';
import type { Effect, JobRun } from '../../queue/job.ts';
import type { ExternalContactEvent } from '../../wecom/index.ts';
import { tellWelcomes } from './tell-welcomes.ts';

/** Tells in the timeline what became of the welcome, after the customer of the events was read. */
export async function tellAfterReading(
  job: JobRun,
  events: readonly ExternalContactEvent[],
): Promise<Effect> {
  const [first] = events;
  return first === undefined
    ? inOrder([])
    : together(tellWelcomes, {
        corpId: job.corpId,
        externalUserId: first.externalUserId,
        userId: first.userId,
      });
}
