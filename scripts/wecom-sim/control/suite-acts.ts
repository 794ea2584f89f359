import type { z } from 'zod';
import { ImpossibleAct } from '../act/pair.ts';
import { licensingOf } from '../provider/licences.ts';
import type { Edition, Grant } from '../provider/types.ts';
import { viewOf } from '../provider/view.ts';
import type { WecomSim } from '../sim.ts';
import { findMember } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type { EventNode } from '../world/world.ts';
import type * as s from './suite-schemas.ts';
import { appOf } from './suites.ts';

type Result = Record<string, unknown>;
type Installed = ReturnType<typeof appOf>;

const DAY = 86_400;
/** What a warning of the platform names as its effect. */
const WARNED_BEFORE = 7 * DAY;

const PAID = 3;
const UNPAID = 0;

const grantOf = (app: App): Grant => {
  if (!app.grant) throw new ImpossibleAct('the app was not installed from a suite');
  return app.grant;
};

let orders = 0;
const newOrder = () => {
  orders += 1;
  return `sim-order-${orders}`;
};

/** Tells a suite of an order of paid editions: its events say PaidCorpId in the place of AuthCorpId. */
const tellOrder = (sim: WecomSim, { corp, app }: Installed, infoType: string, nodes: EventNode[] = []) => {
  const paidBy: EventNode = ['PaidCorpId', viewOf(corp, app).corp];
  sim.platform.pushes.command(grantOf(app).suite, infoType, undefined, [paidBy, ...nodes], corp);
};

/** The admin buys or renews an edition: ordered, paid, and only then is the edition another one (path/91929 to 91933). */
export const buyEdition = (sim: WecomSim, body: z.infer<typeof s.buyEditionBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const grant = grantOf(app);
  const order = newOrder();
  const now = sim.clock.seconds();
  const old = grant.edition;
  const isRenewal = old?.app_status === PAID && old.edition_name === body.edition_name;
  const edition: Edition = {
    ...{ edition_id: old?.edition_id ?? 'sim-edition', edition_name: body.edition_name, app_status: PAID },
    ...{
      user_limit: body.seats,
      expired_time: Math.max(now, isRenewal ? old.expired_time : 0) + body.days * DAY,
    },
  };
  const by = viewOf(corp, app).show(app.admins[0] ?? grant.authorizer);
  tellOrder(sim, { corp, app }, 'open_order', [
    ['OrderId', order],
    ['OperatorId', by],
  ]);
  tellOrder(sim, { corp, app }, 'pay_for_app_success', [['OrderId', order]]);
  grant.edition = edition;
  tellOrder(sim, { corp, app }, 'change_editon');
  sim.world.touch(corp.corpId, 'app');
  return { order_id: order, edition };
};

/** The admin gets the money of an edition back. */
export const refundEdition = (sim: WecomSim, body: z.infer<typeof s.refundEditionBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const { edition } = grantOf(app);
  if (edition?.app_status !== PAID) throw new ImpossibleAct('no edition was paid for');
  tellOrder(sim, { corp, app }, 'refund', [['OrderId', body.order_id ?? newOrder()]]);
  Object.assign(edition, { app_status: UNPAID, expired_time: sim.clock.seconds() });
  tellOrder(sim, { corp, app }, 'change_editon');
  sim.world.touch(corp.corpId, 'app');
  return { edition };
};

/** Licences are bought or renewed for members and active at once; the provider is told of the order alone. */
export const buyLicences = (sim: WecomSim, body: z.infer<typeof s.buyLicencesBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const grant = grantOf(app);
  const now = sim.clock.seconds();
  const licensing = licensingOf(corp, body.suite_id, now);
  const type = body.kind === 'interop' ? 2 : 1;
  for (const name of body.members) {
    const userid = findMember(corp, name)?.userid;
    if (userid === undefined) throw new ImpossibleAct(`no member ${name}`);
    const same = licensing.accounts.find((account) => account.userid === userid && account.type === type);
    const expireTime = Math.max(now, same?.expireTime ?? 0) + body.days * DAY;
    if (same) same.expireTime = expireTime;
    else
      licensing.accounts.push({
        activeCode: `bought-${userid}-${type}`,
        type,
        userid,
        activeTime: now,
        expireTime,
      });
  }
  const order = newOrder();
  const view = viewOf(corp, app);
  sim.platform.pushes.system(grant.suite.provider, 'license_pay_success', view.corp, [
    ['OrderId', order],
    ['BuyerUserId', view.show(app.admins[0] ?? grant.authorizer)],
  ]);
  sim.world.touch(corp.corpId, 'app');
  return { order_id: order };
};

const ACTIVITY = {
  warned: { event: 'inactive_alert', inactivity: undefined, isWarning: true },
  closed: { event: 'close_inactive_agent', inactivity: 'closed', isWarning: false },
  reopened: { event: 'reopen_inactive_agent', inactivity: undefined, isWarning: false },
  'low-warned': { event: 'low_active_alert', inactivity: undefined, isWarning: true },
  low: { event: 'low_active', inactivity: 'low', isWarning: false },
  restored: { event: 'active_restored', inactivity: undefined, isWarning: false },
} as const;

/** The app is hardly used, or used again: what its calls answer changes, and it is told (path/90376). */
export const changeActivity = (sim: WecomSim, body: z.infer<typeof s.activityBody>): Result => {
  const { corp, app } = appOf(sim, body);
  const { event, inactivity, isWarning } = ACTIVITY[body.activity];
  const now = sim.clock.seconds();
  if (!isWarning) app.inactivity = inactivity;
  sim.world.emit({
    ...{ corpId: corp.corpId, event, only: app, at: now, subject: 'activity' },
    nodes: [
      ['EffectTime', isWarning ? now + WARNED_BEFORE : undefined],
      ['AgentID', app.agentId],
    ],
  });
  sim.world.touch(corp.corpId, 'app');
  return { inactivity: app.inactivity ?? null };
};
