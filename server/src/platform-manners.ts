import { MINUTE } from '@guanxi/shared/time';
import type { Installations } from './features/corps/installation.ts';
import type { FollowInstallations } from './features/suites/follow-installations.ts';
import { type AnyJobDefinition, RetryAt } from './queue/job.ts';
import { WecomError, WecomHeldBack, WecomWaitingForTicket } from './wecom/index.ts';

/** The shortest window of the platform's limits; the budget knows better where it saw the limit itself. */
const limitWindowMs = MINUTE;
/** A suite without a ticket gets one every ten minutes; looking sooner costs nothing. */
const ticketPauseMs = MINUTE;

/**
 * The same job, which first learns of companies another process installed, and waits when the platform
 * says so: a limit, a pause of the budget or a missing
 * ticket is no failure of the work and uses up none of its tries.
 */
export function minding<
  Context extends {
    readonly now: () => Date;
    readonly installations: Pick<Installations, 'has'>;
    readonly followInstallations: FollowInstallations;
  },
>(job: AnyJobDefinition<Context>): AnyJobDefinition<Context> {
  return {
    ...job,
    async run(ctx, payload, run) {
      if (!ctx.installations.has(run.corpId)) {
        await ctx.followInstallations();
      }
      try {
        return await job.run(ctx, payload, run);
      } catch (error) {
        const at = retryTime(error, ctx.now());
        throw at === null ? error : new RetryAt(at, error);
      }
    },
  };
}

/** When trying again makes sense; null for an error that is not about waiting. */
function retryTime(error: unknown, now: Date): Date | null {
  if (error instanceof WecomHeldBack) {
    return new Date(error.retryAtMs);
  }
  if (error instanceof WecomWaitingForTicket) {
    return new Date(now.getTime() + ticketPauseMs);
  }
  return error instanceof WecomError && error.reaction === 'backOff'
    ? new Date(now.getTime() + limitWindowMs)
    : null;
}
