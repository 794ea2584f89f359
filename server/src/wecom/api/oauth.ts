import { z } from 'zod';
import { WecomUnavailable } from '../errors.ts';
import { maybeText, readAs } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

export const DEFAULT_OAUTH_BASE_URL = 'https://open.weixin.qq.com';
export const DEFAULT_LOGIN_BASE_URL = 'https://login.work.weixin.qq.com';

/** Who opened the page: a member of the corp, or somebody else. */
export type UserInfo =
  | {
      kind: 'member';
      /** `CorpId/userid` for members of linked corps. */
      userId: string;
      /** Told where the login itself names the corp: suites. */
      corpId?: string;
      /** The member's id for the provider; told where the login itself names it: suites. */
      openUserId?: string;
    }
  | {
      kind: 'outsider';
      openId: string;
      /** Only when this is a customer of a member in range. */
      externalUserId: string | null;
    };

export type AuthorizeRequest = {
  /** Corp id; the suite id for a third-party app. */
  appId: string;
  /** Left out for a third-party app. */
  agentId?: string | undefined;
  /** Its host must equal a trusted domain of the app, port included. */
  redirectUri: string;
  /** Letters and digits, at most 128. */
  state: string;
  /** `snsapi_privateinfo` asks the member for consent. */
  scope?: 'snsapi_base' | 'snsapi_privateinfo' | undefined;
  baseUrl?: string | undefined;
};

export type LoginRequest = Omit<AuthorizeRequest, 'scope'> & {
  /** `ServiceApp`: `appId` is the provider's login suite (登录授权), and there is no agent. */
  loginType: 'CorpApp' | 'ServiceApp';
  language: 'zh' | 'en';
};

/**
 * Address that logs a member in inside the WeCom client; comes back as `redirectUri?code=…&state=…`.
 * @throws {RangeError} the state is not one the platform accepts
 * @see https://developer.work.weixin.qq.com/document/path/91022
 */
export function authorizeUrl(request: AuthorizeRequest): string {
  const url = new URL('/connect/oauth2/authorize', request.baseUrl ?? DEFAULT_OAUTH_BASE_URL);
  url.search = new URLSearchParams({
    appid: request.appId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: request.scope ?? 'snsapi_base',
    state: checkedState(request.state),
    ...(request.agentId ? { agentid: request.agentId } : {}),
  }).toString();
  url.hash = 'wechat_redirect';
  return url.href;
}

/**
 * Address of the login in an ordinary browser, by a scanned code; comes back as `redirectUri?code=…&state=…`. The code
 * is exchanged like one of {@link authorizeUrl}.
 * @throws {RangeError} the state is not one the platform accepts
 * @see https://developer.work.weixin.qq.com/document/path/98152 apps of the corp
 * @see https://developer.work.weixin.qq.com/document/path/98171 providers
 */
export function loginUrl(request: LoginRequest): string {
  const url = new URL('/wwlogin/sso/login', request.baseUrl ?? DEFAULT_LOGIN_BASE_URL);
  url.search = new URLSearchParams({
    login_type: request.loginType,
    appid: request.appId,
    ...(request.agentId ? { agentid: request.agentId } : {}),
    redirect_uri: request.redirectUri,
    state: checkedState(request.state),
    lang: request.language,
  }).toString();
  return url.href;
}

// Older answers spell the names with capitals.
const userInfo = z.object({
  userid: maybeText,
  UserId: maybeText,
  openid: maybeText,
  OpenId: maybeText,
  external_userid: maybeText,
});

/**
 * Exchanges the code of a login, which works once and for five minutes.
 * @throws {WecomError} 40029, 42003, 42022 (`reauthorise`): begin the login again, once
 * @see https://developer.work.weixin.qq.com/document/path/91023
 */
export async function getUserInfo(call: CorpCall, code: string, options?: CallOptions): Promise<UserInfo> {
  const api = 'auth/getuserinfo';
  const wire = readAs(api, userInfo, await call({ api, method: 'GET', query: { code } }, options));
  const userId = wire.userid ?? wire.UserId;
  if (userId) return { kind: 'member', userId };
  const openId = wire.openid ?? wire.OpenId;
  if (openId) return { kind: 'outsider', openId, externalUserId: wire.external_userid };
  throw new WecomUnavailable({ api, reason: 'unexpected_shape', note: 'neither userid nor openid' });
}

function checkedState(state: string): string {
  if (!/^[A-Za-z0-9]{1,128}$/.test(state)) throw new RangeError('state must be 1 to 128 letters and digits');
  return state;
}
