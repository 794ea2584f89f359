import { AppError } from '../../http/app-error.ts';
import { WecomError } from '../../wecom/index.ts';

/** Codes of the platform that mean: this member may not use the app. */
const outsideRangeCodes = new Set([50_002, 60_021, 92_000]);

/** The member of an answer to "who is this". @throws AppError `session.not_a_member` for anybody else */
export function memberUserId(info: { kind: string; userId?: string }): string {
  if (info.kind !== 'member' || info.userId === undefined) {
    throw new AppError('session.not_a_member');
  }
  return info.userId;
}

/** Runs an exchange of a sign-in code and says what a refusal means. */
export async function refusingBadCodes<T>(exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (error instanceof WecomError && error.reaction === 'reauthorise') {
      throw new AppError('session.code_rejected', { errcode: error.errcode, cause: error });
    }
    if (error instanceof WecomError && outsideRangeCodes.has(error.errcode)) {
      throw new AppError('session.outside_range', { errcode: error.errcode, cause: error });
    }
    throw error;
  }
}
