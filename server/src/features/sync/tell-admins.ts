import type { Db } from '../../db/data-source.ts';
import { type AdminNotice, sendToAdmins, type TellAdminsContext } from '../app-messages/send-to-admins.ts';
import type { Installation } from '../corps/installation.ts';
import type { SyncRunRow } from './table.ts';

/** Tells the admins that a full sync ended without being complete, once for each run. */
export function tellAdmins(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  failed: { runId: number; failure: string },
): Promise<void> {
  return send(ctx, db, installation, {
    runId: failed.runId,
    write: (texts) => texts.syncFailed(failed.failure),
  });
}

/** Tells the admins that a full sync waits for their word before it marks losses, once for each run. */
export function tellAdminsOfQuestion(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  run: Pick<SyncRunRow, 'id' | 'wouldLose' | 'lossBase'>,
): Promise<void> {
  return send(ctx, db, installation, {
    runId: run.id,
    write: (texts) => texts.syncAsks({ wouldLose: run.wouldLose ?? 0, of: run.lossBase ?? 0 }),
  });
}

function send(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  { runId, write }: { runId: number } & Pick<AdminNotice, 'write'>,
): Promise<void> {
  const about = { key: `sync_failed:${runId}`, purpose: 'sync_failed', subjectId: runId } as const;
  return sendToAdmins(ctx, db, installation, { ...about, write, page: '/admin/sync' });
}
