import type { PushQueue } from '../callback/queue.ts';
import { commandReceiver, dataVerifier, urlFor } from '../callback/receiver.ts';
import type { Verification } from '../callback/verify-url.ts';
import { installedApp } from './install.ts';
import type { Platform } from './platform.ts';
import type { Suite } from './types.ts';
import { viewOf } from './view.ts';

/** What a provider types into the server of a suite. */
export interface SuiteCredentials {
  suiteId: string;
  secret: string;
  token: string;
  encodingAesKey: string;
  kind: Suite['kind'];
  name: string;
  commandUrl: string;
  dataUrl: string;
}

export const suiteCredentialsOf = (suite: Suite): SuiteCredentials => ({
  ...{ suiteId: suite.suiteId, secret: suite.secret, token: suite.token },
  ...{ encodingAesKey: suite.encodingAesKey, kind: suite.kind, name: suite.name },
  get commandUrl() {
    return suite.command.url;
  },
  get dataUrl() {
    return suite.data.url;
  },
});

export interface SuiteUrls {
  command?: string | undefined;
  data?: string | undefined;
}

/** What a suite's console changes holds for the apps that are installed already. */
export const refreshInstalled = (platform: Platform, suite: Suite): void => {
  for (const corp of platform.world.corps.values()) {
    const app = installedApp(corp, suite);
    if (!app) continue;
    const corpId = viewOf(corp, app).corp;
    app.trustedDomains = [...suite.trustedDomains];
    app.homeUrl = urlFor(suite.homeUrl, corpId);
    app.sidebarUrl = urlFor(suite.sidebarUrl, corpId);
    const url = urlFor(suite.data.url, corpId);
    if (app.kind === 'customized' && app.callbackUrl !== url) {
      Object.assign(app, { callbackUrl: url, callbackVerified: false });
    }
    platform.world.touch(corp.corpId, 'app');
  }
};

const FINE: Verification = { ok: true, errcode: 0, errmsg: 'ok' };

/**
 * Saves the callback URLs of a suite as the provider's console does: only when both answer. The next ticket is pushed
 * at once. The data URL of a template is a pattern; each app verifies its own before its first push.
 */
export const setSuiteCallbacks = async (
  platform: Platform,
  queue: PushQueue,
  suiteId: string,
  urls: SuiteUrls,
): Promise<Verification> => {
  const suite = platform.suite(suiteId);
  if (!suite) return { ok: false, errcode: 40083, errmsg: 'invalid suite_id' };
  for (const kind of ['command', 'data'] as const) {
    const url = urls[kind];
    if (url === undefined) continue;
    const isPattern = kind === 'data' && suite.kind === 'template';
    const receiver = kind === 'command' ? commandReceiver(suite) : dataVerifier(suite);
    const verdict = url === '' || isPattern ? FINE : await queue.verify(receiver, url);
    if (!verdict.ok) return verdict;
    Object.assign(suite[kind], { url, verified: url !== '' });
  }
  refreshInstalled(platform, suite);
  if (urls.command) platform.pushes.pushTicket(suite);
  return FINE;
};
