import type { ErrorCode } from '@guanxi/shared/errors';
import { isLicenceRefusal } from './features/licences/licence-refusals.ts';
import { AppError } from './http/app-error.ts';
import { WecomError, WecomHeldBack, WecomUnavailable, WecomWaitingForTicket } from './wecom/index.ts';

/** The app is disabled or not online, or was stopped for want of use. */
const suspensionCodes = new Set([48_006, 48_011, 50_003, 50_006, 60_031, 60_246]);
const permissionCodes = new Set([48_002, 84_074, 84_083]);

/** The platform client's errors as answers; null for anything else. */
export function translateError(error: unknown): AppError | null {
  if (error instanceof WecomUnavailable) {
    return new AppError('wecom.unavailable', { cause: error });
  }
  if (error instanceof WecomError) {
    return new AppError(codeOf(error), { errcode: error.errcode, cause: error });
  }
  if (error instanceof WecomHeldBack || error instanceof WecomWaitingForTicket) {
    return new AppError('wecom.limited', { cause: error });
  }
  return null;
}

function codeOf(error: WecomError): ErrorCode {
  if (isLicenceRefusal(error)) {
    return 'wecom.licence_missing';
  }
  if (permissionCodes.has(error.errcode)) {
    return 'wecom.not_permitted';
  }
  if (suspensionCodes.has(error.errcode)) {
    return 'wecom.suspended';
  }
  switch (error.reaction) {
    case 'configuration':
      return 'wecom.misconfigured';
    case 'backOff':
    case 'retry':
      return 'wecom.limited';
    default:
      return 'wecom.rejected';
  }
}
