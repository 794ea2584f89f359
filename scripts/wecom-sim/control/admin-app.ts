import type { z } from 'zod';
import type { WecomSim } from '../sim.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type { appBody } from './schemas.ts';

/** Other members administer an app: it reads the list anew (path/95038). */
export const changeAdmins = (sim: WecomSim, corp: Corp, app: App, admins: string[]): void => {
  app.admins = admins;
  sim.world.emit({
    ...{ corpId: corp.corpId, event: 'change_app_admin', nodes: [['AgentID', app.agentId]] },
    ...{ at: sim.clock.seconds(), subject: 'admins', only: app },
  });
};

/** What the admin of a corp changes about the app: scope, permissions, domains, addresses. */
export const changeApp = (sim: WecomSim, corp: Corp, change: z.infer<typeof appBody>): void => {
  const app = corp.apps[0];
  if (!app) return;
  if (change.app_url !== undefined) sim.setApp(corp.corpId, change.app_url);
  if (change.disabled !== undefined) app.disabled = change.disabled;
  if (change.trusted_ips !== undefined) app.trustedIps = change.trusted_ips ?? undefined;
  if (change.trusted_domains) app.trustedDomains = change.trusted_domains;
  if (change.visible) app.visible = change.visible;
  if (change.permissions) app.permissions = new Set(change.permissions);
  if (change.admins) changeAdmins(sim, corp, app, change.admins);
  if (change.revoke_tokens) sim.credentials.revoke(app);
  sim.world.touch(corp.corpId, 'app');
};
