import { ImpossibleAct } from '../act/pair.ts';
import { viewOf } from '../provider/view.ts';
import type { WecomSim } from '../sim.ts';
import type { Corp } from '../world/corp.ts';
import { groupChatOf } from './group-reads.ts';
import { presentGroup, presentState } from './present.ts';
import { appChatOf, chatOf, chatsOf, relationsOf } from './reads.ts';
import { suitesState } from './suites.ts';

export interface Read {
  corp: Corp;
  query: URLSearchParams;
}

type Result = Record<string, unknown>;

/** What is broken right now. */
export const faultState = ({ faults }: WecomSim) => ({
  api: faults.list(),
  latency_ms: faults.latencyMs,
  push: { ...faults.push },
  switches: { ...faults.switches },
});

/** Ids of the corp as an app sees them (`show`), or what ids of the app mean (`read`). */
const idsOf = (corp: Corp, query: URLSearchParams): Result => {
  const app = corp.apps.find(({ agentId }) => agentId === Number(query.get('agentid')));
  if (!app) throw new ImpossibleAct('no such app');
  const view = viewOf(corp, app);
  return {
    corpid: view.corp,
    show: query.getAll('show').map(view.show),
    read: query.getAll('read').map(view.read),
  };
};

const given = (query: URLSearchParams, name: string) => query.get(name) ?? undefined;

/** GET /sim/api/NAME. */
export const controlReads = (sim: WecomSim): Record<string, (read: Read) => Result> => ({
  state: ({ corp }) => ({
    corps: [...sim.world.corps.values()].map(({ corpId, name, apps }) => ({
      ...{ corpid: corpId, mode: 'self-built', name, apps: apps.map((app) => app.name) },
    })),
    ...presentState(corp, sim.clock.seconds()),
  }),
  chats: ({ corp, query }) =>
    chatsOf(corp, query.get('userid') ?? '', query.has('limit') ? Number(query.get('limit')) : undefined),
  'group-chat': ({ corp, query }) => groupChatOf(corp, query.get('userid') ?? '', query.get('chat_id') ?? ''),
  ids: ({ corp, query }) => idsOf(corp, query),
  chat: ({ corp, query }) => chatOf(corp, query.get('userid') ?? '', query.get('external_userid') ?? ''),
  'app-chat': ({ corp, query }) =>
    appChatOf(corp, query.get('userid') ?? '', Number(query.get('agentid') ?? corp.apps[0]?.agentId)),
  world: ({ corp, query }) => ({
    ...presentState(corp, sim.clock.seconds()),
    ...relationsOf(corp, {
      userid: given(query, 'userid'),
      externalUserId: given(query, 'external_userid'),
      limit: query.has('limit') ? Number(query.get('limit')) : undefined,
    }),
  }),
  corps: () => ({ corps: sim.corps }),
  suites: () => suitesState(sim),
  groups: ({ corp }) => ({ groups: [...corp.groups.values()].map(presentGroup) }),
  ways: ({ corp }) => ({
    ways: [...corp.ways.values()].map(({ configId, kind, creator, settings }) => ({
      ...{ config_id: configId, kind, agentid: creator, settings },
    })),
  }),
  transfers: ({ corp }) => ({
    transfers: corp.transfers.map((row) => ({
      ...{
        handover_userid: row.handover,
        takeover_userid: row.takeover,
        external_userid: row.externalUserId,
      },
      ...{
        status: row.status,
        started_at: row.startedAt,
        at: row.at,
        resigned: row.resigned,
        note: row.note,
      },
    })),
  }),
  faults: () => faultState(sim),
  clock: () => ({ now: sim.clock.seconds(), ahead: sim.clock.ahead() }),
  requests: () => ({ requests: sim.requests, counts: Object.fromEntries(sim.requestCounts) }),
  pushes: ({ corp }) => ({
    pushes: sim.pushes.filter((push) => push.corpId === corp.corpId || push.corpId === ''),
  }),
});
