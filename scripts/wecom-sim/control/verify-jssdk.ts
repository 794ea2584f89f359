import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Credentials } from '../api/credentials.ts';
import type { Corp } from '../world/corp.ts';
import type { verifyJssdkBody } from './schemas.ts';

export interface JssdkVerdict {
  ok: boolean;
  errMsg: string;
}

/** The signature of a page (developer.work.weixin.qq.com/document/path/90506): SHA-1 in this order, the URL without its hash. */
export const jssdkSignature = (ticket: string, nonceStr: string, timestamp: string, url: string): string =>
  createHash('sha1')
    .update(
      `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url.split('#')[0] ?? ''}`,
    )
    .digest('hex');

/** What the client checks when a page calls config or agentConfig. */
export const verifyJssdk = (
  corp: Corp,
  credentials: Credentials,
  asked: z.infer<typeof verifyJssdkBody>,
): JssdkVerdict => {
  const name = asked.kind === 'corp' ? 'config' : 'agentConfig';
  const failed = (why: string) => ({ ok: false, errMsg: `${name}:fail ${why}` });
  const app = corp.apps.find((a) => asked.agentid === undefined || a.agentId === Number(asked.agentid));
  if (!app) return failed('invalid agentid');
  if (asked.kind === 'agent' && asked.agentid === undefined) return failed('invalid agentid');
  const host = URL.canParse(asked.url) ? new URL(asked.url).host : '';
  if (!app.trustedDomains.includes(host)) return failed('invalid url domain');
  const ticket = credentials.ticket(asked.kind, corp, app).value;
  const expected = jssdkSignature(ticket, asked.nonceStr, String(asked.timestamp), asked.url);
  if (expected !== asked.signature.toLowerCase()) return failed('invalid signature');
  return { ok: true, errMsg: `${name}:ok` };
};
