/** The variables Guanxi reads, each with the sentence `config/example.env` says of it. */
export const environmentVariables = {
  NODE_ENV: 'production, development or test.',
  HOST: 'Address to listen on.',
  PORT: 'Port to listen on.',
  PUBLIC_URL:
    'Where browsers reach this server, without a path; its host must be a trusted domain of the app.',
  TRUSTED_PROXIES:
    'Addresses and ranges of the proxies in front, separated by commas: their X-Forwarded-For is believed.',
  DATABASE_URL: 'sqlite:FILE, or mysql://user:password@host:port/database.',
  DATABASE_POOL: 'Connections to MySQL at most.',
  SECRET_KEYS: 'Keys that seal data: NAME:BASE64-OF-32-BYTES, newest first, separated by commas.',
  WECOM_CORP_ID: 'The corpid (企业ID).',
  WECOM_CORP_NAME: 'The company name shown in Guanxi.',
  WECOM_AGENT_ID: 'The AgentId of the self-built app.',
  WECOM_SECRET: 'The Secret of the self-built app.',
  WECOM_CONTACT_SECRET:
    'The Secret of the system app 客户联系, where the company has one: it reads strategy tags (规则组标签).',
  WECOM_TOKEN: 'The Token of 接收消息.',
  WECOM_ENCODING_AES_KEY: 'The EncodingAESKey of 接收消息.',
  WECOM_ADMINS: 'Userids of the members who administer Guanxi, separated by commas.',
  WECOM_PROVIDER_CORP_ID: "The provider's own corpid, for suites (第三方应用) and templates (代开发).",
  WECOM_PROVIDER_SECRET: "The provider's secret (服务商凭证).",
  WECOM_PROVIDER_TOKEN: "The Token of the provider's system events (系统事件接收URL).",
  WECOM_PROVIDER_ENCODING_AES_KEY: "The EncodingAESKey of the provider's system events.",
  WECOM_SUITES:
    'The suites and templates, as a JSON list of {suiteId, kind, name, secret, token, encodingAesKey}.',
  WECOM_API_URL: 'The platform API.',
  WECOM_OAUTH_URL: 'The platform sign-in page.',
  WECOM_LOGIN_URL: 'The platform page where members sign in from an ordinary browser.',
  WECOM_INSTALL_URL: 'The platform page where admins install a suite.',
  TIME_ZONE: 'The time zone in which the company cuts its days.',
  H5_DIR: 'Folder of the built H5.',
  WORKERS: 'Jobs handled at a time.',
  ROLES: 'What this process does: web, worker and scheduler, separated by commas.',
  INBOX_DAYS: 'Days after which a handled callback is forgotten.',
  LOG_LEVEL: 'debug, info, warn, error or silent.',
  METRICS_TOKEN:
    'Who sends this as a bearer token may read GET /metrics; without it there is no such address.',
  DEV_BRIDGE_URL: "The simulator's client bridge. For development only; refused in production.",
} as const;

export type EnvironmentName = keyof typeof environmentVariables;
export type Environment = { readonly [Name in EnvironmentName]?: string };

/** Reads the process's environment once. Empty values count as absent. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const environment: { [Name in EnvironmentName]?: string } = {};
  for (const name of Object.keys(environmentVariables) as EnvironmentName[]) {
    const value = source[name]?.trim();
    if (value !== undefined && value !== '') {
      environment[name] = value;
    }
  }
  return environment;
}
