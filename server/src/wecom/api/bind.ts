import type { CorpAccess } from '../access.ts';
import type { TokenHolder } from '../tokens/holder.ts';
import * as agents from './agent.ts';
import type { CallOptions, CorpCall } from './call.ts';
import * as departments from './departments.ts';
import * as customers from './external-contacts.ts';
import { type JsSignature, signJs } from './js-signature.ts';
import * as members from './members.ts';
import type { AppMessage } from './message-body.ts';
import * as messages from './messages.ts';
import * as oauth from './oauth.ts';
import { remark } from './remark.ts';
import * as tags from './tags.ts';
import { fetchTicket, type TicketKind } from './tickets.ts';

/** A call of an API group without its first parameter. */
type Bound<F> = F extends (call: CorpCall, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** Signatures for one page: as the corp (`getConfigSignature`) and as the app (`getAgentConfigSignature`). */
export type JsSignatures = { corp: JsSignature; agent: JsSignature };

/** The calls; what each does and throws is said where it is defined, and `README.md` lists the official pages. */
export type CorpApi = {
  getUser: Bound<typeof members.getUser>;
  listDepartmentUsers: Bound<typeof members.listDepartmentUsers>;
  listDepartmentUserNames: Bound<typeof members.listDepartmentUserNames>;
  listDepartments: Bound<typeof departments.listDepartments>;
  listDepartmentNodes: Bound<typeof departments.listDepartmentNodes>;
  /** This app: name, address, visible range. */
  getAgent(options?: CallOptions): Promise<agents.Agent>;

  listFollowUsers: Bound<typeof customers.listFollowUsers>;
  listExternalContactIds: Bound<typeof customers.listExternalContactIds>;
  getExternalContact: Bound<typeof customers.getExternalContact>;
  batchGetByUser: Bound<typeof customers.batchGetByUser>;
  remark: Bound<typeof remark>;

  listCorpTags: Bound<typeof tags.listCorpTags>;
  markTag: Bound<typeof tags.markTag>;

  getUserInfo: Bound<typeof oauth.getUserInfo>;
  /** Address of the login inside the WeCom client. */
  authorizeUrl(request: PageRequest & { scope?: oauth.AuthorizeRequest['scope'] }): string;
  /** Address of the QR login in an ordinary browser. */
  loginUrl(request: PageRequest & { language?: oauth.LoginRequest['language'] }): string;

  /** Signs the address of a page (without `#…`) for the JS-SDK, both ways. */
  jsSignatures(url: string): Promise<JsSignatures>;
  /** Sends a message of this app to members; not retried unless asked for. */
  sendAppMessage(message: AppMessage, options?: CallOptions): Promise<messages.AppMessageResult>;
};

/** Where a login leads back to, and the checked value it brings along (letters and digits, at most 128). */
export type PageRequest = { redirectUri: string; state: string };

export type BindOptions = {
  access: CorpAccess;
  call: CorpCall;
  tokens: TokenHolder;
  now: () => number;
  nonce: () => string;
  oauthBaseUrl: string | undefined;
  loginBaseUrl: string | undefined;
};

/** The API groups bound to one corp's call. */
export function bindApi(options: BindOptions): CorpApi {
  const { access, call, oauthBaseUrl, loginBaseUrl } = options;
  const self = { appId: access.corpId, agentId: access.agentId };
  return {
    getUser: (...rest) => members.getUser(call, ...rest),
    listDepartmentUsers: (...rest) => members.listDepartmentUsers(call, ...rest),
    listDepartmentUserNames: (...rest) => members.listDepartmentUserNames(call, ...rest),
    listDepartments: (...rest) => departments.listDepartments(call, ...rest),
    listDepartmentNodes: (...rest) => departments.listDepartmentNodes(call, ...rest),
    getAgent: (rest) => agents.getAgent(call, access.agentId, rest),
    listFollowUsers: (...rest) => customers.listFollowUsers(call, ...rest),
    listExternalContactIds: (...rest) => customers.listExternalContactIds(call, ...rest),
    getExternalContact: (...rest) => customers.getExternalContact(call, ...rest),
    batchGetByUser: (...rest) => customers.batchGetByUser(call, ...rest),
    remark: (...rest) => remark(call, ...rest),
    listCorpTags: (...rest) => tags.listCorpTags(call, ...rest),
    markTag: (...rest) => tags.markTag(call, ...rest),
    getUserInfo: (...rest) => oauth.getUserInfo(call, ...rest),
    authorizeUrl: (page) => oauth.authorizeUrl({ ...self, ...page, baseUrl: oauthBaseUrl }),
    loginUrl: (page) => oauth.loginUrl({ ...self, ...page, baseUrl: loginBaseUrl }),
    jsSignatures: (url) => jsSignatures(options, url),
    sendAppMessage: (message, rest) => messages.sendAppMessage(call, access.agentId, message, rest),
  };
}

async function jsSignatures(options: BindOptions, url: string): Promise<JsSignatures> {
  const { access, call, tokens, now, nonce } = options;
  const sign = async (kind: TicketKind) => {
    const key = `jsapi_ticket:${kind}:${access.corpId}:${access.agentId}`;
    const ticket = await tokens.get(key, () => fetchTicket(call, kind));
    return signJs({ ticket, nonceStr: nonce(), timestamp: Math.floor(now() / 1000), url });
  };
  const [corp, agent] = await Promise.all([sign('corp'), sign('agent')]);
  return { corp, agent };
}
