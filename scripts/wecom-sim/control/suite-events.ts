import type { z } from 'zod';
import { ImpossibleAct } from '../act/pair.ts';
import { installedApp } from '../provider/install.ts';
import { viewOf } from '../provider/view.ts';
import type { WecomSim } from '../sim.ts';
import type { EventNode } from '../world/world.ts';
import type * as s from './suite-schemas.ts';
import { corpOf, providerOf, suiteOf } from './suites.ts';

type Result = Record<string, unknown>;

export const pushTickets = (sim: WecomSim, suiteId: string | undefined): Result => {
  const suites = suiteId === undefined ? sim.platform.suites() : [suiteOf(sim, suiteId)];
  return {
    tickets: suites.map((suite) => ({
      suite_id: suite.suiteId,
      ticket: sim.platform.pushes.pushTicket(suite),
    })),
  };
};

type EventAsked = z.infer<typeof s.eventBody>;

const nodesOf = (body: EventAsked): EventNode[] => Object.entries(body.nodes ?? {});

const pushAppEvent = (sim: WecomSim, body: EventAsked, event: string): Result => {
  const corp = corpOf(sim, body.corp);
  const app = body.suite_id
    ? installedApp(corp, suiteOf(sim, body.suite_id))
    : corp.apps.find(({ agentId }) => body.agentid === undefined || agentId === body.agentid);
  if (!app) throw new ImpossibleAct('no such app');
  sim.world.emit({
    ...{ corpId: corp.corpId, event, nodes: [...nodesOf(body), ['AgentID', app.agentId]], only: app },
    ...{ at: sim.clock.seconds(), subject: event, ...(body.from !== undefined && { from: body.from }) },
  });
  return {};
};

/** Any event by hand: of an app in a corp, of a suite, or of a provider. */
export const pushEvent = (sim: WecomSim, body: EventAsked): Result => {
  if (body.event !== undefined) return pushAppEvent(sim, body, body.event);
  const type = body.info_type ?? '';
  const corp = body.corp === undefined ? undefined : corpOf(sim, body.corp);
  const suite = body.suite_id === undefined ? undefined : suiteOf(sim, body.suite_id);
  const provider = suite?.provider ?? providerOf(sim, body.provider);
  const app = corp?.apps.find(
    ({ grant }) => grant && (grant.suite === suite || (!suite && grant.suite.provider === provider)),
  );
  const authCorpId = corp && app ? viewOf(corp, app).corp : undefined;
  if (suite) sim.platform.pushes.command(suite, type, authCorpId, nodesOf(body), corp);
  else sim.platform.pushes.system(provider, type, authCorpId, nodesOf(body));
  return {};
};

export const loginCode = (sim: WecomSim, body: z.infer<typeof s.loginCodeBody>): Result => ({
  auth_code: sim.platform.codes.login.put({
    ...{ provider: providerOf(sim, body.provider), corp: corpOf(sim, body.corp), userid: body.userid },
  }),
});

export const revokeProviderTokens = (sim: WecomSim, body: z.infer<typeof s.revokeBody>): Result => {
  if (body.suite_id) sim.platform.codes.revoke(suiteOf(sim, body.suite_id));
  else sim.platform.codes.revoke(providerOf(sim, body.provider));
  return {};
};

export const setSystemUrl = (sim: WecomSim, body: z.infer<typeof s.systemUrlBody>): Result => {
  Object.assign(providerOf(sim, body.provider).system, { url: body.url, verified: false });
  return {};
};
