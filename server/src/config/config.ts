import { resolve } from 'node:path';
import { defaultTimeZone } from '@guanxi/shared/time';
import type { DatabaseConfig } from '../db/data-source.ts';
import type { RingKey } from '../db/keyring.ts';
import type { Environment, EnvironmentName } from './env.ts';
import { createReader } from './reader.ts';
import { parseSuites, type SuiteSecrets } from './suites.ts';

/** What a process may do: answer requests, handle jobs, ask for what comes back by the clock. */
export const roles = ['web', 'worker', 'scheduler'] as const;
export type Role = (typeof roles)[number];

/** The platform repeats a callback within minutes; what is forgotten earlier could be handled twice. */
const leastInboxDays = 2;

/** What the server is told, checked and typed. Nothing in it is secret, so it may be logged. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Origin of this server as browsers see it, without a trailing slash. */
  readonly publicUrl: string;
  /** Addresses and ranges of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly h5Dir: string;
  readonly workers: number;
  readonly roles: ReadonlySet<Role>;
  /** Days after which a handled callback is forgotten. */
  readonly inboxDays: number;
  readonly logLevel: string;
  readonly timeZone: string;
  /** The simulator's bridge script; null outside development. */
  readonly devBridgeUrl: string | null;
  /** Origins of the platform. */
  readonly wecom: {
    readonly apiUrl: string;
    readonly oauthUrl: string;
    readonly loginUrl: string;
    readonly installUrl: string;
  };
  /** The provider's corpid; empty when there are no suites. */
  readonly providerCorpId: string;
  /** The corp of a self-built app; null when none is configured. */
  readonly corp: {
    readonly wecomCorpId: string;
    readonly name: string;
    readonly agentId: number;
    readonly admins: readonly string[];
  } | null;
}

/** What must never be logged. */
export interface Secrets {
  readonly database: DatabaseConfig;
  readonly keys: readonly RingKey[];
  readonly suites: readonly SuiteSecrets[];
  /** Opens `GET /metrics`; null when nobody scrapes. */
  readonly metricsToken: string | null;
  /** The provider's own; null where only single apps are served. */
  readonly provider: {
    readonly secret: string;
    /** What opens the events of its system address; null when that address is not used. */
    readonly callbackKeys: { readonly token: string; readonly encodingAesKey: string } | null;
  } | null;
  readonly corp: {
    readonly secret: string;
    /** The secret of the system app 客户联系; null where the company has none. */
    readonly contactSecret: string | null;
    readonly token: string;
    readonly encodingAesKey: string;
  } | null;
}

/** Everything wrong with the settings, all at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The settings have ${problems.length} problem(s):\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const corpVariables = [
  'WECOM_CORP_ID',
  'WECOM_AGENT_ID',
  'WECOM_SECRET',
  'WECOM_TOKEN',
  'WECOM_ENCODING_AES_KEY',
] as const satisfies EnvironmentName[];

/**
 * Turns the environment into settings.
 *
 * @throws ConfigError naming every variable that is missing, malformed or contradicts another
 */
export function loadConfig(environment: Environment): { config: Config; secrets: Secrets } {
  const read = createReader(environment);
  const isProduction =
    read.oneOf('NODE_ENV', ['production', 'development', 'test'], 'production') === 'production';
  const publicUrl = read.origin('PUBLIC_URL');
  const devBridgeUrl = environment.DEV_BRIDGE_URL === undefined ? null : read.url('DEV_BRIDGE_URL');
  if (isProduction && devBridgeUrl !== null) {
    read.problem(
      'DEV_BRIDGE_URL must not be set when NODE_ENV is production: it lets another origin run scripts here.',
    );
  }
  if (isProduction && publicUrl.startsWith('http://')) {
    read.problem(
      'PUBLIC_URL must begin with https:// in production: WeCom opens nothing else, and the session cookie needs it.',
    );
  }
  const hasCorp = corpVariables.some((name) => environment[name] !== undefined);
  const corp = hasCorp ? readCorp(read, environment) : null;
  const suites = parseSuites(environment.WECOM_SUITES, read.problem);
  const providerCorpId = suites.length > 0 ? read.required('WECOM_PROVIDER_CORP_ID') : '';
  const database = read.database('DATABASE_URL', 'DATABASE_POOL');
  const config: Config = {
    isProduction,
    host: environment.HOST ?? '127.0.0.1',
    port: read.integer('PORT', 0, 65_535, 8080),
    publicUrl,
    trustedProxies: read.addresses('TRUSTED_PROXIES'),
    h5Dir: resolve(environment.H5_DIR ?? resolve(import.meta.dirname, '../../../h5/dist')),
    workers: read.integer('WORKERS', 1, 256, 64),
    roles: readRoles(read, database),
    inboxDays: read.integer('INBOX_DAYS', leastInboxDays, 3650, 30),
    logLevel: read.oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    timeZone: read.timeZone('TIME_ZONE', defaultTimeZone),
    devBridgeUrl,
    wecom: readWecom(read, environment),
    providerCorpId,
    corp: corp?.config ?? null,
  };
  const provider = readProvider(read, environment);
  const keys = read.keys('SECRET_KEYS');
  const metricsToken = readMetricsToken(read, environment);
  if (read.problems.length > 0) {
    throw new ConfigError(read.problems);
  }
  return {
    config,
    secrets: { database, keys, suites, metricsToken, provider, corp: corp?.secrets ?? null },
  };
}

function readWecom(read: ReturnType<typeof createReader>, environment: Environment): Config['wecom'] {
  const origin = (name: EnvironmentName, standard: string) =>
    environment[name] === undefined ? standard : read.origin(name);
  return {
    apiUrl: origin('WECOM_API_URL', 'https://qyapi.weixin.qq.com'),
    oauthUrl: origin('WECOM_OAUTH_URL', 'https://open.weixin.qq.com'),
    loginUrl: origin('WECOM_LOGIN_URL', 'https://login.work.weixin.qq.com'),
    installUrl: origin('WECOM_INSTALL_URL', 'https://open.work.weixin.qq.com'),
  };
}

function readMetricsToken(read: ReturnType<typeof createReader>, environment: Environment): string | null {
  return environment.METRICS_TOKEN === undefined
    ? null
    : read.matching('METRICS_TOKEN', /^[A-Za-z0-9]{20,128}$/, '20 to 128 letters and digits');
}

function readProvider(read: ReturnType<typeof createReader>, environment: Environment): Secrets['provider'] {
  if (environment.WECOM_PROVIDER_SECRET === undefined) {
    return null;
  }
  const hasKeys =
    environment.WECOM_PROVIDER_TOKEN !== undefined ||
    environment.WECOM_PROVIDER_ENCODING_AES_KEY !== undefined;
  return {
    secret: environment.WECOM_PROVIDER_SECRET,
    callbackKeys: hasKeys
      ? readCallbackKeys(read, 'WECOM_PROVIDER_TOKEN', 'WECOM_PROVIDER_ENCODING_AES_KEY')
      : null,
  };
}

function readCallbackKeys(
  read: ReturnType<typeof createReader>,
  token: EnvironmentName,
  encodingAesKey: EnvironmentName,
) {
  return {
    token: read.matching(token, /^[A-Za-z0-9]{1,32}$/, 'at most 32 letters and digits'),
    encodingAesKey: read.matching(encodingAesKey, /^[A-Za-z0-9]{43}$/, 'exactly 43 letters and digits'),
  };
}

function readCorp(read: ReturnType<typeof createReader>, environment: Environment) {
  const config = {
    wecomCorpId: read.matching('WECOM_CORP_ID', /^[\w-]{1,64}$/, 'a corpid such as ww1234567890abcdef'),
    name: environment.WECOM_CORP_NAME ?? environment.WECOM_CORP_ID ?? '',
    agentId: read.integer('WECOM_AGENT_ID', 1, 2_147_483_647),
    admins: (environment.WECOM_ADMINS ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  };
  const secrets = {
    secret: read.required('WECOM_SECRET'),
    contactSecret: environment.WECOM_CONTACT_SECRET ?? null,
    ...readCallbackKeys(read, 'WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'),
  };
  return { config, secrets };
}

function readRoles(read: ReturnType<typeof createReader>, database: DatabaseConfig): ReadonlySet<Role> {
  const chosen = new Set(read.listOf('ROLES', roles));
  if (database.dialect === 'sqlite' && chosen.size < roles.length) {
    read.problem('ROLES must be left out with SQLite, whose file one process has to itself.');
  }
  return chosen;
}
