import { randomBytes } from 'node:crypto';
import type { CallbackKeys } from '../provider/types.ts';
import type { EventNode, PlatformEvent } from '../world/world.ts';
import { encrypt, sign } from './crypto.ts';
import type { Receiver } from './receiver.ts';
import { type CallbackFormat, render, toXml } from './xml.ts';

export interface SignedQuery {
  msg_signature: string;
  timestamp: string;
  nonce: string;
}

/** An event as an app's own URL gets it (developer.work.weixin.qq.com/document/path/92130). */
export const eventNodes = (
  event: PlatformEvent,
  corpId: string,
  nodes: readonly EventNode[],
): EventNode[] => [
  ['ToUserName', corpId],
  ['FromUserName', event.from ?? 'sys'],
  ['CreateTime', event.at],
  ['MsgType', 'event'],
  ['Event', event.event],
  ...nodes,
];

/** An event as a suite's command URL gets it (path/92277). */
export const infoNodes = (
  suiteId: string,
  infoType: string,
  at: number,
  corpId: string | undefined,
  nodes: readonly EventNode[],
): EventNode[] => [
  ['SuiteId', suiteId],
  ['AuthCorpId', corpId],
  ['InfoType', infoType],
  ['TimeStamp', at],
  ...nodes,
];

export const signedQuery = (keys: CallbackKeys, encrypted: string, seconds: number): SignedQuery => {
  const timestamp = String(seconds);
  const nonce = String(randomBytes(4).readUInt32BE());
  return { msg_signature: sign(keys.token, timestamp, nonce, encrypted), timestamp, nonce };
};

export interface Sealed {
  query: SignedQuery;
  body: string;
  type: string;
}

/** The encrypted body of a push and its signed query (path/90930). Events of a suite carry no AgentID. */
export const seal = (
  to: Receiver,
  plaintext: string,
  seconds: number,
  how: { format: CallbackFormat; receiveId?: string } = { format: 'xml' },
): Sealed => {
  const encrypted = encrypt(to.keys.encodingAesKey, plaintext, how.receiveId ?? to.receiveId);
  const agentId = to.agentId === 0 ? '' : String(to.agentId);
  const query = signedQuery(to.keys, encrypted, seconds);
  if (how.format === 'json') {
    const body = JSON.stringify({ tousername: to.toUserName, encrypt: encrypted, agentid: agentId });
    return { query, body, type: 'application/json; charset=utf-8' };
  }
  const nodes: EventNode[] = [
    ['ToUserName', to.toUserName],
    ['Encrypt', encrypted],
    ['AgentID', agentId],
  ];
  const body = how.format === 'xml' ? toXml(nodes) : render(nodes, how.format);
  return { query, body, type: 'text/xml; charset=utf-8' };
};

/** A callback URL with the signed query added to whatever query it already has. */
export const withQuery = (url: string, query: Record<string, string>): string => {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
};
