import type { ErrorCode } from '@guanxi/shared/errors';
import { isDatabaseGone } from './db/errors.ts';
import { isLicenceCode } from './features/licences/licence-refusals.ts';
import { AppError } from './http/app-error.ts';
import { InboxOverloaded } from './queue/inbox.ts';
import {
  endsAccess,
  reactionOf,
  WecomError,
  WecomHeldBack,
  WecomUnavailable,
  WecomWaitingForTicket,
} from './wecom/index.ts';

/** The app is not online, or was stopped for want of use. */
const suspensionCodes = new Set([48_006, 48_011, 60_246]);
const permissionCodes = new Set([48_002, 84_074, 84_083]);

/** The errors of the parts that know no answers, as answers; null for anything else. */
export function translateError(error: unknown): AppError | null {
  if (error instanceof InboxOverloaded) {
    return new AppError('server.unavailable', { cause: error });
  }
  if (error instanceof WecomUnavailable) {
    return new AppError('wecom.unavailable', { cause: error });
  }
  if (error instanceof WecomError) {
    return new AppError(codeOf(error.errcode), { errcode: error.errcode, cause: error });
  }
  if (error instanceof WecomHeldBack && error.errcode !== null) {
    // Held back because of what the platform said before: it would say so again.
    return new AppError(codeOf(error.errcode), { errcode: error.errcode, cause: error });
  }
  if (error instanceof WecomHeldBack || error instanceof WecomWaitingForTicket) {
    return new AppError('wecom.limited', { cause: error });
  }
  return isDatabaseGone(error) ? new AppError('server.unavailable', { cause: error }) : null;
}

function codeOf(errcode: number): ErrorCode {
  if (endsAccess(errcode)) {
    return 'wecom.access_ended';
  }
  if (suspensionCodes.has(errcode)) {
    return 'wecom.suspended';
  }
  if (isLicenceCode(errcode)) {
    return 'wecom.licence_missing';
  }
  if (permissionCodes.has(errcode)) {
    return 'wecom.not_permitted';
  }
  switch (reactionOf(errcode)) {
    case 'configuration':
      return 'wecom.misconfigured';
    case 'backOff':
    case 'retry':
      return 'wecom.limited';
    default:
      return 'wecom.rejected';
  }
}
