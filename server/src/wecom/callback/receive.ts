import { hash } from 'node:crypto';
import { type AesKey, aesKeyOf, type OpenedCipher, openCipher } from './cipher.ts';
import { DEFAULT_MAX_BODY_BYTES, readEncrypt } from './envelope.ts';
import { CallbackError } from './errors.ts';
import type { CallbackQuery } from './query.ts';
import { isSignedBy } from './signature.ts';

/** Token and EncodingAESKey as they stand in the platform's console. */
export type CallbackKeys = { token: string; encodingAesKey: string };

export type OpenCallbackInput = {
  query: CallbackQuery;
  body: string | Buffer;
  keys: CallbackKeys;
  /** Receivers that may be named inside; the empty text only where an app has none. */
  receiveIds: readonly string[];
  maxBytes?: number;
};

/** The message, and which of the allowed receivers it named. */
export type OpenedCallback = { plaintext: string; receiveId: string };

/**
 * Verifies and decrypts a push. The signature is checked before anything is decrypted.
 * @throws {CallbackError} with the reason
 * @throws {RangeError} our EncodingAESKey is malformed
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export function openCallback(input: OpenCallbackInput): OpenedCallback {
  requireSigningParameters(input.query);
  const encrypt = readEncrypt(input.body, input.maxBytes ?? DEFAULT_MAX_BODY_BYTES);
  const { message, receiveId } = openSigned(input.query, encrypt, input.keys, input.receiveIds);
  return { plaintext: message, receiveId };
}

/**
 * Answers the platform's check of a callback address: the returned text, and nothing else, is the reply's body.
 * @throws {CallbackError} with the reason
 * @throws {RangeError} our EncodingAESKey is malformed
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export function verifyUrl(input: Omit<OpenCallbackInput, 'body'>): string {
  const { query, keys, receiveIds, maxBytes = DEFAULT_MAX_BODY_BYTES } = input;
  requireSigningParameters(query);
  if (!query.echostr) throw new CallbackError('bad_request', 'no echostr');
  if (query.echostr.length > maxBytes) throw new CallbackError('too_large', `echostr over ${maxBytes} bytes`);
  return openSigned(query, query.echostr, keys, receiveIds).message;
}

/**
 * SHA-256 of a plaintext: the same for every repetition of one push, whose cipher text, time and nonce may differ.
 * (Sender and second, the key that the platform suggests for events, are shared by different events.)
 */
export function plaintextDigest(plaintext: string): Buffer {
  return hash('sha256', plaintext, 'buffer');
}

function requireSigningParameters(query: CallbackQuery): void {
  if (!query.msgSignature || !query.timestamp || !query.nonce) {
    throw new CallbackError('bad_request', 'msg_signature, timestamp and nonce are needed');
  }
}

function openSigned(
  query: CallbackQuery,
  encrypt: string,
  keys: CallbackKeys,
  receiveIds: readonly string[],
): OpenedCipher {
  const { timestamp, nonce, msgSignature } = query;
  if (!isSignedBy({ token: keys.token, timestamp, nonce, encrypt }, msgSignature)) {
    throw new CallbackError('bad_signature', 'not signed with our token');
  }
  const opened = openCipher(encrypt, preparedKey(keys));
  if (!receiveIds.includes(opened.receiveId))
    throw new CallbackError('wrong_receiver', 'meant for another receiver');
  return opened;
}

const preparedKeys = new WeakMap<CallbackKeys, AesKey>();

/** An installation's keys come with every push, as the same object. */
function preparedKey(keys: CallbackKeys): AesKey {
  const known = preparedKeys.get(keys);
  if (known !== undefined) return known;
  const prepared = aesKeyOf(keys.encodingAesKey);
  preparedKeys.set(keys, prepared);
  return prepared;
}
