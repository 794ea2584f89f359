import { isUtf8 } from 'node:buffer';
import { readDocument } from './document.ts';
import { CallbackError } from './errors.ts';
import { fieldsOf } from './fields.ts';

/** Messages of the platform are a few kilobytes; events about contacts may carry long lists. */
export const DEFAULT_MAX_BODY_BYTES = 256 * 1024;

/**
 * The cipher text inside the body of a push: XML in any order, with CDATA or without, or JSON in any case.
 * The other nodes are not covered by the signature and are not looked at.
 * @throws {CallbackError} `too_large` or `bad_request`
 * @see https://developer.work.weixin.qq.com/document/path/91116
 */
export function readEncrypt(body: string | Buffer, maxBytes: number = DEFAULT_MAX_BODY_BYTES): string {
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (size > maxBytes) throw new CallbackError('too_large', `body over ${maxBytes} bytes`);
  if (typeof body !== 'string' && !isUtf8(body)) throw new CallbackError('bad_request', 'body is not UTF-8');
  const encrypt = fieldsOf(readDocument(body.toString())).text('Encrypt');
  if (!encrypt) throw new CallbackError('bad_request', 'no Encrypt in the body');
  return encrypt;
}
