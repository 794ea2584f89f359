import * as contract from '@guanxi/shared/sync';
import type { Database } from '../../db/data-source.ts';
import { handleRoute } from '../../http/add-route.ts';
import type { Queue } from '../../queue/queue.ts';
import { presentSyncRun } from './present.ts';
import { findLatestRun, startFullSync } from './start-sync.ts';

export const syncRoutes = [
  handleRoute(
    contract.startSyncRun,
    async (ctx: { database: Database; queue: Queue }, _request, { actor }) => {
      await startFullSync(ctx, actor.corpId);
      return {};
    },
  ),
  handleRoute(
    contract.getLatestSyncRun,
    async (ctx: { database: Pick<Database, 'read'> }, _request, { actor }) => {
      const run = await findLatestRun(ctx.database.read, actor.corpId);
      return { run: run === null ? null : presentSyncRun(run) };
    },
  ),
];
