import * as contract from '@guanxi/shared/failed-work';
import type { Database } from '../../db/data-source.ts';
import { handleRoute } from '../../http/add-route.ts';
import { listFailedJobs, listUnhandledEvents } from './list-failed-work.ts';
import { type ReplayContext, replayAllFailedJobs, replayFailedJob } from './replay-failed-jobs.ts';

type FailedWorkContext = ReplayContext & { readonly database: Pick<Database, 'read'> };

export const failedWorkRoutes = [
  handleRoute(contract.listUnhandledEvents, async (ctx: FailedWorkContext, _request, { actor }) => ({
    items: await listUnhandledEvents(ctx, actor),
  })),
  handleRoute(contract.listFailedJobs, (ctx: FailedWorkContext, { query }, { actor }) =>
    listFailedJobs(ctx, actor, { before: query.cursor ?? null, limit: query.limit }),
  ),
  handleRoute(contract.replayFailedJob, async (ctx: FailedWorkContext, { params }, { actor }) => {
    await replayFailedJob(ctx, actor, params.id);
    return {};
  }),
  handleRoute(contract.replayAllFailedJobs, async (ctx: FailedWorkContext, _request, { actor }) => ({
    replayed: await replayAllFailedJobs(ctx, actor),
  })),
];
