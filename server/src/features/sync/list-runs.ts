import type { SyncRun } from '@guanxi/shared/sync';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import { presentSyncRun } from './present.ts';
import { syncRunsRepo } from './repository.ts';

/** One page of the company's full syncs, newest first. */
export async function listRuns(
  ctx: { readonly database: Pick<Database, 'read'> },
  actor: Actor,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: SyncRun[]; nextCursor: string | null }> {
  const rows = await syncRunsRepo(ctx.database.read, actor.corpId).findPage({
    before: decodeCursor(query.cursor)?.[1] ?? null,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(presentSyncRun),
    nextCursor:
      rows.length > query.limit && last !== undefined
        ? encodeCursor([last.startedAt.getTime(), last.id])
        : null,
  };
}
