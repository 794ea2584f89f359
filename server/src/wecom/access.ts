import { type Capabilities, capabilitiesOf, type InstallMode } from './capabilities.ts';
import { WecomUnavailable } from './errors.ts';
import type { TokenHolder } from './tokens/holder.ts';
import type { Transport } from './transport.ts';
import { tokenAnswer } from './wire.ts';

/** One installation in one corp, whatever the mode: who we are there, what we may, and the token to call with. */
export type CorpAccess = {
  readonly mode: InstallMode;
  /** The corp's id as this installation sees it; compared case-sensitively. */
  readonly corpId: string;
  readonly agentId: string;
  readonly capabilities: Capabilities;
  /** The corp's access token, from the holder. */
  accessToken(): Promise<string>;
  /** Forgets exactly this token, after the platform called it invalid. */
  invalidate(token: string): Promise<void>;
};

export type SelfBuiltAccessOptions = {
  corpId: string;
  agentId: string;
  /** The app's secret. */
  secret: string;
  transport: Transport;
  tokens: TokenHolder;
  /** What is known of this installation beyond the mode's defaults. */
  capabilities?: Partial<Capabilities>;
};

/**
 * Access of an app that the corp made for itself: token by corp id and app secret.
 * Tokens belong to an app, not to a corp, so they are kept under both ids.
 * @see https://developer.work.weixin.qq.com/document/path/91039 gettoken
 */
export function createSelfBuiltAccess(options: SelfBuiltAccessOptions): CorpAccess {
  const { corpId, agentId, secret, transport, tokens } = options;
  const key = `access_token:${corpId}:${agentId}`;

  async function fetchFresh() {
    const answer = await transport.request({
      api: 'gettoken',
      method: 'GET',
      query: { corpid: corpId },
      secretQuery: { corpsecret: secret },
    });
    const parsed = tokenAnswer('access_token').safeParse(answer);
    if (!parsed.success) throw new WecomUnavailable({ api: 'gettoken', reason: 'unexpected_shape' });
    return parsed.data;
  }

  return {
    mode: 'self-built',
    corpId,
    agentId,
    capabilities: capabilitiesOf('self-built', options.capabilities),
    accessToken: () => tokens.get(key, fetchFresh),
    invalidate: (token) => tokens.invalidate(key, token),
  };
}
