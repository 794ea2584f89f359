import * as contract from '@guanxi/shared/sync';
import type { Database } from '../../db/data-source.ts';
import { handleRoute } from '../../http/add-route.ts';
import type { Queue } from '../../queue/queue.ts';
import type { MemberNames } from '../members/member-names.ts';
import { confirmLosses, readLosses } from './answer-losses.ts';
import { getMySync } from './get-my-sync.ts';
import { listRuns } from './list-runs.ts';
import { presentSyncRun } from './present.ts';
import { findLatestRun, startFullSync } from './start-sync.ts';

type Reading = { database: Pick<Database, 'read'> };
type Writing = { database: Database; queue: Queue; now: () => Date };

export const syncRoutes = [
  handleRoute(contract.startSyncRun, async (ctx: Writing, _request, { actor }) => {
    await startFullSync(ctx, actor.corpId, 'admin');
    return {};
  }),
  handleRoute(contract.getLatestSyncRun, async (ctx: Reading, _request, { actor }) => {
    const run = await findLatestRun(ctx.database.read, actor.corpId);
    return { run: run === null ? null : presentSyncRun(run) };
  }),
  handleRoute(contract.listSyncRuns, (ctx: Reading, { query }, { actor }) => listRuns(ctx, actor, query)),
  handleRoute(contract.getSyncLosses, (ctx: Reading & { memberNames: MemberNames }, { params }, { actor }) =>
    readLosses(ctx, actor, params.runId),
  ),
  handleRoute(contract.confirmSyncLosses, async (ctx: Writing, { params }, { actor }) => ({
    run: await confirmLosses(ctx, actor, params.runId),
  })),
  handleRoute(contract.getMySync, (ctx: Reading, _request, { actor }) => getMySync(ctx, actor)),
];
