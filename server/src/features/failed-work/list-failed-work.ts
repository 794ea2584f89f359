import type { FailedJobPage, UnhandledEvent } from '@guanxi/shared/failed-work';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { countDeadJobs, findDeadJobs } from '../../queue/dead-jobs.ts';
import { presentFailedJob, presentUnhandledEvent } from './present.ts';
import { unhandledEventsRepo } from './repository.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
}

/** The kinds of events that came and that nobody handles, newest first. */
export async function listUnhandledEvents(ctx: ReadContext, actor: Actor): Promise<UnhandledEvent[]> {
  const rows = await unhandledEventsRepo(ctx.database.read, actor.corpId).findAll();
  return rows.map(presentUnhandledEvent);
}

/** Work that was given up, newest first. */
export async function listFailedJobs(
  ctx: ReadContext,
  actor: Actor,
  page: { before: number | null; limit: number },
): Promise<FailedJobPage> {
  const db = ctx.database.read;
  const rows = await findDeadJobs(db, actor.corpId, { ...page, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit);
  return {
    items: items.map(presentFailedJob),
    total: await countDeadJobs(db, actor.corpId),
    nextCursor: rows.length > page.limit ? String(items.at(-1)?.id) : null,
  };
}
