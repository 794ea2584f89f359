import { z } from 'zod';
import type { CallOptions, CorpCall } from '../api/call.ts';
import type { FreshToken } from '../tokens/holder.ts';
import { maybeText, number, readAs, text, tokenAnswer } from '../wire.ts';
import {
  type AuthAgent,
  type AuthCorp,
  type AuthEdition,
  authAgents,
  authCorp,
  authEditions,
} from './authorization-shapes.ts';

export type PreAuthCode = { preAuthCode: string; expiresInSeconds: number };

export type SessionInfo = {
  preAuthCode: string;
  /** Needed while the suite is not online; a corp used for testing cannot install formally later. */
  test: boolean;
};

/** One corp that installed, and the code that proves it. */
export type InstalledCorp = { corpId: string; permanentCode: string };

/** What an installation's one-time code is exchanged for. */
export type PermanentCode = {
  /** A secret for as long as the installation lasts; for a template it is the new app's secret. */
  permanentCode: string;
  corp: AuthCorp;
  /** Who installed; null when not told. */
  installer: {
    userId: string | null;
    openUserId: string | null;
    name: string | null;
    avatar: string | null;
  } | null;
  /** Only in the older form of the answer; otherwise ask {@link getAuthInfo}. */
  agents: AuthAgent[];
  /** As it was given to the install link or to the QR code. */
  state: string | null;
};

/** How a corp is authorised now. */
export type AuthInfo = {
  corp: AuthCorp;
  /** One element for every app of today; none for contacts-only apps. */
  agents: AuthAgent[];
  /** The paid editions of its apps; none for an app that is not sold in editions. */
  editions: AuthEdition[];
  /** The agent that sold the app. */
  dealer: AuthCorp | null;
};

/**
 * A code for the install link; 20 minutes.
 * @see https://developer.work.weixin.qq.com/document/path/90601
 */
export async function getPreAuthCode(call: CorpCall, options?: CallOptions): Promise<PreAuthCode> {
  const api = 'service/get_pre_auth_code';
  const answer = await call({ api, method: 'GET' }, options);
  const wire = readAs(api, z.object({ pre_auth_code: text, expires_in: number }), answer);
  return { preAuthCode: wire.pre_auth_code, expiresInSeconds: wire.expires_in };
}

/**
 * Says whether the installation that follows is a test.
 * @throws {WecomError} 40077, 42007 (`stop`): the code is unknown or over; fetch another
 * @see https://developer.work.weixin.qq.com/document/path/90602
 */
export async function setSessionInfo(
  call: CorpCall,
  request: SessionInfo,
  options?: CallOptions,
): Promise<void> {
  const body = {
    pre_auth_code: request.preAuthCode,
    session_info: { auth_type: request.test ? 1 : 0 },
  };
  await call({ api: 'service/set_session_info', method: 'POST', body }, options);
}

const permanentCode = z
  .object({
    permanent_code: text,
    auth_corp_info: authCorp,
    auth_user_info: z
      .object({ userid: maybeText, open_userid: maybeText, name: maybeText, avatar: maybeText })
      .nullish(),
    auth_info: authAgents,
    state: maybeText,
    register_code_info: z.object({ state: maybeText }).nullish(),
  })
  .transform((wire): PermanentCode => {
    const user = wire.auth_user_info;
    return {
      permanentCode: wire.permanent_code,
      corp: wire.auth_corp_info,
      installer: user
        ? { userId: user.userid, openUserId: user.open_userid, name: user.name, avatar: user.avatar }
        : null,
      agents: wire.auth_info,
      state: wire.state ?? wire.register_code_info?.state ?? null,
    };
  });

/**
 * Exchanges an installation's code, which works once and for ten minutes. Not retried by itself: a second try of a
 * used code is refused, and the answer to the first is lost.
 * @throws {WecomError} 40078 (`stop`): used or over; look whether the permanent code is stored already
 * @see https://developer.work.weixin.qq.com/document/path/100776
 */
export async function getPermanentCode(
  call: CorpCall,
  authCode: string,
  options?: CallOptions,
): Promise<PermanentCode> {
  const api = 'service/v2/get_permanent_code';
  const request = { api, method: 'POST' as const, body: { auth_code: authCode } };
  return readAs(api, permanentCode, await call(request, { ...options, retry: options?.retry ?? 'none' }));
}

const authInfo = z
  .object({
    auth_corp_info: authCorp,
    auth_info: authAgents,
    edition_info: authEditions,
    dealer_corp_info: authCorp.nullish(),
  })
  .transform(
    (wire): AuthInfo => ({
      corp: wire.auth_corp_info,
      agents: wire.auth_info,
      editions: wire.edition_info,
      dealer: wire.dealer_corp_info ?? null,
    }),
  );

/**
 * The corp, the app in it, and what it may see.
 * @throws {WecomError} 40084 (`subjectGone`): the installation is over
 * @see https://developer.work.weixin.qq.com/document/path/100779
 */
export async function getAuthInfo(
  call: CorpCall,
  installed: InstalledCorp,
  options?: CallOptions,
): Promise<AuthInfo> {
  const api = 'service/v2/get_auth_info';
  const body = { auth_corpid: installed.corpId, permanent_code: installed.permanentCode };
  return readAs(api, authInfo, await call({ api, method: 'POST', body }, options));
}

/**
 * A corp's access token. Not for apps made from a template, whose token comes from `gettoken`.
 * @throws {WecomError} 40084 (`subjectGone`): the installation is over
 * @see https://developer.work.weixin.qq.com/document/path/90605
 */
export async function getCorpToken(
  call: CorpCall,
  installed: InstalledCorp,
  options?: CallOptions,
): Promise<FreshToken> {
  const api = 'service/get_corp_token';
  const body = { auth_corpid: installed.corpId, permanent_code: installed.permanentCode };
  return readAs(api, tokenAnswer('access_token'), await call({ api, method: 'POST', body }, options));
}
