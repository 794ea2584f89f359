import type { Credentials } from '../api/credentials.ts';
import { urlFor } from '../callback/receiver.ts';
import type { Switches } from '../faults.ts';
import type { Corp } from '../world/corp.ts';
import { visibleMembers } from '../world/scope.ts';
import type { App, Permission } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { ProviderCodes } from './codes.ts';
import { licensingOf } from './licences.ts';
import type { ProviderPushes } from './pushes.ts';
import type { Grant, Range, Suite } from './types.ts';
import { viewOf } from './view.ts';

/** What installing and its opposite need. */
export interface InstallWorld {
  world: World;
  codes: ProviderCodes;
  pushes: ProviderPushes;
  credentials: Credentials;
  switches: Switches;
}

export interface Installing {
  suite: Suite;
  corp: Corp;
  range: Range;
  /** The admin who agrees, or the member who installs for himself. */
  by: string;
  authMode: 0 | 1;
  permissions?: Permission[] | undefined;
  state: string;
  /** An old grant, with plain ids. */
  plainIds?: boolean | undefined;
  /** How the provider learns of it: the event, the browser's redirect, or both in any order. */
  announce: 'event' | 'redirect' | 'both';
}

const lastAgentIds = new WeakMap<Corp, number>();
const formerCodes = new WeakMap<Corp, Map<string, string>>();

const nextAgentId = (corp: Corp): number => {
  const used = Math.max(1_000_002, ...corp.apps.map((app) => app.agentId), lastAgentIds.get(corp) ?? 0);
  lastAgentIds.set(corp, used + 1);
  return used + 1;
};

export const installedApp = (corp: Corp, suite: Suite): App | undefined =>
  corp.apps.find((app) => app.grant?.suite === suite && !app.grant.cancelled);

const appOf = (w: InstallWorld, installing: Installing): App => {
  const { suite, corp, range, by, authMode, plainIds } = installing;
  const kept = w.switches.reinstallKeepsCode ? formerCodes.get(corp)?.get(suite.suiteId) : undefined;
  const permanentCode = kept ?? w.codes.permanentCode();
  const grant: Grant = {
    ...{ suite, permanentCode, authMode, authorizer: by, installedAt: w.world.clock.seconds() },
    ...{ encryptedUsers: !plainIds, encryptedContacts: !plainIds, cancelled: false },
    agreedToNewIds: false,
    publishStatus: suite.kind === 'template' && w.switches.customizedStartsOffline ? 1 : 2,
  };
  const app: App = {
    ...{ agentId: nextAgentId(corp), name: suite.name, description: suite.description, grant },
    kind: suite.kind === 'template' ? 'customized' : 'suite',
    // The permanent code of a provider-developed app is its secret; a suite has none that gettoken takes.
    secret: suite.kind === 'template' ? permanentCode : '',
    ...{ token: suite.token, encodingAesKey: suite.encodingAesKey, callbackUrl: '', callbackVerified: false },
    ...{ visible: range, trustedDomains: [...suite.trustedDomains], homeUrl: '', sidebarUrl: '' },
    permissions: new Set(installing.permissions ?? suite.permissions),
    ...{ admins: authMode === 1 ? [] : [by], disabled: false, trustedIps: undefined },
  };
  const corpId = viewOf(corp, app).corp;
  if (app.kind === 'customized') app.callbackUrl = urlFor(suite.data.url, corpId);
  app.homeUrl = urlFor(suite.homeUrl, corpId);
  app.sidebarUrl = urlFor(suite.sidebarUrl, corpId);
  return app;
};

/** Tells the app which members came into its visible range and which left it. */
export const tellRange = (w: InstallWorld, corp: Corp, app: App, before: readonly string[]): void => {
  const now = visibleMembers(corp, app).map((member) => member.userid);
  const tell = (event: string, userid: string) =>
    w.world.emit({
      ...{ corpId: corp.corpId, event, nodes: [['AgentID', app.agentId]], at: w.world.clock.seconds() },
      ...{ subject: `range ${userid}`, only: app, from: userid },
    });
  for (const userid of now) if (!before.includes(userid)) tell('subscribe', userid);
  for (const userid of before) if (!now.includes(userid)) tell('unsubscribe', userid);
};

/**
 * A corp gives a suite or template its permission. Installing what is installed already changes the range and gives
 * a new code for the same grant. Returns the auth_code.
 */
export const install = (w: InstallWorld, installing: Installing): { authCode: string; app: App } => {
  const { suite, corp, range, state } = installing;
  let app = installedApp(corp, suite);
  if (app) {
    const before = visibleMembers(corp, app).map((member) => member.userid);
    app.visible = range;
    if (app.grant) app.grant.authMode = installing.authMode;
    if (installing.permissions) app.permissions = new Set(installing.permissions);
    tellRange(w, corp, app, before);
  } else {
    licensingOf(corp, suite.suiteId, w.world.clock.seconds());
    app = appOf(w, installing);
    corp.apps.push(app);
    tellRange(w, corp, app, []);
  }
  const authCode = w.codes.auth.put({ suite, corp, app, state, isReset: false });
  if (installing.announce !== 'redirect') {
    w.pushes.command(suite, 'create_auth', undefined, [
      ['AuthCode', authCode],
      ['State', state === '' ? undefined : state],
    ]);
  }
  w.world.touch(corp.corpId, 'app');
  return { authCode, app };
};

const view = (corp: Corp, app: App) => viewOf(corp, app).corp;

/** Something about the grant was changed by the admin: the provider reads it again. */
export const tellChange = (w: InstallWorld, corp: Corp, app: App, state?: string): void => {
  if (!app.grant) return;
  w.pushes.command(app.grant.suite, 'change_auth', view(corp, app), [['State', state]], corp);
  w.world.touch(corp.corpId, 'app');
};

/** The admin removes the app: tokens and code are worthless from now on. */
export const uninstall = (w: InstallWorld, corp: Corp, app: App): void => {
  const { grant } = app;
  if (!grant || grant.cancelled) return;
  w.pushes.command(grant.suite, 'cancel_auth', view(corp, app), [], corp);
  grant.cancelled = true;
  corp.apps = corp.apps.filter((other) => other !== app);
  const former = formerCodes.get(corp) ?? new Map<string, string>();
  formerCodes.set(corp, former.set(grant.suite.suiteId, grant.permanentCode));
  w.world.touch(corp.corpId, 'app');
};

/** 重新获取 secret of a provider-developed app: the code of the event is exchanged for the new one. */
export const resetCode = (w: InstallWorld, corp: Corp, app: App): string => {
  const { grant } = app;
  if (!grant) return '';
  const { suite } = grant;
  const authCode = w.codes.auth.put({ suite, corp, app, state: '', isReset: true });
  w.pushes.command(suite, 'reset_permanent_code', undefined, [['AuthCode', authCode]]);
  return authCode;
};

/** A code works once; one of a reset makes a new permanent code. Undefined for a code that is not this suite's. */
export const exchange = (w: InstallWorld, suite: Suite, authCode: string) => {
  const pending = w.codes.auth.look(authCode);
  if (pending === undefined || pending === 'expired' || pending.suite !== suite) return undefined;
  w.codes.auth.drop(authCode);
  const { app } = pending;
  if (!app.grant || app.grant.cancelled) return undefined;
  if (pending.isReset) {
    app.grant.permanentCode = w.codes.permanentCode();
    if (app.kind === 'customized') app.secret = app.grant.permanentCode;
    w.credentials.revoke(app);
  }
  return pending;
};
