import type { MessagePurpose } from '@guanxi/shared/message-deliveries';
import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installation } from '../corps/installation.ts';
import { pageUrl } from '../corps/page-url.ts';
import { memberIdsOf } from '../members/user-ids.ts';
import type { MessageTexts } from './message-texts.ts';
import { sendToMembers } from './send-to-members.ts';

/** What telling needs of the server. */
export interface TellAdminsContext {
  readonly queue: Queue;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** A notice with the page where something can be done about it. */
export interface AdminNotice {
  /** The same key twice is one message. */
  readonly key: string;
  readonly purpose: MessagePurpose;
  readonly subjectId: number | null;
  write(texts: MessageTexts): { readonly title: string; readonly text: string };
  readonly page: `/admin/${string}`;
}

/** The longest description of a card, in characters. */
const longestDescription = 512;

/** Stores a notice to the admins of an installation in the caller's transaction; one without admins is told nothing. */
export async function sendToAdmins(
  ctx: TellAdminsContext,
  db: Db,
  installation: Installation,
  notice: AdminNotice,
): Promise<void> {
  const { corpId, admins, timeZone } = installation;
  const memberIds = [...(await memberIdsOf(db, corpId, [...admins])).values()];
  const at = ctx.now();
  await sendToMembers(ctx, db, corpId, {
    key: notice.key,
    purpose: notice.purpose,
    subjectId: notice.subjectId,
    memberIds,
    write(texts) {
      const { title, text } = notice.write(texts);
      return {
        title,
        content: {
          kind: 'textcard',
          title,
          description: `${texts.at(at, timeZone)}\n${text}`.slice(0, longestDescription),
          url: pageUrl(ctx.config.publicUrl, installation, notice.page),
          buttonText: texts.see,
        },
      };
    },
  });
}
