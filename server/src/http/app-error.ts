import { type ErrorBody, type ErrorCode, errorTable } from '@guanxi/shared/errors';

/** What an error carries to the client beside its code. */
export interface AppErrorDetails {
  /** The platform's own code where it was the cause. */
  readonly errcode?: number;
  readonly issues?: NonNullable<ErrorBody['error']['issues']>;
  /** When to come again; also the header of that name. */
  readonly retryAfterSeconds?: number;
}

/**
 * The one error that says something to the caller. The status comes from the error table; anything
 * else that is thrown becomes `server.unknown` and tells the caller nothing.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: AppErrorDetails;

  constructor(code: ErrorCode, options: AppErrorDetails & { cause?: unknown } = {}) {
    const { cause, ...details } = options;
    super(code, { cause });
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}
