import type { Act } from './act/act.ts';
import type { Credentials } from './api/credentials.ts';
import type { RequestRecord } from './api/handle.ts';
import type { Limits } from './api/limits.ts';
import type { PushRecord, PushSettings } from './callback/delivery.ts';
import type { Verification } from './callback/verify-url.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { Platform } from './provider/platform.ts';
import type { SuiteCredentials, SuiteUrls } from './provider/settings.ts';
import type { CorpOptions } from './seed/corp-options.ts';
import type { World } from './world/world.ts';

export interface WecomSimOptions {
  /** 0 or absent: any free port. */
  port?: number;
  seed?: 'demo' | 'empty' | number;
  /** Where pushes go; verified before the first one. */
  callbackUrl?: string;
  /** The app's base: its sidebar page is `<app>/sidebar`, its trusted domain the host with the port. */
  appUrl?: string;
  corps?: CorpOptions[];
  latencyMs?: number;
  callbackTimeoutMs?: number;
  callbackSends?: number;
  callbackRetryDelayMs?: number;
  /** How long the check of a callback URL waits; the console's second, unless the machine is busy. */
  callbackVerifyTimeoutMs?: number;
  retryOn?: PushSettings['retryOn'];
  limits?: Limits;
  /** Where events of the first provider's suites go; see `callbackUrlsOf`. */
  suiteCallbackUrl?: string;
  /** The base of the suites' app, when it is not `appUrl`. May hold $SUITE_ID$, $CORPID$ and a query. */
  suiteAppUrl?: string;
  /** How long an event about an authorisation may be answered in; the platform's second, unless the machine is busy. */
  authEventTimeoutMs?: number;
  /** Source of the time, in milliseconds. */
  now?: () => number;
}

/** What an app's operator types into the app. */
export interface CorpCredentials {
  corpId: string;
  mode: 'self-built';
  agentId: number;
  secret: string;
  token: string;
  encodingAesKey: string;
  callbackUrl: string;
  /** The secret of the system app 客户联系. */
  contactSecret: string;
}

export interface WecomSim {
  url: string;
  port: number;
  world: World;
  act: Act;
  faults: Faults;
  clock: Clock;
  credentials: Credentials;
  corps: CorpCredentials[];
  /** The first provider's suites and templates. */
  suites: SuiteCredentials[];
  provider: { corpId: string; secret: string };
  platform: Platform;
  /** Verifies and saves the callback URLs of a suite, as the provider's console does. */
  setSuiteCallbacks(suiteId: string, urls: SuiteUrls): Promise<Verification>;
  /** Verifies the URL and switches it on, as the console does; an empty URL switches pushes off. */
  setCallback(corpId: string, url: string): Promise<Verification>;
  setApp(corpId: string, baseUrl: string): void;
  /** Waits until every push is delivered or given up. */
  drain(): Promise<void>;
  /** Sends what a fault kept back. */
  release(): void;
  /** The last API calls, oldest first. */
  requests: RequestRecord[];
  /** How often each path was called since the start. */
  requestCounts: ReadonlyMap<string, number>;
  /** The last pushes with what became of them, oldest first. */
  pushes: PushRecord[];
  stop(): Promise<void>;
}
