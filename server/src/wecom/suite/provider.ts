import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOptions, CorpCall } from '../api/call.ts';
import { createTokenCall, type TokenCallOptions } from '../token-call.ts';
import type { FreshToken, TokenHolder } from '../tokens/holder.ts';
import type { Transport } from '../transport.ts';
import { instant, list, maybeText, number, readAs, text, tokenAnswer } from '../wire.ts';

export type ProviderClientOptions = {
  /** The provider's own corp. */
  corpId: string;
  providerSecret: string;
  transport: Transport;
  tokens: TokenHolder;
  sleep?: TokenCallOptions['sleep'];
  random?: () => number;
  budget?: TokenCallOptions['budget'];
  onCall?: TokenCallOptions['onCall'];
};

/** A link to a QR code by which a corp has an app made for it; ten days. */
export type CustomizedAuthUrl = { url: string; expiresInSeconds: number };

/** Whether a corp's use of a suite is paid for or still free. */
export type AppLicence = {
  /** 0 or 1, as the platform sends it. */
  status: number;
  trial: { from: Date; until: Date } | null;
  /** From when on calls are checked. */
  checkedFrom: Date | null;
};

/** One account code of a member. */
export type LicenceAccount = {
  activeCode: string;
  /** `base`: identity and messages. `interop`: customer contact as well. */
  kind: 'base' | 'interop';
  userId: string;
  activeAt: Date;
  expiresAt: Date;
};

export type MemberLicence = {
  /** As the platform sends it. */
  status: number;
  accounts: LicenceAccount[];
};

/** The provider's own side of the platform: what concerns all of its suites. */
export type ProviderClient = {
  readonly corpId: string;
  /** @throws {WecomError} 48001 (`configuration`): the corp has installed nothing of this provider */
  getOpenCorpId(corpId: string, options?: CallOptions): Promise<string>;
  /** @param request state: at most 32 letters and digits; templateIds: 1 to 9 (`dk…`) */
  getCustomizedAuthUrl(
    request: { state: string; templateIds: readonly string[] },
    options?: CallOptions,
  ): Promise<CustomizedAuthUrl>;
  getAppLicence(app: { corpId: string; suiteId: string }, options?: CallOptions): Promise<AppLicence>;
  /**
   * Upgrades the ids that an app of this provider gets in a corp, for good. Doing it again changes nothing.
   * @param upgrade agentId: of an app made from a template; null upgrades all third-party apps of the provider there
   */
  finishIdMigration(
    upgrade: { corpId: string; agentId: string | null; members: boolean; customers: boolean },
    options?: CallOptions,
  ): Promise<void>;
  /** The licences of one member. */
  getMemberLicence(member: { corpId: string; userId: string }, options?: CallOptions): Promise<MemberLicence>;
};

/**
 * Builds the client of a provider.
 * @see https://developer.work.weixin.qq.com/document/path/91200 get_provider_token
 */
export function createProviderClient(options: ProviderClientOptions): ProviderClient {
  const call = providerCall(options);
  return {
    corpId: options.corpId,
    getOpenCorpId: (corpId, rest) => getOpenCorpId(call, corpId, rest),
    getCustomizedAuthUrl: (request, rest) => getCustomizedAuthUrl(call, request, rest),
    getAppLicence: (app, rest) => getAppLicence(call, app, rest),
    finishIdMigration: (upgrade, rest) => finishIdMigration(call, upgrade, rest),
    getMemberLicence: (member, rest) => getMemberLicence(call, member, rest),
  };
}

function providerCall(options: ProviderClientOptions): CorpCall {
  const key = `provider_token:${options.corpId}`;
  return createTokenCall({
    transport: options.transport,
    sleep: options.sleep ?? ((ms, signal) => pause(ms, undefined, signal ? { signal } : {})),
    random: options.random ?? Math.random,
    corp: `provider:${options.corpId}`,
    budget: options.budget,
    circuit: false,
    onCall: options.onCall,
    token: {
      parameter: 'provider_access_token',
      get: () => options.tokens.get(key, () => fetchProviderToken(options)),
      invalidate: (token) => options.tokens.invalidate(key, token),
    },
  });
}

async function fetchProviderToken(options: ProviderClientOptions): Promise<FreshToken> {
  const api = 'service/get_provider_token';
  const { corpId, providerSecret: secret } = options;
  const body = { corpid: corpId, provider_secret: secret };
  const answer = await options.transport.request({ api, method: 'POST', body, secrets: [secret] });
  return readAs(api, tokenAnswer('provider_access_token'), answer);
}

/** @see https://developer.work.weixin.qq.com/document/path/97061 */
async function getOpenCorpId(call: CorpCall, corpId: string, options?: CallOptions): Promise<string> {
  const api = 'service/corpid_to_opencorpid';
  const answer = await call({ api, method: 'POST', body: { corpid: corpId } }, options);
  return readAs(api, z.object({ open_corpid: text }), answer).open_corpid;
}

/** @see https://developer.work.weixin.qq.com/document/path/98744 */
async function getCustomizedAuthUrl(
  call: CorpCall,
  request: { state: string; templateIds: readonly string[] },
  options?: CallOptions,
): Promise<CustomizedAuthUrl> {
  const api = 'service/get_customized_auth_url';
  const body = { state: request.state, templateid_list: request.templateIds };
  const answer = await call({ api, method: 'POST', body }, options);
  const wire = readAs(api, z.object({ qrcode_url: text, expires_in: number }), answer);
  return { url: wire.qrcode_url, expiresInSeconds: wire.expires_in };
}

/** Kinds of ids as the platform numbers them. */
const memberIds = 1;
const customerIds = 3;

/** @see https://developer.work.weixin.qq.com/document/path/96518 */
async function finishIdMigration(
  call: CorpCall,
  { corpId, agentId, members, customers }: Parameters<ProviderClient['finishIdMigration']>[0],
  options?: CallOptions,
): Promise<void> {
  const api = 'service/finish_openid_migration';
  const body = {
    corpid: corpId,
    agentid: agentId === null ? undefined : Number(agentId),
    openid_type: [...(members ? [memberIds] : []), ...(customers ? [customerIds] : [])],
  };
  await call({ api, method: 'POST', body }, options);
}

const appLicence = z
  .object({
    license_status: number,
    // The platform's own spelling.
    trail_info: z.object({ start_time: instant, end_time: instant }).nullish(),
    license_check_time: instant,
  })
  .transform(
    (wire): AppLicence => ({
      status: wire.license_status,
      trial: wire.trail_info ? { from: wire.trail_info.start_time, until: wire.trail_info.end_time } : null,
      checkedFrom: wire.license_check_time.getTime() === 0 ? null : wire.license_check_time,
    }),
  );

/** @see https://developer.work.weixin.qq.com/document/path/95844 */
async function getAppLicence(
  call: CorpCall,
  app: { corpId: string; suiteId: string },
  options?: CallOptions,
): Promise<AppLicence> {
  const api = 'license/get_app_license_info';
  const body = { corpid: app.corpId, suite_id: app.suiteId };
  return readAs(api, appLicence, await call({ api, method: 'POST', body }, options));
}

const memberLicence = z
  .object({
    active_status: number,
    active_info_list: list(
      z.object({
        active_code: text,
        type: number,
        userid: maybeText,
        active_time: instant,
        expire_time: instant,
      }),
    ),
  })
  .transform((wire) => ({ status: wire.active_status, infos: wire.active_info_list }));

/** @see https://developer.work.weixin.qq.com/document/path/95553 */
async function getMemberLicence(
  call: CorpCall,
  member: { corpId: string; userId: string },
  options?: CallOptions,
): Promise<MemberLicence> {
  const api = 'license/get_active_info_by_user';
  const body = { corpid: member.corpId, userid: member.userId };
  const wire = readAs(api, memberLicence, await call({ api, method: 'POST', body }, options));
  return {
    status: wire.status,
    accounts: wire.infos.map((info) => ({
      activeCode: info.active_code,
      kind: info.type === 2 ? 'interop' : 'base',
      userId: info.userid ?? member.userId,
      activeAt: info.active_time,
      expiresAt: info.expire_time,
    })),
  };
}
