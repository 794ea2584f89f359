import { expect, test } from 'vitest';
import { serverEnvironment } from './server-env.ts';

const settings = {
  port: 8080,
  appUrl: 'http://127.0.0.1:8080',
  simUrl: 'http://127.0.0.1:8090',
  dataDir: '/data',
  databaseUrl: 'sqlite:/data/guanxi.sqlite',
  secretKeys: 'k1:AAAA',
  h5Dir: '/h5/dist',
  corp: {
    corpId: 'ww1',
    name: '云帆科技',
    mode: 'self-built',
    agentId: 1000002,
    secret: 's',
    token: 't',
    encodingAesKey: 'k',
    callbackUrl: 'http://127.0.0.1:8080/wecom/callback/ww1',
    admins: ['zhang', 'li'],
  },
  provider: { corpId: 'wwprovider', secret: 'p' },
  suites: [{ suiteId: 'ww2', kind: 'template', name: '关系', secret: 'a', token: 'b', encodingAesKey: 'c' }],
};

test('the demo server hears nothing of the settings a shell happens to hold', () => {
  const env = serverEnvironment(settings, {
    PATH: '/bin',
    NODE_ENV: 'production',
    WECOM_SECRET: 'a real one',
    WECOM_PROXY: 'x',
    DATABASE_URL: 'mysql://real',
    DATABASE_POOL: '3',
  });
  expect(env).toMatchObject({
    PATH: '/bin',
    NODE_ENV: 'development',
    WECOM_SECRET: 's',
    DATABASE_URL: settings.databaseUrl,
  });
  expect(env).not.toHaveProperty('WECOM_PROXY');
  expect(env).not.toHaveProperty('DATABASE_POOL');
});

test('the platform is the simulator, and the log level may be chosen', () => {
  const env = serverEnvironment(settings, { LOG_LEVEL: 'debug' });
  expect(env).toMatchObject({
    WECOM_API_URL: settings.simUrl,
    WECOM_OAUTH_URL: settings.simUrl,
    WECOM_LOGIN_URL: settings.simUrl,
    DEV_BRIDGE_URL: `${settings.simUrl}/bridge.js`,
    WECOM_ADMINS: 'zhang,li',
    LOG_LEVEL: 'debug',
  });
});

test('the provider and its suites are told as the server reads them', () => {
  const env = serverEnvironment(settings, {});
  expect(env.WECOM_PROVIDER_CORP_ID).toBe('wwprovider');
  expect(JSON.parse(env.WECOM_SUITES ?? '')).toEqual([
    { suiteId: 'ww2', kind: 'customized', name: '关系', secret: 'a', token: 'b', encodingAesKey: 'c' },
  ]);
});
