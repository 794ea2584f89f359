import { createHash } from 'node:crypto';
import { type CorpOauth, corpAppOauth, suiteOauth } from './access-oauth.ts';
import { type Capabilities, capabilitiesOf, type InstallMode } from './capabilities.ts';
import type { SuiteClient } from './suite/client.ts';
import type { FreshToken, TokenHolder } from './tokens/holder.ts';
import type { Transport } from './transport.ts';
import { readAs, tokenAnswer } from './wire.ts';

/** One installation in one corp, whatever the mode: who we are there, what we may, and the token to call with. */
export type CorpAccess = {
  readonly mode: InstallMode;
  /** The corp's id as this installation sees it; compared case-sensitively. */
  readonly corpId: string;
  readonly agentId: string;
  /** The suite or the template; null for a self-built app. */
  readonly suiteId: string | null;
  readonly capabilities: Capabilities;
  readonly oauth: CorpOauth;
  /** The customer-contact system app of the same corp, for what the platform offers it alone; null without its secret. */
  readonly customerContact: TokenAccess | null;
} & TokenAccess;

/** A token to call with. */
export type TokenAccess = {
  /** Names this installation in a budget; another one after the corp installed anew. */
  readonly budgetKey: string;
  /** The access token, from the holder. */
  accessToken(): Promise<string>;
  /** Forgets exactly this token, after the platform called it invalid. */
  invalidate(token: string): Promise<void>;
};

type Common = {
  corpId: string;
  agentId: string;
  tokens: TokenHolder;
  /** What is known of this installation beyond the mode's defaults. */
  capabilities?: Partial<Capabilities>;
};

export type SelfBuiltAccessOptions = Common & {
  /** The app's secret. */
  secret: string;
  /** The secret of the customer-contact system app (客户联系), where the corp has one. */
  contactSecret?: string | null;
  transport: Transport;
};

export type CustomizedAccessOptions = Common & {
  /** The template the app was made from (`dk…`). */
  templateId: string;
  permanentCode: string;
  transport: Transport;
};

export type SuiteAccessOptions = Common & {
  suite: SuiteClient;
  permanentCode: string;
};

/**
 * Access of an app that the corp made for itself: token by corp id and app secret.
 * Tokens belong to an app, not to a corp, so they are kept under both ids.
 * @see https://developer.work.weixin.qq.com/document/path/91039 gettoken
 */
export function createSelfBuiltAccess(options: SelfBuiltAccessOptions): CorpAccess {
  const { corpId, agentId, secret, transport, tokens, contactSecret = null } = options;
  const own = {
    suiteId: null,
    key: `${corpId}:${agentId}`,
    fetchFresh: () => getToken(transport, corpId, secret),
  };
  const capabilities = { ...options.capabilities, readsStrategyTags: contactSecret !== null };
  return {
    ...accessOf('self-built', { ...options, capabilities }, own),
    oauth: corpAppOauth({ corpId, agentId }),
    customerContact:
      contactSecret === null
        ? null
        : tokenAccess(tokens, `${corpId}:customer-contact:${fingerprint(contactSecret)}`, () =>
            getToken(transport, corpId, contactSecret),
          ),
  };
}

/**
 * Access of an app that a provider made for the corp: the permanent code is the app's secret, and everything else
 * is as with a self-built app.
 * @see https://developer.work.weixin.qq.com/document/path/97165
 */
export function createCustomizedAccess(options: CustomizedAccessOptions): CorpAccess {
  const { corpId, agentId, templateId, permanentCode, transport } = options;
  return {
    ...accessOf('customized', options, {
      suiteId: templateId,
      key: `${templateId}:${corpId}:${fingerprint(permanentCode)}`,
      fetchFresh: () => getToken(transport, corpId, permanentCode),
    }),
    oauth: corpAppOauth({ corpId, agentId }),
  };
}

/**
 * Access of a third-party suite: token by permanent code, through the suite's own token.
 * @see https://developer.work.weixin.qq.com/document/path/90605
 */
export function createSuiteAccess(options: SuiteAccessOptions): CorpAccess {
  const { corpId, suite, permanentCode } = options;
  return {
    ...accessOf('suite', options, {
      suiteId: suite.suiteId,
      key: `${suite.suiteId}:${corpId}:${fingerprint(permanentCode)}`,
      fetchFresh: () => suite.getCorpToken({ corpId, permanentCode }),
    }),
    oauth: suiteOauth({ corpId, suite }),
  };
}

function accessOf(
  mode: InstallMode,
  common: Common,
  own: { suiteId: string | null; key: string; fetchFresh: () => Promise<FreshToken> },
): Omit<CorpAccess, 'oauth'> {
  const { corpId, agentId, tokens } = common;
  return {
    mode,
    corpId,
    agentId,
    suiteId: own.suiteId,
    capabilities: capabilitiesOf(mode, common.capabilities),
    customerContact: null,
    ...tokenAccess(tokens, own.key, own.fetchFresh),
  };
}

function tokenAccess(
  tokens: TokenHolder,
  budgetKey: string,
  fetchFresh: () => Promise<FreshToken>,
): TokenAccess {
  const key = `access_token:${budgetKey}`;
  return {
    budgetKey,
    accessToken: () => tokens.get(key, fetchFresh),
    invalidate: (token) => tokens.invalidate(key, token),
  };
}

async function getToken(transport: Transport, corpId: string, secret: string): Promise<FreshToken> {
  const api = 'gettoken';
  const answer = await transport.request({
    api,
    method: 'GET',
    query: { corpid: corpId },
    secretQuery: { corpsecret: secret },
  });
  return readAs(api, tokenAnswer('access_token'), answer);
}

/** Tells one permanent code or secret from the next, so that an old one's token never serves a new one. */
function fingerprint(permanentCode: string): string {
  return createHash('sha256').update(permanentCode).digest('hex').slice(0, 12);
}
