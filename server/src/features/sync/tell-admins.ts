import type { Db } from '../../db/data-source.ts';
import { sendToAdmins, type TellAdminsContext } from '../app-messages/send-to-admins.ts';
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
    title: '全量同步没有完成',
    text: `原因：${failed.failure}\n现有客户没有变动。打开查看，并重新同步。`,
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
    title: '全量同步等你确认',
    text: `${run.lossBase} 条跟进关系里有 ${run.wouldLose} 条在企业微信的列表里不见了，比平时多。\n还没有改动任何客户。打开看看是谁的，再决定。`,
  });
}

function send(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  { runId, title, text }: { runId: number; title: string; text: string },
): Promise<void> {
  const about = { key: `sync_failed:${runId}`, purpose: 'sync_failed', subjectId: runId } as const;
  return sendToAdmins(ctx, db, installation, { ...about, title, text, page: '/admin/sync' });
}
