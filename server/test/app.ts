import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomerCard } from '@guanxi/shared/customers';
import {
  type CorpCredentials,
  type CorpOptions,
  startWecomSim,
  type WecomSim,
} from '../../scripts/wecom-sim/index.ts';
import { createHandler } from '../src/app.ts';
import { loadConfig } from '../src/config/config.ts';
import { type AppContext, createContext } from '../src/context.ts';
import { startFullSync } from '../src/features/sync/start-sync.ts';
import { createLogger } from '../src/log.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createLogSink, type LogSink } from './log-sink.ts';

/** A member's browser: keeps cookies, follows no redirects. */
export interface Browser {
  readonly cookies: Map<string, string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Calls the API and returns the status with the parsed body. */
  api<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Body }>;
  card(externalUserId: string): Promise<CustomerCard>;
}

/** The real server on a real database, beside a simulated platform. Background work runs in `settle` only. */
export interface TestApp {
  readonly url: string;
  readonly sim: WecomSim;
  readonly ctx: AppContext;
  readonly database: TestDatabase;
  readonly corp: CorpCredentials;
  readonly log: LogSink;
  /** Signs a member in through the platform's page. */
  signIn(userId: string): Promise<Browser>;
  anonymous(): Browser;
  /** Delivers every callback and runs every due job until nothing is left. */
  settle(): Promise<void>;
  /** Runs a full sync to its end. */
  fullSync(): Promise<void>;
  /** A second process on the same database, without an address of its own. The caller closes its database. */
  startSecondNode(): Promise<AppContext>;
  /** Moves the clock of the platform and of the server. */
  advance(seconds: number): void;
  stop(): Promise<void>;
}

interface TestAppOptions {
  readonly seed?: 'demo' | 'empty' | number;
  readonly admins?: readonly string[];
  readonly env?: Record<string, string | undefined>;
  /** The simulator's corps; the first one is the server's. */
  readonly corps?: CorpOptions[];
  /** Serve the simulated provider's suites and templates too. */
  readonly suites?: boolean;
}

/** Starts everything on free ports. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const sim = await startWecomSim({
    seed: options.seed ?? 'empty',
    callbackRetryDelayMs: 10,
    callbackVerifyTimeoutMs: 10_000,
    ...(options.corps === undefined ? {} : { corps: options.corps }),
  });
  const [corp] = sim.corps;
  if (corp === undefined) {
    throw new Error('The simulator has no corp');
  }
  const database = await createTestDatabase();
  const http = createServer();
  const url = await listen(http);
  const log = createLogSink();
  const { config, secrets } = loadConfig({
    NODE_ENV: 'test',
    PUBLIC_URL: url,
    DATABASE_URL: database.url,
    SECRET_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    WECOM_CORP_ID: corp.corpId,
    WECOM_AGENT_ID: String(corp.agentId),
    WECOM_SECRET: corp.secret,
    WECOM_TOKEN: corp.token,
    WECOM_ENCODING_AES_KEY: corp.encodingAesKey,
    WECOM_ADMINS: (options.admins ?? ['ZhouQiming']).join(','),
    WECOM_API_URL: sim.url,
    WECOM_OAUTH_URL: sim.url,
    WECOM_LOGIN_URL: sim.url,
    WECOM_INSTALL_URL: sim.url,
    ...(options.suites === true ? suiteEnvironment(sim) : {}),
    ...options.env,
  });
  const startNode = () =>
    createContext(config, secrets, createLogger('debug', log), {
      now: () => new Date(sim.clock.now()),
      random: () => 0.5,
      sleep: async () => undefined,
    });
  const ctx = await startNode();
  http.on('request', createHandler(ctx));
  sim.setApp(corp.corpId, url);
  await sim.setCallback(corp.corpId, `${url}/wecom/callback/${corp.corpId}`);
  if (options.suites === true) {
    await connectSuites(sim, url);
  }
  return {
    url,
    sim,
    ctx,
    database,
    corp,
    log,
    anonymous: () => createBrowser(url),
    signIn: (userId) => signIn(url, userId),
    async settle() {
      await sim.drain();
      await ctx.inbox.drain();
      await ctx.worker.drain();
    },
    async fullSync() {
      const [installation] = ctx.installations.all();
      await startFullSync(ctx, installation?.corpId ?? 0, 'admin');
      await ctx.worker.drain();
      // What a failing run had asked for and gave up on reaches the platform before this does.
      await fetch(sim.url);
    },
    startSecondNode: startNode,
    advance: (seconds) => sim.clock.advance(seconds),
    async stop() {
      await sim.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await ctx.worker.stop();
      await ctx.database.close();
      await database.drop();
    },
  };
}

function suiteEnvironment(sim: WecomSim): Record<string, string> {
  return {
    WECOM_PROVIDER_CORP_ID: sim.provider.corpId,
    WECOM_PROVIDER_SECRET: sim.provider.secret,
    WECOM_PROVIDER_TOKEN: sim.platform.providers[0]?.token ?? '',
    WECOM_PROVIDER_ENCODING_AES_KEY: sim.platform.providers[0]?.encodingAesKey ?? '',
    WECOM_SUITES: JSON.stringify(
      sim.suites.map(({ suiteId, kind, name, secret, token, encodingAesKey }) => ({
        ...{ suiteId, name, secret, token, encodingAesKey },
        kind: kind === 'template' ? 'customized' : kind,
      })),
    ),
  };
}

/** Types the server's addresses into the provider's console, which checks them. */
async function connectSuites(sim: WecomSim, url: string): Promise<void> {
  await fetch(`${sim.url}/sim/api/suites/system-url`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${url}/wecom/provider/system` }),
  });
  for (const { suiteId } of sim.suites) {
    const base = `${url}/wecom/suites/${suiteId}`;
    await fetch(`${sim.url}/sim/api/suites/config`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ suite_id: suiteId, app_url: url }),
    });
    const verdict = await sim.setSuiteCallbacks(suiteId, {
      command: `${base}/command`,
      data: `${base}/data/$CORPID$`,
    });
    if (!verdict.ok) {
      throw new Error(`The addresses of ${suiteId} were refused: ${verdict.errmsg}`);
    }
  }
}

async function listen(http: Server): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** A browser without a session. */
export function createBrowser(url: string): Browser {
  const cookies = new Map<string, string>();
  const browser: Browser = {
    cookies,
    async request(path, init = {}) {
      const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
        redirect: 'manual',
        ...init,
        headers: {
          ...(init.headers as Record<string, string> | undefined),
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return response;
    },
    async api(method, path, body) {
      const response = await browser.request(`/api${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      return { status: response.status, body: (await response.json()) as never };
    },
    async card(externalUserId) {
      const { status, body } = await browser.api<CustomerCard>(
        'GET',
        `/customer-card?externalUserId=${externalUserId}`,
      );
      if (status !== 200) {
        throw new Error(`The card answered ${status}: ${JSON.stringify(body)}`);
      }
      return body;
    },
  };
  return browser;
}

async function signIn(url: string, userId: string): Promise<Browser> {
  const browser = createBrowser(url);
  const start = await browser.request('/auth/start?return=/sidebar');
  const authorize = new URL(start.headers.get('location') ?? '');
  authorize.searchParams.set('sim_user', userId);
  const back = await fetch(authorize, { redirect: 'manual' });
  const location = back.headers.get('location');
  if (location === null) {
    throw new Error(`The platform let ${userId} not in: ${back.status}`);
  }
  const done = await browser.request(location);
  if (done.status !== 302) {
    throw new Error(`Signing in answered ${done.status}: ${await done.text()}`);
  }
  return browser;
}
