import type { CorpLine } from './corp.ts';

/** Everything the server is told by `npm start`. */
export interface ServerSettings {
  port: number;
  appUrl: string;
  simUrl: string;
  dataDir: string;
  databaseUrl: string;
  secretKeys: string;
  h5Dir: string;
  corp: CorpLine & { name: string; admins: readonly string[] };
  /** The simulated provider and its suites and templates. */
  provider: { corpId: string; secret: string };
  suites: readonly SuiteLine[];
}

/** What a provider types into the settings for one suite. */
export interface SuiteLine {
  suiteId: string;
  kind: string;
  name: string;
  secret: string;
  token: string;
  encodingAesKey: string;
}

const suiteSettings = ({ suiteId, kind, name, secret, token, encodingAesKey }: SuiteLine) => ({
  ...{ suiteId, name, secret, token, encodingAesKey },
  kind: kind === 'template' ? 'customized' : kind,
});

type Environment = Record<string, string | undefined>;

/** Names the server reads; one that a developer's shell happens to hold must not leak into the demo. */
const OURS =
  /^(WECOM_|DATABASE_|DEV_BRIDGE_URL$|PUBLIC_URL$|HOST$|PORT$|DATA_DIR$|SECRET_KEYS$|H5_DIR$|WORKERS$|NODE_ENV$)/;

/** The environment of the demo server: the outer one without the server's own names, then the demo's values. */
export function serverEnvironment(settings: ServerSettings, outer: Environment): Environment {
  const inherited = Object.fromEntries(Object.entries(outer).filter(([name]) => !OURS.test(name)));
  const { corp } = settings;
  return {
    ...inherited,
    NODE_ENV: 'development',
    LOG_LEVEL: outer.LOG_LEVEL ?? 'warn',
    HOST: '127.0.0.1',
    PORT: String(settings.port),
    PUBLIC_URL: settings.appUrl,
    DATA_DIR: settings.dataDir,
    DATABASE_URL: settings.databaseUrl,
    SECRET_KEYS: settings.secretKeys,
    H5_DIR: settings.h5Dir,
    WECOM_API_URL: settings.simUrl,
    WECOM_OAUTH_URL: settings.simUrl,
    WECOM_LOGIN_URL: settings.simUrl,
    WECOM_INSTALL_URL: settings.simUrl,
    WECOM_PROVIDER_CORP_ID: settings.provider.corpId,
    WECOM_PROVIDER_SECRET: settings.provider.secret,
    WECOM_SUITES: JSON.stringify(settings.suites.map(suiteSettings)),
    WECOM_CORP_ID: corp.corpId,
    WECOM_CORP_NAME: corp.name,
    WECOM_AGENT_ID: String(corp.agentId),
    WECOM_SECRET: corp.secret,
    WECOM_TOKEN: corp.token,
    WECOM_ENCODING_AES_KEY: corp.encodingAesKey,
    WECOM_ADMINS: corp.admins.join(','),
    DEV_BRIDGE_URL: `${settings.simUrl}/bridge.js`,
  };
}
