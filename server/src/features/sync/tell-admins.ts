import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import { sendToMembers } from '../app-messages/send-to-members.ts';
import type { Installation } from '../corps/installation.ts';
import { pageUrl } from '../corps/page-url.ts';
import { memberIdsOf } from '../members/user-ids.ts';

/** What telling needs of the server. */
export interface TellAdminsContext {
  readonly queue: Queue;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** The longest description of a card, in characters. */
const longestDescription = 512;

/** Tells the admins that a full sync ended without being complete, once for each run. */
export async function tellAdmins(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  failed: { runId: number; failure: string },
): Promise<void> {
  const { corpId, admins, timeZone } = installation;
  const memberIds = [...(await memberIdsOf(db, corpId, [...admins])).values()];
  const at = ctx.now().toLocaleString('zh-CN', { timeZone, dateStyle: 'long', timeStyle: 'short' });
  const title = '全量同步没有完成';
  await sendToMembers(ctx, db, corpId, {
    key: `sync_failed:${failed.runId}`,
    purpose: 'sync_failed',
    subjectId: failed.runId,
    memberIds,
    title,
    content: {
      kind: 'textcard',
      title,
      description: `${at}\n原因：${failed.failure}\n现有客户没有变动。打开查看，并重新同步。`.slice(
        0,
        longestDescription,
      ),
      url: pageUrl(ctx.config.publicUrl, installation, '/admin/sync'),
      buttonText: '去查看',
    },
  });
}
