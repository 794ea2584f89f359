import { MINUTE } from '@guanxi/shared/time';
import type { Installations } from './features/corps/installation.ts';
import type { FollowInstallations } from './features/suites/follow-installations.ts';
import { type AnyJobDefinition, GiveUp, RetryAt } from './queue/job.ts';
import {
  concernsTenant,
  DEFAULT_BUDGET_LIMITS,
  type Reaction,
  WecomError,
  WecomHeldBack,
  WecomWaitingForTicket,
} from './wecom/index.ts';

/** The shortest window of the platform's limits; the budget knows better where it saw the limit itself. */
const limitWindowMs = MINUTE;
/** A suite without a ticket gets one every ten minutes; looking sooner costs nothing. */
const ticketPauseMs = MINUTE;
/** Refusals that the same call would meet again, however often it is made. */
const lasting: ReadonlySet<Reaction> = new Set(['stop', 'configuration', 'reauthorise', 'drop']);

/**
 * The same job, which first learns of companies another process installed, and minds what the platform says: a
 * limit, a pause, a missing ticket or an installation that somebody must repair is no failure of the work and uses
 * up none of its tries; a call refused for good is not made again. What is left is tried as often as the job says.
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
        throw minded(error, ctx.now());
      }
    },
  };
}

/** The error as the queue understands it. */
function minded(error: unknown, now: Date): unknown {
  const after = (ms: number) => new RetryAt(new Date(now.getTime() + ms), error);
  if (error instanceof WecomHeldBack) {
    return new RetryAt(new Date(error.retryAtMs), error);
  }
  if (error instanceof WecomWaitingForTicket) {
    return after(ticketPauseMs);
  }
  if (!(error instanceof WecomError)) {
    return error;
  }
  if (concernsTenant(error.errcode) || isWithoutToken(error)) {
    return after(DEFAULT_BUDGET_LIMITS.probeAfterMs);
  }
  if (error.reaction === 'backOff') {
    return after(limitWindowMs);
  }
  return lasting.has(error.reaction) ? new GiveUp(error) : error;
}

/** The token itself was refused for good: no call of the corp can be made until somebody mends its settings. */
function isWithoutToken(error: WecomError): boolean {
  return tokenApis.has(error.api) && error.reaction === 'configuration';
}

const tokenApis = new Set(['gettoken', 'service/get_corp_token', 'service/get_suite_token']);
