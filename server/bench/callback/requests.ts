import { aesKeyOf, sealCipher } from '../../src/wecom/callback/cipher.ts';
import { signCallback } from '../../src/wecom/callback/signature.ts';
import type { BenchCorp } from '../lib/guanxi.ts';
import type { Pair } from '../lib/simulator.ts';

/** What events are made of; the same number always gives the same event, and no two are alike. */
export interface EventSource {
  readonly corp: BenchCorp;
  readonly pairs: readonly Pair[];
  /** Unix seconds of the first event. */
  readonly since: number;
}

const addedEvery = 5;

/** A complete HTTP request: signed and encrypted as the platform does it. */
export function callbackRequest(source: EventSource, number: number): Buffer {
  const { corp } = source;
  const encrypt = sealCipher(eventText(source, number), corp.corpId, aesKeyOf(corp.encodingAesKey));
  const timestamp = String(source.since + number);
  const nonce = String(1_000_000_000 + number);
  const signature = signCallback({ token: corp.token, timestamp, nonce, encrypt });
  const body =
    `<xml><ToUserName><![CDATA[${corp.corpId}]]></ToUserName><Encrypt><![CDATA[${encrypt}]]></Encrypt>` +
    `<AgentID><![CDATA[${corp.agentId}]]></AgentID></xml>`;
  return Buffer.from(
    `POST /wecom/callback/${corp.corpId}?msg_signature=${signature}&timestamp=${timestamp}&nonce=${nonce} HTTP/1.1\r\n` +
      `Host: crm.example.com\r\nContent-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Mostly edited customers; every fifth is a new one with its channel mark and welcome code. */
function eventText({ corp, pairs, since }: EventSource, number: number): string {
  const [userId, externalUserId] = pairs[number % pairs.length] ?? ['', ''];
  const isNew = number % addedEvery === 0;
  const fields = {
    ToUserName: corp.corpId,
    FromUserName: 'sys',
    CreateTime: String(since + number),
    MsgType: 'event',
    Event: 'change_external_contact',
    ChangeType: isNew ? 'add_external_contact' : 'edit_external_contact',
    UserID: userId,
    ExternalUserID: externalUserId,
    ...(isNew ? { State: `channel-${number % 40}`, WelcomeCode: `code-${since}-${number}` } : {}),
  };
  const nodes = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return `<xml>${nodes.join('')}</xml>`;
}
