import { hash, timingSafeEqual } from 'node:crypto';

/** The values a signature covers; `encrypt` is the cipher text, or `echostr` when the address is verified. */
export type SignedValues = { token: string; timestamp: string; nonce: string; encrypt: string };

/**
 * SHA-1 over the four values, sorted and joined: 40 lower-case hexadecimal digits.
 * @see https://developer.work.weixin.qq.com/document/path/91144
 */
export function signCallback(values: SignedValues): string {
  const sorted = [values.token, values.timestamp, values.nonce, values.encrypt].sort();
  return hash('sha1', sorted.join(''), 'hex');
}

/** Whether a signature is ours, compared in constant time. */
export function isSignedBy(values: SignedValues, signature: string): boolean {
  const expected = Buffer.from(signCallback(values), 'latin1');
  const given = Buffer.from(signature, 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
