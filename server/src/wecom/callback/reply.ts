import { randomBytes } from 'node:crypto';
import { aesKeyOf, sealCipher } from './cipher.ts';
import type { CallbackKeys } from './receive.ts';
import { signCallback } from './signature.ts';

export type ReplyInput = {
  /** The reply in plain XML. */
  plaintext: string;
  keys: CallbackKeys;
  /** The receiver named in the message that is answered. */
  receiveId: string;
  /** Unix seconds. */
  timestamp: number;
  nonce?: string;
};

/**
 * The encrypted body of a passive reply.
 * @throws {RangeError} our EncodingAESKey is malformed
 * @see https://developer.work.weixin.qq.com/document/path/91144
 */
export function sealReply(input: ReplyInput): string {
  const nonce = input.nonce ?? randomBytes(8).toString('hex');
  const timestamp = String(input.timestamp);
  const encrypt = sealCipher(input.plaintext, input.receiveId, aesKeyOf(input.keys.encodingAesKey));
  const signature = signCallback({ token: input.keys.token, timestamp, nonce, encrypt });
  return (
    `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
  );
}
