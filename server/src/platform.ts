import { SECOND } from '@guanxi/shared/time';
import type { Config, Secrets } from './config/config.ts';
import type { SuiteSecrets } from './config/suites.ts';
import type { Database } from './db/data-source.ts';
import type { Keyring } from './db/keyring.ts';
import { ensureSelfBuiltCorp } from './features/corps/ensure-corp.ts';
import {
  createInstallations,
  type Installation,
  type Installations,
  selfBuiltKey,
} from './features/corps/installation.ts';
import {
  createFollowInstallations,
  type FollowInstallations,
} from './features/suites/follow-installations.ts';
import { createSuites, type Provider, type Suite, type Suites } from './features/suites/suite.ts';
import type { ClientFactory } from './features/suites/suite-installation.ts';
import { readSuiteTicket } from './features/suites/suite-ticket.ts';
import { createTokenStore } from './features/tokens/token-store.ts';
import type { Logger } from './log.ts';
import {
  createCorpClient,
  createProviderClient,
  createSelfBuiltAccess,
  createSuiteClient,
  createTokenHolder,
  createTransport,
} from './wecom/index.ts';

/** The platform as this server is connected with it: the suites, and who installed them. */
export interface Platform {
  readonly suites: Suites;
  readonly installations: Installations;
  readonly clients: ClientFactory;
  readonly provider: Provider | null;
  readonly followInstallations: FollowInstallations;
}

interface Parts {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly log: Logger;
  readonly overrides: {
    readonly random?: () => number;
    readonly sleep?: (ms: number) => Promise<unknown>;
  };
}

/** Builds the suites and the clients of every company that is installed. */
export async function connectPlatform(config: Config, secrets: Secrets, parts: Parts): Promise<Platform> {
  const clients = createClients(config, parts);
  const suites = createSuites(
    secrets.suites.map((settings) => createSuite(config, settings, clients, parts)),
  );
  const provider = createProvider(config, secrets, clients, parts);
  const installations = createInstallations(await selfBuilt(config, secrets, clients, parts));
  const followInstallations = createFollowInstallations({
    database: parts.database,
    suites,
    installations,
    clients,
  });
  await followInstallations();
  return { suites, installations, clients, provider, followInstallations };
}

/** A process that died while it renewed a token keeps the others waiting this long. */
const tokenLeaseMs = 10 * SECOND;

function createClients(config: Config, parts: Parts): ClientFactory {
  const nowMs = () => parts.now().getTime();
  const transport = createTransport({
    baseUrl: config.wecom.apiUrl,
    now: nowMs,
    log: (entry) => parts.log.debug(entry, 'platform call'),
  });
  const tokens = createTokenHolder({ store: createTokenStore(parts), now: nowMs, leaseMs: tokenLeaseMs });
  return {
    transport,
    tokens,
    keyring: parts.keyring,
    now: parts.now,
    clientOf: (access) =>
      createCorpClient({
        access,
        transport,
        tokens,
        now: nowMs,
        oauthBaseUrl: config.wecom.oauthUrl,
        ...parts.overrides,
      }),
  };
}

function createSuite(config: Config, settings: SuiteSecrets, clients: ClientFactory, parts: Parts): Suite {
  const { suiteId, kind, secret, token, encodingAesKey } = settings;
  return {
    suiteId,
    kind,
    callbackKeys: { token, encodingAesKey },
    client: createSuiteClient({
      suiteId,
      suiteSecret: secret,
      ticket: () => readSuiteTicket(parts, suiteId),
      transport: clients.transport,
      tokens: clients.tokens,
      installBaseUrl: config.wecom.installUrl,
      oauthBaseUrl: config.wecom.oauthUrl,
      ...parts.overrides,
    }),
  };
}

function createProvider(
  config: Config,
  secrets: Secrets,
  clients: ClientFactory,
  parts: Parts,
): Provider | null {
  if (config.providerCorpId === '' || secrets.provider === null) {
    return null;
  }
  return {
    callbackKeys: secrets.provider.callbackKeys,
    client: createProviderClient({
      corpId: config.providerCorpId,
      providerSecret: secrets.provider.secret,
      transport: clients.transport,
      tokens: clients.tokens,
      ...parts.overrides,
    }),
  };
}

async function selfBuilt(
  config: Config,
  secrets: Secrets,
  clients: ClientFactory,
  parts: Parts,
): Promise<Installation[]> {
  const { corp } = config;
  if (corp === null || secrets.corp === null) {
    return [];
  }
  const row = await ensureSelfBuiltCorp(parts.database, { ...corp, timeZone: config.timeZone }, parts.now());
  const access = createSelfBuiltAccess({
    corpId: corp.wecomCorpId,
    agentId: String(corp.agentId),
    secret: secrets.corp.secret,
    transport: clients.transport,
    tokens: clients.tokens,
  });
  return [
    {
      corpId: row.id,
      appKey: selfBuiltKey,
      wecomCorpId: row.wecomCorpId,
      agentId: row.agentId,
      name: row.name,
      timeZone: row.timeZone,
      admins: new Set(corp.admins),
      isByMembers: false,
      client: clients.clientOf(access),
      callbackKeys: { token: secrets.corp.token, encodingAesKey: secrets.corp.encodingAesKey },
    },
  ];
}
