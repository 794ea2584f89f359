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
import { createSuites, type Provider, type SuiteReceiver, type Suites } from './features/suites/suite.ts';
import type { ClientFactory } from './features/suites/suite-installation.ts';
import { readSuiteTicket } from './features/suites/suite-ticket.ts';
import { createTokenStore } from './features/tokens/token-store.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';
import {
  type Budget,
  type CallCounts,
  type CorpClientOptions,
  createBudget,
  createCallCounts,
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
  /** One for the process: every client waits for its turn in it. */
  readonly budget: Budget;
  /** What became of the calls of the last hour. */
  readonly callCounts: CallCounts;
}

interface Parts {
  /** The part of the limits that this process may use. */
  readonly share: () => number;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'recordCall' | 'recordExchange'>;
  readonly overrides: {
    readonly random?: () => number;
    readonly sleep?: (ms: number) => Promise<unknown>;
  };
}

/** What the clients of corps and of suites have in common. */
type SharedOptions = Pick<CorpClientOptions, 'budget' | 'onCall' | 'random' | 'sleep'>;

/** Builds the suites and the clients of every company that is installed. */
export async function connectPlatform(config: Config, secrets: Secrets, parts: Parts): Promise<Platform> {
  const nowMs = () => parts.now().getTime();
  const budget = createBudget({ now: nowMs, share: parts.share });
  const callCounts = createCallCounts({ now: nowMs });
  const calls: SharedOptions = {
    budget,
    onCall: (report) => {
      callCounts.record(report);
      parts.metrics.recordCall(report);
    },
    ...parts.overrides,
  };
  const clients = createClients(config, parts, calls);
  const suites = suitesOf(secrets.suites, (settings) =>
    createReceiver(config, settings, clients, parts, calls),
  );
  const provider = createProvider(config, secrets, clients, calls);
  const own = await selfBuilt(config, secrets, clients, parts);
  const installations = createInstallations(own.served, budget, own.replaced);
  const followInstallations = createFollowInstallations({
    database: parts.database,
    suites,
    installations,
    clients,
  });
  await followInstallations();
  return { suites, installations, clients, provider, followInstallations, budget, callCounts };
}

/** A process that died while it renewed a token keeps the others waiting this long. */
const tokenLeaseMs = 10 * SECOND;
/** Shorter than the lease; all other calls have deadlines by their priority. */
const tokenDeadlineMs = 8 * SECOND;

function createClients(config: Config, parts: Parts, calls: SharedOptions): ClientFactory {
  const nowMs = () => parts.now().getTime();
  const transport = createTransport({
    baseUrl: config.wecom.apiUrl,
    timeoutMs: tokenDeadlineMs,
    now: nowMs,
    log: (entry) => {
      parts.log.debug(entry, 'platform call');
      parts.metrics.recordExchange(entry);
    },
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
        ...calls,
      }),
  };
}

function suitesOf(
  list: readonly SuiteSecrets[],
  receiverOf: (settings: SuiteSecrets) => SuiteReceiver,
): Suites {
  const login = list.find((settings) => settings.kind === 'login');
  const installable = list.flatMap((settings) =>
    settings.kind === 'login'
      ? []
      : [{ ...receiverOf(settings), kind: settings.kind, name: settings.name, isInTest: settings.isInTest }],
  );
  return createSuites(installable, login === undefined ? null : receiverOf(login));
}

function createReceiver(
  config: Config,
  settings: SuiteSecrets,
  clients: ClientFactory,
  parts: Parts,
  calls: SharedOptions,
): SuiteReceiver {
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
      ...calls,
    }),
  };
}

function createProvider(
  config: Config,
  secrets: Secrets,
  clients: ClientFactory,
  calls: SharedOptions,
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
      ...calls,
    }),
  };
}

async function selfBuilt(
  config: Config,
  secrets: Secrets,
  clients: ClientFactory,
  parts: Parts,
): Promise<{ served: Installation[]; replaced: Installation[] }> {
  const { corp } = config;
  if (corp === null || secrets.corp === null) {
    return { served: [], replaced: [] };
  }
  const row = await ensureSelfBuiltCorp(parts.database, { ...corp, timeZone: config.timeZone }, parts.now());
  const access = createSelfBuiltAccess({
    corpId: corp.wecomCorpId,
    agentId: String(corp.agentId),
    secret: secrets.corp.secret,
    contactSecret: secrets.corp.contactSecret,
    transport: clients.transport,
    tokens: clients.tokens,
  });
  const installation: Installation = {
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
  };
  return row.status === 'replaced'
    ? { served: [], replaced: [installation] }
    : { served: [installation], replaced: [] };
}
