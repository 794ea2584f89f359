import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Credentials } from '../api/credentials.ts';
import { sightOf, viewOf } from '../provider/view.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isVisible } from '../world/scope.ts';
import type { App } from '../world/types.ts';
import type { verifyJssdkBody } from './schemas.ts';

/** Whether the member who has the client, and the app that registered the page, may use what belongs to customers. */
interface Standing {
  agentid: number;
  permissions: string[];
  /** A third-party app gets no names of members; its pages show them with ww-open-data. */
  sees_names: boolean;
  in_range: boolean;
  has_feature: boolean;
}

export interface JssdkVerdict {
  ok: boolean;
  errMsg: string;
  /** The platform's code, where the documentation gives one. */
  errCode?: number;
  app?: Standing;
}

/** The signature of a page (developer.work.weixin.qq.com/document/path/90506): SHA-1 in this order, the URL without its hash. */
export const jssdkSignature = (ticket: string, nonceStr: string, timestamp: string, url: string): string =>
  createHash('sha1')
    .update(
      `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url.split('#')[0] ?? ''}`,
    )
    .digest('hex');

type Asked = z.infer<typeof verifyJssdkBody>;

/** What is wrong with a page, in the client's words and with the code of path/90546. */
const WRONG = {
  agent: ['invalid agentid', undefined],
  corp: ['invalid corpid', 92002],
  domain: ['invalid url domain', 80001],
  signature: ['invalid signature', 40093],
  ticket: ['invalid signature', 42012],
} as const;

const isTrusted = (app: App, url: string): boolean =>
  URL.canParse(url) && app.trustedDomains.includes(new URL(url).host);

/** The app a page speaks for: agentConfig names it; config is good for any app that trusts the page's host. */
const appAsked = (corp: Corp, asked: Asked): App | undefined => {
  if (asked.agentid !== undefined) return corp.apps.find((app) => app.agentId === Number(asked.agentid));
  if (asked.kind === 'agent') return undefined;
  return corp.apps.find((app) => isTrusted(app, asked.url)) ?? corp.apps[0];
};

const signedWith = (kind: Asked['kind'], corp: Corp, app: App, credentials: Credentials, asked: Asked) => {
  const ticket = credentials.ticket(kind, corp, app).value;
  const expected = jssdkSignature(ticket, asked.nonceStr, String(asked.timestamp), asked.url);
  return expected === asked.signature.toLowerCase();
};

const wrongWith = (corp: Corp, app: App, credentials: Credentials, asked: Asked) => {
  // A page of another corp than the member's own, or with the corpid of another subject.
  if (asked.corpid !== undefined && asked.corpid !== viewOf(corp, app).corp) return WRONG.corp;
  if (!isTrusted(app, asked.url)) return WRONG.domain;
  if (signedWith(asked.kind, corp, app, credentials, asked)) return undefined;
  const other = asked.kind === 'corp' ? 'agent' : 'corp';
  return signedWith(other, corp, app, credentials, asked) ? WRONG.ticket : WRONG.signature;
};

const standingOf = (corp: Corp, app: App, userid: string | undefined): Standing => {
  const member = userid === undefined ? undefined : findMember(corp, userid);
  return {
    ...{ agentid: app.agentId, permissions: [...app.permissions], sees_names: sightOf(app).memberNames },
    in_range: member !== undefined && isVisible(corp, app, member),
    has_feature: member?.hasFeature ?? false,
  };
};

/** What the client checks when a page calls config or agentConfig. */
export const verifyJssdk = (corp: Corp, credentials: Credentials, asked: Asked): JssdkVerdict => {
  const name = asked.kind === 'corp' ? 'config' : 'agentConfig';
  const app = appAsked(corp, asked);
  const wrong = app ? wrongWith(corp, app, credentials, asked) : WRONG.agent;
  if (!app || wrong) {
    const [why, errCode] = wrong ?? WRONG.agent;
    return { ok: false, errMsg: `${name}:fail ${why}`, ...(errCode !== undefined && { errCode }) };
  }
  return { ok: true, errMsg: `${name}:ok`, app: standingOf(corp, app, asked.userid) };
};
