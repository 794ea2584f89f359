import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';
import { type Environment, environmentVariables, readEnvironment } from './env.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const minimal: Environment = {
  PUBLIC_URL: 'https://crm.example.com',
  DATABASE_URL: 'sqlite:data/guanxi.sqlite',
  SECRET_KEYS: `k1:${key}`,
};
const corp: Environment = {
  WECOM_CORP_ID: 'ww1234567890abcdef',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'theSecretOfTheApp',
  WECOM_TOKEN: 'theToken',
  WECOM_ENCODING_AES_KEY: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) {
      expect(error.problems.every((problem) => error.message.includes(problem))).toBe(true);
      return error.problems;
    }
    throw error;
  }
  return [];
}

test('three settings are enough', () => {
  const { config, secrets } = loadConfig(minimal);
  expect(config).toMatchObject({ isProduction: true, port: 8080, corp: null, timeZone: 'Asia/Shanghai' });
  expect(secrets.keys).toEqual([{ keyId: 'k1', key: Buffer.alloc(32, 7) }]);
});

test('nothing secret is in the config', () => {
  const { config } = loadConfig({ ...minimal, ...corp, DATABASE_URL: 'mysql://u:dbPassword@h/d' });
  const text = JSON.stringify(config);
  for (const secret of ['theSecretOfTheApp', 'theToken', 'abcdefghijklm', 'dbPassword', key]) {
    expect(text).not.toContain(secret);
  }
});

test('every problem is named at once', () => {
  const problems = problemsOf({
    NODE_ENV: 'prod',
    PORT: '70000',
    PUBLIC_URL: 'https://crm.example.com/path',
    DATABASE_URL: 'postgres://x',
    SECRET_KEYS: 'k1:short',
    TIME_ZONE: 'Mars/Olympus',
    WORKERS: 'many',
    LOG_LEVEL: 'loud',
    WECOM_CORP_ID: 'ww 1',
  });
  const named = new Set(problems.map((problem) => problem.split(' ')[0]));
  expect([...named].sort()).toEqual(
    [
      ...[
        'NODE_ENV',
        'PORT',
        'PUBLIC_URL',
        'DATABASE_URL',
        'SECRET_KEYS',
        'TIME_ZONE',
        'WORKERS',
        'LOG_LEVEL',
      ],
      ...['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_SECRET', 'WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'],
    ].sort(),
  );
});

test('an empty environment names what is missing', () => {
  expect(problemsOf({})).toEqual([
    'PUBLIC_URL is missing.',
    'DATABASE_URL is missing.',
    'SECRET_KEYS is missing.',
  ]);
});

test('a problem never repeats a value', () => {
  const values = Object.keys(environmentVariables).map((name) => [name, `not-good-${name}-value!`]);
  const problems = problemsOf(Object.fromEntries(values));
  expect(problems.length).toBeGreaterThan(10);
  expect(problems.join('\n')).not.toContain('not-good-');
});

describe('one problem at a time', () => {
  test.each<[string, Environment]>([
    ['PUBLIC_URL', { PUBLIC_URL: 'crm.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'ftp://crm.example.com' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://crm.example.com/?a' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://crm.example.com' }],
    ['DEV_BRIDGE_URL', { DEV_BRIDGE_URL: 'http://127.0.0.1:1/bridge.js' }],
    ['DEV_BRIDGE_URL', { NODE_ENV: 'development', DEV_BRIDGE_URL: 'bridge.js' }],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite:' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://host' }],
    ['DATABASE_POOL', { DATABASE_URL: 'mysql://h/d', DATABASE_POOL: '0' }],
    ['SECRET_KEYS', { SECRET_KEYS: key }],
    ['SECRET_KEYS', { SECRET_KEYS: `k1:${key},k1:${key}` }],
    ['SECRET_KEYS', { SECRET_KEYS: `k1:${key},` }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'nginx' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '127.0.0.1,' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/8/8' }],
    ['WORKERS', { WORKERS: '0' }],
    ['ROLES', { ROLES: 'web,cook' }],
    ['ROLES', { ROLES: 'web,' }],
    ['ROLES', { ROLES: 'web', DATABASE_URL: 'sqlite:guanxi.sqlite' }],
    ['INBOX_DAYS', { INBOX_DAYS: '1' }],
    ['PORT', { PORT: '80.5' }],
    ['WECOM_SECRET', { ...corp, WECOM_SECRET: undefined as never }],
    ['WECOM_AGENT_ID', { ...corp, WECOM_AGENT_ID: '0' }],
    ['WECOM_TOKEN', { ...corp, WECOM_TOKEN: 'x'.repeat(33) }],
    ['WECOM_ENCODING_AES_KEY', { ...corp, WECOM_ENCODING_AES_KEY: 'x'.repeat(42) }],
    ['WECOM_API_URL', { WECOM_API_URL: 'https://proxy.example/path' }],
  ])('%s: %j', (name, change) => {
    const problems = problemsOf({ ...minimal, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} `));
  });
});

test('what production refuses, development takes', () => {
  const environment = {
    ...minimal,
    NODE_ENV: 'development',
    PUBLIC_URL: 'http://127.0.0.1:8080',
    DEV_BRIDGE_URL: 'http://127.0.0.1:9000/bridge.js',
  };
  expect(loadConfig(environment).config.devBridgeUrl).toBe('http://127.0.0.1:9000/bridge.js');
  expect(problemsOf({ ...environment, NODE_ENV: 'production' })).toHaveLength(2);
});

test('no proxy is trusted that is not named', () => {
  expect(loadConfig(minimal).config.trustedProxies).toEqual([]);
  const { config } = loadConfig({ ...minimal, TRUSTED_PROXIES: ' 127.0.0.1, 10.0.0.0/8,fd00::/8 ' });
  expect(config.trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
});

test('admins are read one by one', () => {
  const { config } = loadConfig({ ...minimal, ...corp, WECOM_ADMINS: ' ZhouQiming, ,WangMin ' });
  expect(config.corp?.admins).toEqual(['ZhouQiming', 'WangMin']);
});

test('empty and foreign variables count as absent', () => {
  expect(readEnvironment({ PORT: ' ', HOST: ' 0.0.0.0 ', PATH: '/bin' })).toEqual({ HOST: '0.0.0.0' });
});
