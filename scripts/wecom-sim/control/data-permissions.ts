import type { z } from 'zod';
import { ImpossibleAct } from '../act/pair.ts';
import type { DataPermission, Grant } from '../provider/types.ts';
import { viewOf } from '../provider/view.ts';
import type { WecomSim } from '../sim.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type * as s from './suite-schemas.ts';
import { appOf } from './suites.ts';

const DAY = 86_400;
/** Data permissions lapse after this long unless the admin confirms them again. */
const LASTS = 90 * DAY;
const REMIND_BEFORE = 7 * DAY;

interface Given {
  corp: Corp;
  app: App;
  grant: Grant;
}

const tell = (sim: WecomSim, { corp, app, grant }: Given, infoType: string, type: string) =>
  void sim.platform.pushes.command(grant.suite, infoType, viewOf(corp, app).corp, [['AuthType', type]], corp);

/** 获客助手 has events of its own, and is taken back by the admin alone (path/98959). */
const isSpecial = (type: string) => type === 'customer_acquisition';

/** The admin gives a data permission for 90 days, or takes it back. */
export const changeDataPermission = (
  sim: WecomSim,
  body: z.infer<typeof s.dataPermissionBody>,
): Record<string, unknown> => {
  const { corp, app } = appOf(sim, body);
  const { grant } = app;
  if (!grant) throw new ImpossibleAct('the app was not installed from a suite');
  const { auth_type: type, granted } = body;
  const permissions = grant.dataPermissions ?? new Map<string, DataPermission>();
  grant.dataPermissions = permissions;
  if (!granted && !permissions.has(type)) throw new ImpossibleAct(`${type} was not given`);
  if (granted) permissions.set(type, { endsAt: sim.clock.seconds() + LASTS, isReminded: false });
  else permissions.delete(type);
  const [given, taken] = isSpecial(type)
    ? ['approve_special_auth', 'cancel_special_auth']
    : ['auth_data_permission', 'expire_data_permission'];
  tell(sim, { corp, app, grant }, granted ? given : taken, type);
  sim.world.touch(corp.corpId, 'app');
  return { data_permissions: Object.fromEntries([...permissions].map(([key, { endsAt }]) => [key, endsAt])) };
};

const lapse = (sim: WecomSim, given: Given, type: string, permission: DataPermission) => {
  const now = sim.clock.seconds();
  if (!permission.isReminded && permission.endsAt - now <= REMIND_BEFORE) {
    permission.isReminded = true;
    tell(sim, given, 'expire_remind_data_permission', type);
  }
  if (permission.endsAt <= now) {
    given.grant.dataPermissions?.delete(type);
    tell(sim, given, 'expire_data_permission', type);
  }
};

/** Data permissions end by the clock: said once seven days before, and at the end (path/101587). */
export const lapseDataPermissions = (sim: WecomSim): void => {
  const given = [...sim.world.corps.values()].flatMap((corp) =>
    corp.apps.flatMap((app) => (app.grant ? [{ corp, app, grant: app.grant }] : [])),
  );
  for (const one of given) {
    for (const [type, permission] of one.grant.dataPermissions ?? []) {
      if (!isSpecial(type)) lapse(sim, one, type, permission);
    }
  }
};
