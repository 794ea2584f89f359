import { createCipheriv } from 'node:crypto';
import * as official from '@wecom/crypto';
import type { TestApp } from './app.ts';

/** What signs and encrypts a push. */
export interface PushKeys {
  readonly corpId: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** A push as it goes over the wire. */
export interface Push {
  readonly query: string;
  readonly body: string;
}

/** A push made by the platform's own library, right in every respect. */
export function sealPush(keys: PushKeys, plaintext: string, receiveId = keys.corpId): Push {
  return signPush(keys, official.encrypt(keys.encodingAesKey, plaintext, receiveId));
}

/** A push around a cipher text, rightly signed. */
export function signPush(keys: PushKeys, encrypt: string): Push {
  const signature = official.getSignature(keys.token, '1763600000', 'nonce', encrypt);
  return {
    query: `msg_signature=${signature}&timestamp=1763600000&nonce=nonce`,
    body: `<xml><ToUserName><![CDATA[${keys.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`,
  };
}

/** Encrypts bytes as they are, so that padding and lengths can be wrong. */
export function encryptBytes(keys: PushKeys, padded: Buffer): string {
  const key = Buffer.from(`${keys.encodingAesKey}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

/** The plaintext of an event; `fields` are its nodes after the common ones. */
export function eventXml(keys: PushKeys, fields: Record<string, string | number>): string {
  const nodes = { ToUserName: keys.corpId, FromUserName: 'sys', MsgType: 'event', ...fields };
  return `<xml>${Object.entries(nodes)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`;
}

/** Posts a push and returns the status with the error code of the answer. */
export async function post(
  app: Pick<TestApp, 'url'>,
  corpId: string,
  push: { query: string; body: RequestInit['body'] },
): Promise<{ status: number; code: string }> {
  const response = await fetch(`${app.url}/wecom/callback/${corpId}?${push.query}`, {
    method: 'POST',
    body: push.body ?? '',
  });
  const text = await response.text();
  return { status: response.status, code: text === '' ? '' : JSON.parse(text).error.code };
}
