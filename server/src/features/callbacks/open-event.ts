import type { ErrorCode } from '@guanxi/shared/errors';
import { AppError } from '../../http/app-error.ts';
import {
  CallbackError,
  type CallbackErrorReason,
  type CallbackKeys,
  openCallback,
  parseEvent,
  readCallbackQuery,
  verifyUrl,
  type WecomEvent,
} from '../../wecom/index.ts';

/** A post of the platform, as it came. */
export interface CallbackPost {
  readonly queryString: string;
  readonly body: Buffer;
}

/** What came out of a post. The plaintext may hold codes and names: it is kept sealed. */
export interface OpenedEvent {
  readonly plaintext: string;
  readonly event: WecomEvent;
  /** The receiver named inside. */
  readonly receiveId: string;
}

const codeOfReason: Record<CallbackErrorReason, ErrorCode> = {
  bad_request: 'callback.bad_request',
  bad_signature: 'callback.bad_signature',
  bad_cipher: 'callback.bad_cipher',
  wrong_receiver: 'callback.wrong_receiver',
  too_large: 'request.too_large',
};

/**
 * Verifies, decrypts and reads a post.
 *
 * @throws AppError a plain 4xx that says which check failed
 */
export function openEvent(
  post: CallbackPost,
  keys: CallbackKeys,
  receiveIds: readonly string[],
  now: Date,
): OpenedEvent {
  return refusing(() => {
    const { plaintext, receiveId } = openCallback({
      query: readCallbackQuery(post.queryString),
      body: post.body,
      keys,
      receiveIds: [...receiveIds],
    });
    return { plaintext, receiveId, event: parseEvent(plaintext, now) };
  });
}

/** Answers the platform's check of a callback address: the decrypted text and nothing else. */
export function answerCheck(queryString: string, keys: CallbackKeys, receiveIds: readonly string[]): string {
  return refusing(() =>
    verifyUrl({ query: readCallbackQuery(queryString), keys, receiveIds: [...receiveIds] }),
  );
}

function refusing<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof CallbackError) {
      throw new AppError(codeOfReason[error.reason], { cause: error });
    }
    throw error;
  }
}
