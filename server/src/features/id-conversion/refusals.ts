import { endsAccess, isFinalRefusal, isForAdmin, type WecomError, WecomHeldBack } from '../../wecom/index.ts';
import { troubleOf } from '../installation/rules.ts';

/** Whether the same call would be refused again, whether the platform said so now or a while ago. */
export function isRefused(error: unknown): error is WecomError | WecomHeldBack {
  const hasEnded = error instanceof WecomHeldBack && endsAccess(error.errcode ?? 0);
  return isFinalRefusal(error) || isForAdmin(error) || hasEnded;
}

/**
 * The same for a call of the installation that the history comes to. What ails the whole app passes, and the call is
 * made again then.
 */
export function isRefusedHere(error: unknown): error is WecomError | WecomHeldBack {
  return isRefused(error) && troubleOf(error.errcode ?? 0) === null;
}

/** What a call tells; null where it is refused. */
export async function unlessRefused<T>(
  call: () => Promise<T>,
  refuses: (error: unknown) => boolean = isRefused,
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (refuses(error)) {
      return null;
    }
    throw error;
  }
}
