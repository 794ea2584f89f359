/**
 * Why a callback is refused. None of these is worth a retry by the platform.
 * - `bad_request`: a parameter is missing, or the body is not an envelope
 * - `bad_signature`: not signed with our token
 * - `bad_cipher`: signed, but not encrypted with our key or not in the documented form
 * - `wrong_receiver`: genuine, but meant for another receiver
 * - `too_large`: longer than the limit
 */
export type CallbackErrorReason =
  | 'bad_request'
  | 'bad_signature'
  | 'bad_cipher'
  | 'wrong_receiver'
  | 'too_large';

/** A callback that was refused. The message says which check failed and nothing of the content. */
export class CallbackError extends Error {
  override readonly name = 'CallbackError';
  readonly reason: CallbackErrorReason;

  constructor(reason: CallbackErrorReason, detail: string, options?: ErrorOptions) {
    super(`${reason}: ${detail}`, options);
    this.reason = reason;
  }
}
