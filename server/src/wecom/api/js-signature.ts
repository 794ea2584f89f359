import { createHash } from 'node:crypto';

/** What the JS-SDK's signature functions return. */
export type JsSignature = {
  /** Unix seconds. */
  timestamp: number;
  nonceStr: string;
  /** 40 lower-case hexadecimal digits. */
  signature: string;
};

export type JsSignatureInput = { ticket: string; nonceStr: string; timestamp: number; url: string };

/**
 * Signs a page for the JS-SDK; the part of the address from `#` on is left out.
 * @see https://developer.work.weixin.qq.com/document/path/90539
 */
export function signJs(input: JsSignatureInput): JsSignature {
  const url = input.url.split('#', 1)[0] ?? '';
  // The order is fixed and no value is encoded.
  const signed = `jsapi_ticket=${input.ticket}&noncestr=${input.nonceStr}&timestamp=${input.timestamp}&url=${url}`;
  const signature = createHash('sha1').update(signed).digest('hex');
  return { timestamp: input.timestamp, nonceStr: input.nonceStr, signature };
}
