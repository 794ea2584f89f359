import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { createAct } from './act/act.ts';
import { createCredentials } from './api/credentials.ts';
import { allEndpoints } from './api/endpoints.ts';
import { apiMiddleware, type RequestRecord } from './api/handle.ts';
import { createLimiter, DOCUMENTED_LIMITS } from './api/limits.ts';
import { credentialsOf, firstApp, setApp, setCallback } from './app-settings.ts';
import { startBackground } from './background.ts';
import type { PushSettings } from './callback/delivery.ts';
import { createPushQueue } from './callback/queue.ts';
import { routeEvents } from './callback/route-events.ts';
import { createClock } from './clock.ts';
import { controlMiddleware } from './control/middleware.ts';
import { createFaults } from './faults.ts';
import { authorizeMiddleware } from './oauth/authorize.ts';
import { createOauthCodes } from './oauth/codes.ts';
import { pictureMiddleware } from './pictures.ts';
import { installMiddleware } from './provider/install-page.ts';
import { createPlatform } from './provider/platform.ts';
import { callbackUrlsOf, setSuiteApp } from './provider/providers.ts';
import { setSuiteCallbacks, suiteCredentialsOf } from './provider/settings.ts';
import { scanMiddleware } from './scan-page.ts';
import { buildCorp } from './seed/build-corp.ts';
import { type CorpOptions, DEMO_CORP, OTHER_CORPS } from './seed/corp-options.ts';
import type { WecomSim, WecomSimOptions } from './sim.ts';
import { staticMiddleware } from './static.ts';
import { createWorld, type World } from './world/world.ts';

export type { CorpOptions } from './seed/corp-options.ts';
export type { CorpCredentials, WecomSim, WecomSimOptions } from './sim.ts';

const KEEP_REQUESTS = 1000;
const VERIFY_TIMEOUT_MS = 1000;

const corpsOf = (options: WecomSimOptions): CorpOptions[] => options.corps ?? [{ corpId: DEMO_CORP.corpId }];

const buildWorld = (options: WecomSimOptions): World => {
  const world = createWorld(createClock(options.now));
  for (const corp of corpsOf(options)) {
    const seeded = { ...(options.seed !== undefined && { seed: options.seed }), ...corp };
    world.corps.set(corp.corpId, buildCorp(seeded, world.clock.seconds()));
  }
  // Companies that only a provider's app is for: no callback of their own.
  for (const corp of OTHER_CORPS) {
    if (!world.corps.has(corp.corpId)) world.corps.set(corp.corpId, buildCorp(corp, world.clock.seconds()));
  }
  for (const corp of corpsOf(options)) {
    if (options.callbackUrl) firstApp(world, corp.corpId).callbackUrl = options.callbackUrl;
    if (options.appUrl) setApp(world, corp.corpId, options.appUrl);
  }
  return world;
};

const pushSettings = (options: WecomSimOptions): PushSettings => ({
  timeoutMs: options.callbackTimeoutMs ?? 5000,
  sends: options.callbackSends ?? 3,
  authTimeoutMs: options.authEventTimeoutMs ?? 1000,
  retryOn: options.retryOn ?? 'non200',
  retryDelayMs: options.callbackRetryDelayMs ?? 1000,
  verifyTimeoutMs: options.callbackVerifyTimeoutMs ?? VERIFY_TIMEOUT_MS,
});

const listen = async (port: number) => {
  // Idle connections stay longer than any client keeps them, so that none is cut under a call.
  const server = createServer({ keepAliveTimeout: 65_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server always has an address of this form.
  const address = server.address() as AddressInfo;
  return { server, port: address.port };
};

/** Keeps the newest API calls for tests and pages. */
const requestLog = () => {
  const requests: RequestRecord[] = [];
  const requestCounts = new Map<string, number>();
  const onRequest = (record: RequestRecord) => {
    requests.push(record);
    requestCounts.set(record.path, (requestCounts.get(record.path) ?? 0) + 1);
    if (requests.length > KEEP_REQUESTS) requests.shift();
  };
  return { requests, requestCounts, onRequest };
};

/** Starts a platform of its own on 127.0.0.1. */
export const startWecomSim = async (options: WecomSimOptions = {}): Promise<WecomSim> => {
  const world = buildWorld(options);
  const { clock } = world;
  const faults = createFaults(options.latencyMs);
  const credentials = createCredentials(clock);
  const codes = createOauthCodes(clock);
  const queue = createPushQueue(clock, faults, pushSettings(options));
  const platform = createPlatform(world, queue, credentials, faults.switches);
  const [ours] = platform.providers;
  for (const suite of ours?.suites ?? []) {
    if (options.suiteAppUrl ?? options.appUrl)
      setSuiteApp(suite, options.suiteAppUrl ?? options.appUrl ?? '');
    if (!options.suiteCallbackUrl) continue;
    const urls = callbackUrlsOf(suite, options.suiteCallbackUrl);
    suite.command.url = urls.command;
    suite.data.url = urls.data;
  }
  const { requests, requestCounts, onRequest } = requestLog();
  routeEvents(world, queue, faults.switches);
  const { server, port } = await listen(options.port ?? 0);

  const sim: WecomSim = {
    ...{ url: `http://127.0.0.1:${port}`, port, world, faults, clock, credentials, requests, requestCounts },
    platform,
    suites: (ours?.suites ?? []).map(suiteCredentialsOf),
    provider: { corpId: ours?.corpId ?? '', secret: ours?.secret ?? '' },
    setSuiteCallbacks: (suiteId, urls) => setSuiteCallbacks(platform, queue, suiteId, urls),
    act: createAct(world),
    pushes: queue.records,
    corps: corpsOf(options).flatMap(({ corpId }) => {
      const corp = world.corp(corpId);
      return corp.apps.map((app) => credentialsOf(corp, app));
    }),
    setCallback: (corpId, url) => setCallback(world, queue, corpId, url),
    setApp: (corpId, baseUrl) => setApp(world, corpId, baseUrl),
    drain: queue.drain,
    release: queue.release,
    async stop() {
      background.stop();
      await queue.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  const limiter = createLimiter(clock, options.limits ?? DOCUMENTED_LIMITS);
  const background = startBackground(sim);
  const api = { world, clock, faults, credentials, codes, platform, baseUrl: () => sim.url };
  const koa = new Koa()
    .use(apiMiddleware(api, { endpoints: allEndpoints(), limiter, onRequest }))
    .use(authorizeMiddleware(platform, codes))
    .use(installMiddleware(platform))
    .use(pictureMiddleware(world, () => sim.url))
    .use(scanMiddleware(world))
    .use(controlMiddleware(sim))
    .use(staticMiddleware);
  server.on('request', koa.callback());
  return sim;
};
