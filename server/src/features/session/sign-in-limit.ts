import { MINUTE } from '@guanxi/shared/time';
import { AppError } from '../../http/app-error.ts';
import { type AttemptLimit, createAttemptLimit } from '../../http/attempt-limit.ts';

/**
 * Keeps strangers from using up the platform's calls by signing in. Failures are counted, not successes: a company's
 * members come from one address, all at nine o'clock.
 */
export interface SignInLimit {
  /**
   * Counts a sign-in or an installation that begins, until it succeeds.
   *
   * @param caller - where the request comes from
   * @param weight - how many sign-ins it is like
   * @throws AppError `session.too_many_attempts`
   */
  begin(caller: string, weight?: number): Promise<void>;
  /**
   * Runs what ends a sign-in, and counts it when what came back was not the platform's.
   *
   * @param target - the installation the address names
   * @throws AppError `session.too_many_attempts`, and whatever `work` throws
   */
  finish<T>(caller: string, target: string, work: () => Promise<T>): Promise<T>;
}

/** Which limit was reached. */
export type SignInRefusal = 'begun' | 'caller' | 'installation';

const windowMs = 10 * MINUTE;
/** Unfinished sign-ins of one address: of a large company, several minutes long, none of them comes back. */
const mostBegun = 3000;
/** Failures of one address. Codes that ran out while a page lay open are a few in a hundred. */
const mostFailures = 60;
/** Failures at one installation, from wherever. */
const mostFailuresAtInstallation = 300;

/** What somebody gets who brings a state or a code of their own making. The platform's other refusals need a real one. */
const failureCodes = new Set(['session.state_mismatch', 'session.code_rejected', 'session.corp_unknown']);

/** @param onRefusal - told of every refusal */
export function createSignInLimit(onRefusal: (limit: SignInRefusal) => void): SignInLimit {
  const begun = createAttemptLimit({ most: mostBegun, windowMs });
  const failures = createAttemptLimit({ most: mostFailures, windowMs });
  const atInstallation = createAttemptLimit({ most: mostFailuresAtInstallation, windowMs });

  async function refuseAfter(limit: AttemptLimit, key: string, name: SignInRefusal): Promise<void> {
    const retryAfterSeconds = await limit.waitOf(key);
    if (retryAfterSeconds !== null) {
      onRefusal(name);
      throw new AppError('session.too_many_attempts', { retryAfterSeconds });
    }
  }

  return {
    async begin(caller, weight = 1) {
      await refuseAfter(begun, caller, 'begun');
      await begun.add(caller, weight);
    },
    async finish(caller, target, work) {
      await refuseAfter(failures, caller, 'caller');
      // Who never failed comes in, or strangers could lock a company out.
      if ((await failures.countOf(caller)) > 0) {
        await refuseAfter(atInstallation, target, 'installation');
      }
      try {
        const result = await work();
        await begun.giveBack(caller);
        return result;
      } catch (error) {
        if (error instanceof AppError && failureCodes.has(error.code)) {
          await Promise.all([failures.add(caller), atInstallation.add(target)]);
        }
        throw error;
      }
    },
  };
}
