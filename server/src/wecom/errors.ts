import { concernsTenant, endsAccess, type Reaction, reactionOf } from './reactions.ts';

/**
 * The platform answered, and refused: `errcode` was not 0.
 *
 * Branch on {@link reaction} or `errcode`, never on the text, which may change at any time.
 * @see https://developer.work.weixin.qq.com/document/path/90455 error codes
 */
export class WecomError extends Error {
  override readonly name = 'WecomError';
  /** Path of the call below `/cgi-bin/`, for example `externalcontact/get`. */
  readonly api: string;
  readonly errcode: number;
  /** The platform's short text, without hint, caller address and link; tokens of the call are blotted out. */
  readonly errmsg: string;
  /** The platform's id for this refusal; its support asks for it. */
  readonly hint: string | null;
  /** The address the call came from, as the platform saw it: what it does not trust with 60020. */
  readonly callerAddress: string | null;
  /** What the caller should do about it. */
  readonly reaction: Reaction;

  constructor(details: { api: string; errcode: number; errmsg: string; secrets?: readonly string[] }) {
    const { errmsg, hint, callerAddress } = splitErrmsg(blotOut(details.errmsg, details.secrets ?? []));
    super(`${details.api}: ${details.errcode} ${errmsg}`);
    this.api = details.api;
    this.errcode = details.errcode;
    this.errmsg = errmsg;
    this.hint = hint;
    this.callerAddress = callerAddress;
    this.reaction = reactionOf(details.errcode);
  }
}

/** Why no usable answer came; `http_status` covers every status but 200. */
export type UnavailableReason =
  | 'timeout'
  | 'aborted'
  | 'network'
  | 'http_status'
  | 'not_json'
  | 'unexpected_shape'
  /** A login named a member of another corp than the one it was asked for. */
  | 'other_corp';

/** The platform could not be reached, or what came back was not an answer of the platform. */
export class WecomUnavailable extends Error {
  override readonly name = 'WecomUnavailable';
  readonly api: string;
  readonly reason: UnavailableReason;
  /** HTTP status, when one was received. */
  readonly status: number | null;

  constructor(
    details: { api: string; reason: UnavailableReason; status?: number; note?: string },
    options?: ErrorOptions,
  ) {
    super(`${details.api}: ${details.note ?? details.reason}`, options);
    this.api = details.api;
    this.reason = details.reason;
    this.status = details.status ?? null;
  }

  /** Whether the same call may succeed a moment later. */
  get transient(): boolean {
    if (this.reason === 'http_status') return (this.status ?? 0) >= 500 || this.status === 429;
    return this.reason === 'timeout' || this.reason === 'network' || this.reason === 'not_json';
  }
}

/**
 * The suite has no valid ticket: the platform pushes one about every ten minutes, and until then no call of the
 * suite can be made. Keep the work queued; alert somebody after half an hour.
 * @see https://developer.work.weixin.qq.com/document/path/90628 suite_ticket
 */
export class WecomWaitingForTicket extends Error {
  override readonly name = 'WecomWaitingForTicket';
  readonly suiteId: string;
  /** `missing`: none was ever received; `expired`: the platform refused the one we have. */
  readonly reason: 'missing' | 'expired';

  constructor(suiteId: string, reason: 'missing' | 'expired', options?: ErrorOptions) {
    super(`suite ${suiteId}: the suite ticket is ${reason}`, options);
    this.suiteId = suiteId;
    this.reason = reason;
  }
}

/**
 * The call was not made, by our own decision.
 * - `paused`: the platform asked for a pause that lasts longer than the caller may wait
 * - `busy`: too many calls were waiting before this one
 * - `closed`: the corp's access ended
 */
export class WecomHeldBack extends Error {
  override readonly name = 'WecomHeldBack';
  readonly api: string;
  readonly reason: 'paused' | 'busy' | 'closed';
  /** When trying again makes sense, in milliseconds since the epoch. */
  readonly retryAtMs: number;
  /** The platform's code that led to it; null for `busy`. */
  readonly errcode: number | null;

  constructor(details: {
    api: string;
    reason: 'paused' | 'busy' | 'closed';
    retryAtMs: number;
    errcode?: number;
  }) {
    super(
      `${details.api}: held back, ${details.reason}${details.errcode ? ` after ${details.errcode}` : ''}`,
    );
    this.api = details.api;
    this.reason = details.reason;
    this.retryAtMs = details.retryAtMs;
    this.errcode = details.errcode ?? null;
  }
}

/**
 * Whether the platform answered, and the same call made later would be refused as well. A busy platform or a limit
 * passes; no answer proves nothing.
 */
export function isFinalRefusal(error: unknown): error is WecomError {
  return error instanceof WecomError && error.reaction !== 'retry' && error.reaction !== 'backOff';
}

/** A refusal as a row keeps it; without code and words for any other failure. */
export function refusalOf(error: unknown): { errcode: number | null; failure: string } {
  return error instanceof WecomError
    ? { errcode: error.errcode, failure: error.errmsg }
    : { errcode: null, failure: '' };
}

/** Whether the platform is the reason, whatever it did or we spared it; anything else is a fault of ours. */
export function isPlatformError(error: unknown): boolean {
  return (
    error instanceof WecomError ||
    error instanceof WecomUnavailable ||
    error instanceof WecomHeldBack ||
    error instanceof WecomWaitingForTicket
  );
}

/**
 * Whether an administrator has to grant or set something before such a call can succeed, whether the platform said so
 * now or a while ago. An access that ended altogether is another matter: it comes back by installing or enabling.
 */
export function isForAdmin(error: unknown): boolean {
  const errcode = error instanceof WecomError || error instanceof WecomHeldBack ? error.errcode : null;
  if (errcode === null || endsAccess(errcode)) return false;
  return reactionOf(errcode) === 'configuration' || concernsTenant(errcode);
}

/** Separates the short text from `, hint: [...], from ip: ..., more info at ...`. */
function splitErrmsg(text: string): Pick<WecomError, 'errmsg' | 'hint' | 'callerAddress'> {
  const at = text.search(/,?\s*(hint: ?\[|from ip:|more info at)/i);
  const hint = /hint: ?\[([^\]]*)\]/i.exec(text)?.[1] ?? null;
  const callerAddress = /from ip: ?([\da-f.:]+)/i.exec(text)?.[1] ?? null;
  return { errmsg: (at < 0 ? text : text.slice(0, at)).trim(), hint, callerAddress };
}

function blotOut(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '***');
  return clean;
}
