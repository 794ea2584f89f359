import { randomBytes } from 'node:crypto';
import type { App } from '../world/types.ts';
import type { PlatformEvent } from '../world/world.ts';
import { encrypt, sign } from './crypto.ts';
import { toXml } from './xml.ts';

/** Who gets a push: an app of a corp. `suite` and template receivers will add their own envelopes here. */
export interface Receiver {
  corpId: string;
  app: App;
}

export interface SignedQuery {
  msg_signature: string;
  timestamp: string;
  nonce: string;
}

/** The plaintext of an event for a self-built app (developer.work.weixin.qq.com/document/path/92130). */
export const selfBuiltPlaintext = (event: PlatformEvent): string =>
  toXml([
    ['ToUserName', event.corpId],
    ['FromUserName', 'sys'],
    ['CreateTime', event.at],
    ['MsgType', 'event'],
    ['Event', event.event],
    ...event.nodes,
  ]);

export const signedQuery = (app: App, encrypted: string, seconds: number): SignedQuery => {
  const timestamp = String(seconds);
  const nonce = String(randomBytes(4).readUInt32BE());
  return { msg_signature: sign(app.token, timestamp, nonce, encrypted), timestamp, nonce };
};

/** The encrypted body of a push and its signed query (path/90930). */
export const seal = (
  to: Receiver,
  plaintext: string,
  seconds: number,
): { query: SignedQuery; body: string } => {
  const encrypted = encrypt(to.app.encodingAesKey, plaintext, to.corpId);
  const body = toXml([
    ['ToUserName', to.corpId],
    ['Encrypt', encrypted],
    ['AgentID', String(to.app.agentId)],
  ]);
  return { query: signedQuery(to.app, encrypted, seconds), body };
};

/** A callback URL with the signed query added to whatever query it already has. */
export const withQuery = (url: string, query: Record<string, string>): string => {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
};
