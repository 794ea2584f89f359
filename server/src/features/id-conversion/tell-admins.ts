import { MINUTE } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import { RetryAt } from '../../queue/job.ts';
import { sendToAdmins, type TellAdminsContext } from '../app-messages/send-to-admins.ts';
import type { Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import { findLatestRun } from '../sync/start-sync.ts';
import { idConversionRepo } from './repository.ts';

/** What telling of a former app needs of the server. */
export interface TellFoundContext extends TellAdminsContext {
  readonly database: Database;
  readonly installations: Installations;
}

/**
 * Tells the admins of an installation that a former app of their company waits for their word, once.
 *
 * @throws RetryAt while the first full sync still has to find out who they are
 */
export async function tellAdminsOfFormerApp(ctx: TellFoundContext, corpId: number): Promise<void> {
  const { read } = ctx.database;
  const row = await idConversionRepo(read, corpId).find();
  if (row?.state !== 'found') {
    return;
  }
  const installation = ctx.installations.of(corpId);
  const known = await memberIdsOf(read, corpId, [...installation.admins]);
  const run = await findLatestRun(read, corpId);
  if (known.size === 0 && (run === null || run.status === 'running')) {
    throw new RetryAt(new Date(ctx.now().getTime() + MINUTE), new Error('The admins are not known yet'));
  }
  const former = await requireCorp(read, row.fromCorpId);
  await ctx.database.transaction((db) =>
    sendToAdmins(ctx, db, installation, {
      ...{ key: `former_app:${row.id}`, purpose: 'former_app_found', subjectId: row.id },
      write: (texts) => texts.formerAppFound(former.name),
      page: '/admin/installation',
    }),
  );
  ctx.queue.wake();
}
