import { setTimeout as pause } from 'node:timers/promises';
import type { OauthPage } from '../access-oauth.ts';
import type { CallOptions, CorpCall } from '../api/call.ts';
import { authorizeUrl } from '../api/oauth.ts';
import { WecomError, WecomWaitingForTicket } from '../errors.ts';
import { createTokenCall, type TokenCallOptions } from '../token-call.ts';
import type { FreshToken, TokenHolder } from '../tokens/holder.ts';
import type { Transport } from '../transport.ts';
import { readAs, tokenAnswer } from '../wire.ts';
import * as auth from './authorization.ts';
import { installUrl } from './install-url.ts';
import * as login from './login.ts';

export type SuiteClientOptions = {
  /** The suite, or a template of apps made for corps (`dk…`). */
  suiteId: string;
  suiteSecret: string;
  /** The newest ticket the platform pushed to this suite; null when there is none yet. */
  ticket: () => Promise<string | null>;
  transport: Transport;
  tokens: TokenHolder;
  /** Waits this many milliseconds; rejects when the signal aborts. */
  sleep?: TokenCallOptions['sleep'];
  /** From 0 up to, not including, 1: spreads the pauses between tries. */
  random?: () => number;
  budget?: TokenCallOptions['budget'];
  onCall?: TokenCallOptions['onCall'];
  installBaseUrl?: string | undefined;
  oauthBaseUrl?: string | undefined;
};

/** A suite's (or a template's) side of the platform. Its calls throw {@link WecomWaitingForTicket} without a ticket. */
export type SuiteClient = {
  readonly suiteId: string;
  getPreAuthCode(options?: CallOptions): Promise<auth.PreAuthCode>;
  setSessionInfo(request: auth.SessionInfo, options?: CallOptions): Promise<void>;
  /** Address that an administrator opens to install; see {@link installUrl}. */
  installUrl(page: { preAuthCode: string; redirectUri: string; state: string }): string;
  /** Works once for each code; not retried unless asked for. */
  getPermanentCode(authCode: string, options?: CallOptions): Promise<auth.PermanentCode>;
  getAuthInfo(installed: auth.InstalledCorp, options?: CallOptions): Promise<auth.AuthInfo>;
  /** The corp's token, straight from the platform: use `createSuiteAccess`, which keeps it. */
  getCorpToken(installed: auth.InstalledCorp, options?: CallOptions): Promise<FreshToken>;
  /** Who came back from a login, of whichever corp. */
  getUserInfo(code: string, options?: CallOptions): Promise<login.SuiteUserInfo>;
  authorizeUrl(page: OauthPage): string;
};

/**
 * Builds the client of one suite. Its token is kept by the holder and renewed once when the platform calls it void
 * (40082, 42009).
 * @see https://developer.work.weixin.qq.com/document/path/90600 get_suite_token
 */
export function createSuiteClient(options: SuiteClientOptions): SuiteClient {
  const { suiteId, transport, tokens } = options;
  const key = `suite_token:${suiteId}`;
  const call = createTokenCall({
    transport,
    sleep: options.sleep ?? ((ms, signal) => pause(ms, undefined, signal ? { signal } : {})),
    random: options.random ?? Math.random,
    corp: suiteId,
    budget: options.budget,
    circuit: false,
    onCall: options.onCall,
    token: {
      parameter: 'suite_access_token',
      get: () => tokens.get(key, () => fetchSuiteToken(options)),
      invalidate: (token) => tokens.invalidate(key, token),
    },
  });
  return { suiteId, ...bindAuthorization(call), ...addresses(options) };
}

function bindAuthorization(call: CorpCall) {
  return {
    getPreAuthCode: (options?: CallOptions) => auth.getPreAuthCode(call, options),
    setSessionInfo: (request: auth.SessionInfo, options?: CallOptions) =>
      auth.setSessionInfo(call, request, options),
    getPermanentCode: (authCode: string, options?: CallOptions) =>
      auth.getPermanentCode(call, authCode, options),
    getAuthInfo: (installed: auth.InstalledCorp, options?: CallOptions) =>
      auth.getAuthInfo(call, installed, options),
    getCorpToken: (installed: auth.InstalledCorp, options?: CallOptions) =>
      auth.getCorpToken(call, installed, options),
    getUserInfo: (code: string, options?: CallOptions) => login.getSuiteUserInfo(call, code, options),
  };
}

function addresses(options: SuiteClientOptions): Pick<SuiteClient, 'installUrl' | 'authorizeUrl'> {
  const { suiteId: appId } = options;
  return {
    installUrl: (page) => installUrl({ suiteId: appId, ...page, baseUrl: options.installBaseUrl }),
    authorizeUrl: (page) => authorizeUrl({ baseUrl: options.oauthBaseUrl, ...givenBase(page), appId }),
  };
}

/** The page without a base URL that is there but undefined, which would cover the suite's own. */
function givenBase<T extends { baseUrl?: string | undefined }>(page: T): T {
  const { baseUrl, ...rest } = page;
  return (baseUrl === undefined ? rest : page) as T;
}

async function fetchSuiteToken(options: SuiteClientOptions): Promise<FreshToken> {
  const { suiteId, suiteSecret, transport } = options;
  const api = 'service/get_suite_token';
  const ticket = await options.ticket();
  if (!ticket) throw new WecomWaitingForTicket(suiteId, 'missing');
  const body = { suite_id: suiteId, suite_secret: suiteSecret, suite_ticket: ticket };
  try {
    const answer = await transport.request({ api, method: 'POST', body, secrets: [suiteSecret, ticket] });
    return readAs(api, tokenAnswer('suite_access_token'), answer);
  } catch (cause) {
    const expired = cause instanceof WecomError && cause.errcode === TICKET_INVALID;
    throw expired ? new WecomWaitingForTicket(suiteId, 'expired', { cause }) : cause;
  }
}

const TICKET_INVALID = 40085;
