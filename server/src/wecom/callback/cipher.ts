import { isUtf8 } from 'node:buffer';
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { CallbackError } from './errors.ts';

/** A key ready for use: making one of bytes costs more than a decryption. */
export type AesKey = { readonly key: KeyObject; readonly iv: Buffer };

/** A decrypted message and the receiver named behind it. */
export type OpenedCipher = { message: string; receiveId: string };

const RANDOM_BYTES = 16;
const HEADER_BYTES = RANDOM_BYTES + 4;
/** AES works in blocks of 16; the platform pads to blocks of 32. */
const PAD_BLOCK = 32;
const AES_BLOCK = 16;

/**
 * The key behind an EncodingAESKey.
 * @throws {RangeError} not 43 characters of base64; says nothing of the key
 */
export function aesKeyOf(encodingAesKey: string): AesKey {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey)) {
    throw new RangeError('EncodingAESKey must be 43 characters of base64');
  }
  // The last character may carry two unused bits (the official test key does): decode leniently.
  const bytes = Buffer.from(`${encodingAesKey}=`, 'base64');
  return { key: createSecretKey(bytes), iv: bytes.subarray(0, AES_BLOCK) };
}

/**
 * Decrypts and checks everything that can be checked: base64, lengths, every byte of the padding, UTF-8.
 * @throws {CallbackError} `bad_cipher`
 * @see https://developer.work.weixin.qq.com/document/path/91144
 */
export function openCipher(encrypt: string, key: AesKey): OpenedCipher {
  const plain = withoutPadding(decrypt(decodeBase64(encrypt), key));
  if (plain.length < HEADER_BYTES) throw badCipher('too short');
  const messageEnd = HEADER_BYTES + plain.readUInt32BE(RANDOM_BYTES);
  if (messageEnd > plain.length) throw badCipher('inner length');
  if (!isUtf8(plain.subarray(HEADER_BYTES, messageEnd)) || !isUtf8(plain.subarray(messageEnd))) {
    throw badCipher('text is not UTF-8');
  }
  return {
    message: plain.toString('utf8', HEADER_BYTES, messageEnd),
    receiveId: plain.toString('utf8', messageEnd),
  };
}

/** Encrypts a message for a receiver, in the form that {@link openCipher} opens. */
export function sealCipher(message: string, receiveId: string, key: AesKey): string {
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, text, Buffer.from(receiveId, 'utf8')]);
  const pad = PAD_BLOCK - (plain.length % PAD_BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key.key, key.iv).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(pad, pad)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** @NOTE Buffer skips what is not base64, so the text must come out of a round trip unchanged. */
function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw badCipher('base64');
  if (bytes.length < PAD_BLOCK || bytes.length % AES_BLOCK !== 0) throw badCipher('length');
  return bytes;
}

function decrypt(bytes: Buffer, key: AesKey): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', key.key, key.iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}

function withoutPadding(padded: Buffer): Buffer {
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > PAD_BLOCK || pad > padded.length) throw badCipher('padding');
  const end = padded.length - pad;
  if (padded.subarray(end).some((byte) => byte !== pad)) throw badCipher('padding');
  return padded.subarray(0, end);
}

function badCipher(check: string): CallbackError {
  return new CallbackError('bad_cipher', check);
}
