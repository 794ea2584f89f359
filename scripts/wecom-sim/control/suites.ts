import type { z } from 'zod';
import { ImpossibleAct } from '../act/pair.ts';
import { install, installedApp, resetCode, tellChange, tellRange, uninstall } from '../provider/install.ts';
import { isChecked, licensingOf, trialOf } from '../provider/licences.ts';
import { setSuiteApp } from '../provider/providers.ts';
import { refreshInstalled, suiteCredentialsOf } from '../provider/settings.ts';
import type { Provider, Suite } from '../provider/types.ts';
import { viewOf } from '../provider/view.ts';
import type { WecomSim } from '../sim.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { visibleMembers } from '../world/scope.ts';
import type { App, Permission } from '../world/types.ts';
import { changeAdmins } from './admin-app.ts';
import type * as s from './suite-schemas.ts';

type Result = Record<string, unknown>;

const YEAR = 31_536_000;

export const suiteOf = (sim: WecomSim, suiteId: string): Suite => {
  const suite = sim.platform.suite(suiteId);
  if (!suite) throw new ImpossibleAct(`no suite ${suiteId}`);
  return suite;
};

/** A corp by its plain corpid or by the one a provider knows. */
export const corpByAnyId = (sim: WecomSim, corpId: string): Corp => {
  const found =
    sim.world.corps.get(corpId) ??
    sim.platform.providers.map((provider) => sim.platform.corpOf(provider, corpId)).find((corp) => corp);
  if (!found) throw new ImpossibleAct(`no corp ${corpId}`);
  return found;
};

export const corpOf = (sim: WecomSim, corpId: string | undefined): Corp => {
  const corp = sim.world.corps.get(corpId ?? sim.corps[0]?.corpId ?? '');
  if (!corp) throw new ImpossibleAct(`no corp ${corpId}`);
  return corp;
};

export const providerOf = (sim: WecomSim, corpId: string | undefined): Provider => {
  const provider = corpId === undefined ? sim.platform.providers[0] : sim.platform.provider(corpId);
  if (!provider) throw new ImpossibleAct(`no provider ${corpId}`);
  return provider;
};

export const appOf = (
  sim: WecomSim,
  body: { suite_id: string; corp?: string | undefined },
): { corp: Corp; app: App } => {
  const corp = corpOf(sim, body.corp);
  const app = installedApp(corp, suiteOf(sim, body.suite_id));
  if (!app) throw new ImpossibleAct(`${body.suite_id} is not installed in ${corp.corpId}`);
  return { corp, app };
};

/** An installed app of a provider as the admin page shows it. */
const presentGrant = (sim: WecomSim, corp: Corp, app: App): Result => {
  const suite = app.grant?.suite;
  const now = sim.clock.seconds();
  const licensing = licensingOf(corp, suite?.suiteId ?? '', now);
  return {
    ...{ corp: corp.corpId, corp_name: corp.name, open_corpid: viewOf(corp, app).corp },
    ...{ suite_id: suite?.suiteId, name: app.name, kind: app.kind, agentid: app.agentId },
    ...{ auth_mode: app.grant?.authMode, publish_status: app.grant?.publishStatus, disabled: app.disabled },
    ...{ visible: app.visible, permissions: [...app.permissions], admins: app.admins },
    ...{ permanent_code: app.grant?.permanentCode, installed_at: app.grant?.installedAt },
    ...{ edition: app.grant?.edition ?? null, inactivity: app.inactivity ?? null },
    data_permissions: Object.fromEntries(
      [...(app.grant?.dataPermissions ?? [])].map(([type, { endsAt }]) => [type, endsAt]),
    ),
    ...{ encrypted: app.grant?.encryptedUsers, home_url: app.homeUrl, callback_url: app.callbackUrl },
    licence: {
      ...{ check: licensing.check, is_checked: isChecked(licensing, now), trial_end: trialOf(licensing).end },
      members: Object.fromEntries(
        licensing.accounts
          .filter((account) => account.expireTime > now)
          .map((account) => [account.userid, account.type === 2 ? 'interop' : 'base']),
      ),
    },
  };
};

export const suitesState = (sim: WecomSim): Result => ({
  providers: sim.platform.providers.map((provider) => ({
    ...{ corpid: provider.corpId, name: provider.name, secret: provider.secret, token: provider.token },
    ...{ encodingAesKey: provider.encodingAesKey, system_url: provider.system.url },
    suites: provider.suites.map((suite) => ({
      ...suiteCredentialsOf(suite),
      ...{ commandUrl: suite.command.url, dataUrl: suite.data.url, description: suite.description },
      ...{ commandVerified: suite.command.verified, dataVerified: suite.data.verified },
      ...{
        homeUrl: suite.homeUrl,
        trustedDomains: suite.trustedDomains,
        redirectDomains: suite.redirectDomains,
      },
      ...{ memberInstalls: suite.memberInstalls, permissions: suite.permissions },
      ticket: suite.tickets.at(-1)?.value,
    })),
  })),
  corps: [...sim.world.corps.values()].map(({ corpId, name }) => ({ corpid: corpId, name })),
  grants: [...sim.world.corps.values()].flatMap((corp) =>
    corp.apps.filter((app) => app.grant).map((app) => presentGrant(sim, corp, app)),
  ),
});

export const configureSuite = async (
  sim: WecomSim,
  body: z.infer<typeof s.suiteConfigBody>,
): Promise<Result> => {
  const suite = suiteOf(sim, body.suite_id);
  if (body.app_url !== undefined) setSuiteApp(suite, body.app_url);
  if (body.home_url !== undefined) suite.homeUrl = body.home_url;
  if (body.sidebar_url !== undefined) suite.sidebarUrl = body.sidebar_url;
  if (body.trusted_domains) suite.trustedDomains = body.trusted_domains;
  if (body.redirect_domains) suite.redirectDomains = body.redirect_domains;
  if (body.member_installs !== undefined) suite.memberInstalls = body.member_installs;
  if (body.online !== undefined) suite.isOnline = body.online;
  if (body.permissions) suite.permissions = body.permissions;
  refreshInstalled(sim.platform, suite);
  if (body.skip_verify) {
    if (body.command_url !== undefined)
      Object.assign(suite.command, { url: body.command_url, verified: false });
    if (body.data_url !== undefined) Object.assign(suite.data, { url: body.data_url, verified: false });
    refreshInstalled(sim.platform, suite);
    if (body.command_url) sim.platform.pushes.pushTicket(suite);
    return { errcode: 0, errmsg: 'ok' };
  }
  return {
    ...(await sim.setSuiteCallbacks(suite.suiteId, { command: body.command_url, data: body.data_url })),
  };
};

export const installSuite = (sim: WecomSim, body: z.infer<typeof s.installBody>): Result => {
  const suite = suiteOf(sim, body.suite_id);
  if (suite.kind === 'login') throw new ImpossibleAct(`${suite.suiteId} is a login authorization`);
  const corp = corpOf(sim, body.corp);
  const { member, users = [], departments = [] } = body;
  if (member !== undefined && !findMember(corp, member)) throw new ImpossibleAct(`no member ${member}`);
  const chosen =
    users.length + departments.length === 0 ? { users: [], departments: [1] } : { users, departments };
  const { authCode, app } = install(sim.platform, {
    ...{ suite, corp, range: member ? { users: [member], departments: [] } : chosen },
    ...{
      by: member ?? corp.apps[0]?.admins[0] ?? '',
      authMode: member ? 1 : 0,
      permissions: body.permissions,
    },
    ...{ state: body.state ?? '', plainIds: body.plain_ids, announce: body.announce ?? 'event' },
  });
  return { auth_code: authCode, agentid: app.agentId, open_corpid: viewOf(corp, app).corp };
};

/** The admin changes the permissions; that to see the organisation has an event of its own besides (path/97378). */
const givePermissions = (sim: WecomSim, corp: Corp, app: App, permissions: readonly Permission[]) => {
  const isNew = permissions.includes('organization') && !app.permissions.has('organization');
  app.permissions = new Set(permissions);
  const { suite } = app.grant ?? {};
  if (suite && isNew) sim.platform.pushes.command(suite, 'corp_arch_auth', viewOf(corp, app).corp, [], corp);
};

/** What the admin of a corp does with an installed app; each is told to the provider as the platform does. */
export const changeGrant = (sim: WecomSim, body: z.infer<typeof s.grantBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const { platform } = sim;
  const before = visibleMembers(corp, app).map((member) => member.userid);
  switch (body.op) {
    case 'range':
      app.visible = { users: body.users ?? [], departments: body.departments ?? [] };
      tellRange(platform, corp, app, before);
      break;
    case 'permissions':
      givePermissions(sim, corp, app, body.permissions);
      break;
    case 'auth-mode':
      if (app.grant) app.grant.authMode = body.mode;
      if (body.mode === 1) app.admins = [];
      break;
    case 'disable':
      app.disabled = body.disabled;
      break;
    case 'cancel':
      uninstall(platform, corp, app);
      return {};
    case 'reset-code':
      if (app.kind !== 'customized')
        throw new ImpossibleAct('only provider-developed apps have a secret to reset');
      return { auth_code: resetCode(platform, corp, app) };
    case 'publish':
      if (app.grant) Object.assign(app.grant, { publishStatus: body.status });
      return {};
    case 'admins':
      changeAdmins(sim, corp, app, body.admins);
      return {};
    case 'agree-migration':
      if (app.grant) {
        app.grant.agreedToNewIds = true;
        platform.pushes.system(
          app.grant.suite.provider,
          'agree_external_userid_migration',
          viewOf(corp, app).corp,
          [],
        );
      }
      return {};
    case 'revoke-tokens':
      sim.credentials.revoke(app);
      return {};
  }
  tellChange(platform, corp, app);
  return presentGrant(sim, corp, app);
};

export const changeLicences = (sim: WecomSim, body: z.infer<typeof s.licenceBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const now = sim.clock.seconds();
  const licensing = licensingOf(corp, body.suite_id, now);
  if (body.check) licensing.check = body.check;
  if (body.spare !== undefined) licensing.spare = body.spare;
  for (const [name, kind] of Object.entries(body.members ?? {})) {
    const userid = findMember(corp, name)?.userid;
    if (userid === undefined) throw new ImpossibleAct(`no member ${name}`);
    licensing.accounts = licensing.accounts.filter((account) => account.userid !== userid);
    if (kind === null) continue;
    licensing.accounts.push({
      ...{ activeCode: `sim-${userid}`, type: kind === 'interop' ? 2 : 1, userid },
      ...{ activeTime: now, expireTime: now + YEAR },
    });
  }
  sim.world.touch(corp.corpId, 'app');
  return presentGrant(sim, corp, app);
};

/** Somebody buys, or a trial ends: the suite is told that the edition is another one (path/91933). */
export const changeEdition = (sim: WecomSim, body: z.infer<typeof s.editionBody>): Result => {
  const { corp, app } = appOf(sim, body);
  if (!app.grant) throw new ImpossibleAct('the app was not installed from a suite');
  if (body.edition === null) delete app.grant.edition;
  else app.grant.edition = body.edition;
  sim.world.touch(corp.corpId, 'app');
  return presentGrant(sim, corp, app);
};
