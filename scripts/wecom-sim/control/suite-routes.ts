import type { WecomSim } from '../sim.ts';
import { changeDataPermission } from './data-permissions.ts';
import * as acts from './suite-acts.ts';
import * as events from './suite-events.ts';
import * as s from './suite-schemas.ts';
import * as suites from './suites.ts';
import { type Write, write } from './write.ts';

/** POST /sim/api/suites/NAME: providers, suites and what corps gave them. */
export const suiteWrites = (sim: WecomSim): Record<string, Write> => ({
  'suites/config': write(s.suiteConfigBody, (body) => suites.configureSuite(sim, body)),
  'suites/system-url': write(s.systemUrlBody, (body) => events.setSystemUrl(sim, body)),
  'suites/install': write(s.installBody, (body) => suites.installSuite(sim, body)),
  'suites/grant': write(s.grantBody, (body) => suites.changeGrant(sim, body)),
  'suites/licences': write(s.licenceBody, (body) => suites.changeLicences(sim, body)),
  'suites/edition': write(s.editionBody, (body) => suites.changeEdition(sim, body)),
  'suites/buy-edition': write(s.buyEditionBody, (body) => acts.buyEdition(sim, body)),
  'suites/refund-edition': write(s.refundEditionBody, (body) => acts.refundEdition(sim, body)),
  'suites/buy-licences': write(s.buyLicencesBody, (body) => acts.buyLicences(sim, body)),
  'suites/activity': write(s.activityBody, (body) => acts.changeActivity(sim, body)),
  'suites/data-permission': write(s.dataPermissionBody, (body) => changeDataPermission(sim, body)),
  'suites/push-ticket': write(s.ticketBody, (body) => events.pushTickets(sim, body.suite_id)),
  'suites/revoke-tokens': write(s.revokeBody, (body) => events.revokeProviderTokens(sim, body)),
  'suites/login-code': write(s.loginCodeBody, (body) => events.loginCode(sim, body)),
  'push-event': write(s.eventBody, (body) => events.pushEvent(sim, body)),
});
