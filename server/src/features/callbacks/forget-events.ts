import { DAY } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { forgetHandled } from '../../queue/inbox-events.ts';
import { defineJob, lanes } from '../../queue/job.ts';

interface ForgetContext {
  readonly database: Pick<Database, 'read' | 'transaction'>;
  readonly now: () => Date;
  readonly config: { readonly inboxDays: number };
}

/** Forgets callbacks that were handled long ago; every night, some at a time. */
export const forgetEventsJob = defineJob<ForgetContext, object>({
  name: 'forget-events',
  lane: lanes.bulk,
  payload: z.object({}),
  maxAttempts: 8,
  async run(ctx, _payload, job) {
    const before = new Date(ctx.now().getTime() - ctx.config.inboxDays * DAY);
    await forgetHandled(ctx.database, job.corpId, before, job.signal);
    return undefined;
  },
});
