import type { PushQueue } from './callback/queue.ts';
import { appReceiver } from './callback/receiver.ts';
import type { Verification } from './callback/verify-url.ts';
import type { CorpCredentials } from './sim.ts';
import type { Corp } from './world/corp.ts';
import type { App } from './world/types.ts';
import type { World } from './world/world.ts';

const FINE: Verification = { ok: true, errcode: 0, errmsg: 'ok' };

export const credentialsOf = ({ corpId, contactApp }: Corp, app: App): CorpCredentials => ({
  corpId,
  mode: 'self-built',
  agentId: app.agentId,
  secret: app.secret,
  token: app.token,
  encodingAesKey: app.encodingAesKey,
  get callbackUrl() {
    return app.callbackUrl;
  },
  contactSecret: contactApp.secret,
});

export const firstApp = (world: World, corpId: string): App => {
  const app = world.corp(corpId).apps[0];
  if (!app) throw new Error(`corp ${corpId} has no app`);
  return app;
};

/** Saves a callback URL as the console does: only when it answers. An empty one switches pushes off. */
export const setCallback = async (
  world: World,
  queue: PushQueue,
  corpId: string,
  url: string,
): Promise<Verification> => {
  const app = firstApp(world, corpId);
  const verdict = url === '' ? FINE : await queue.verify(appReceiver(world.corp(corpId), app), url);
  if (verdict.ok) Object.assign(app, { callbackUrl: url, callbackVerified: url !== '' });
  world.touch(corpId, 'app');
  return verdict;
};

/** Where the app lives: its home, its sidebar page, and its host (with the port) as trusted domain. */
export const setApp = (world: World, corpId: string, baseUrl: string): void => {
  const app = firstApp(world, corpId);
  const base = baseUrl.replace(/\/+$/, '');
  app.homeUrl = `${base}/`;
  app.sidebarUrl = `${base}/sidebar`;
  app.trustedDomains = [new URL(base).host];
  world.touch(corpId, 'app');
};
