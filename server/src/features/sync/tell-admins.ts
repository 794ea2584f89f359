import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { sendToMembers } from '../app-messages/send-to-members.ts';
import type { Installation } from '../corps/installation.ts';
import { pageUrl } from '../corps/page-url.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import type { SyncRunRow } from './table.ts';

/** What telling needs of the server. */
export interface TellAdminsContext {
  readonly queue: Queue;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** The longest description of a card, in characters. */
const longestDescription = 512;

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

async function send(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  message: { runId: number; title: string; text: string },
): Promise<void> {
  const { corpId, admins, timeZone } = installation;
  const memberIds = [...(await memberIdsOf(db, corpId, [...admins])).values()];
  const at = ctx.now().toLocaleString('zh-CN', { timeZone, dateStyle: 'long', timeStyle: 'short' });
  await sendToMembers(ctx, db, corpId, {
    key: `sync_failed:${message.runId}`,
    purpose: 'sync_failed',
    subjectId: message.runId,
    memberIds,
    title: message.title,
    content: {
      kind: 'textcard',
      title: message.title,
      description: `${at}\n${message.text}`.slice(0, longestDescription),
      url: pageUrl(ctx.config.publicUrl, installation, '/admin/sync'),
      buttonText: '去查看',
    },
  });
}
