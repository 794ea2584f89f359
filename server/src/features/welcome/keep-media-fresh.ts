import { WelcomeContent } from '@guanxi/shared/welcome';
import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob, lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installations } from '../corps/installation.ts';
import { mediaIdOf, pictureUrlOf } from '../media/platform-media.ts';
import { renewalDue } from '../media/rules.ts';
import { filesOf } from './attachments.ts';
import { welcomeRepo } from './repository.ts';
import type { WelcomeMessageRow } from './table.ts';

interface FreshContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly queue: Queue;
  readonly now: () => Date;
}

const kind = { name: 'keep-media-fresh', lane: lanes.interactive } as const;

interface Payload {
  messageId: number;
  /** The edit it belongs to; a newer one has its own chain. */
  editedAt: string;
}

/**
 * Brings the files of one message to the platform before they are needed, and again before their ids end, for as
 * long as the message stays as it is. A welcome then never waits for an upload.
 */
export const keepMediaFreshJob = defineJob<FreshContext, Payload>({
  ...kind,
  payload: z.object({ messageId: z.number().int(), editedAt: z.string() }),
  maxAttempts: 6,
  async run(ctx, { messageId, editedAt }, job) {
    const message = await welcomeRepo(ctx.database.read, job.corpId).findMessageById(messageId);
    if (message === null || message.updatedAt.toISOString() !== editedAt) {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    const { attachments } = WelcomeContent.parse(message.content);
    const pictures = new Set(
      attachments.flatMap((attachment) => (attachment.kind === 'link' ? [attachment.pictureFileId] : [])),
    );
    const due: Date[] = [];
    for (const { fileId } of filesOf(attachments)) {
      const wanted = { corpId: job.corpId, client, fileId };
      if (pictures.has(fileId)) {
        await pictureUrlOf(ctx, wanted);
      } else {
        // Renewed early: an id that is good today may be over before the next look.
        const { uploadedAt } = await mediaIdOf(ctx, { ...wanted, renew: 'ending' });
        due.push(renewalDue(uploadedAt));
      }
    }
    const next = due.toSorted((a, b) => a.getTime() - b.getTime())[0];
    return next === undefined ? undefined : (db) => ask(ctx.queue, db, message, next);
  },
});

/** Asks for the files of a message, in the transaction that writes it. */
export async function askForMedia(
  queue: Queue,
  db: Db,
  message: WelcomeMessageRow,
  now: Date,
): Promise<void> {
  if (filesOf(WelcomeContent.parse(message.content).attachments).length > 0) {
    await ask(queue, db, message, now);
  }
}

/** The key names the time: a running job that asks for itself again would be run at once. */
function ask(queue: Queue, db: Db, message: WelcomeMessageRow, runAt: Date): Promise<void> {
  const editedAt = message.updatedAt.toISOString();
  return queue.enqueue(db, kind, {
    ...{ corpId: message.corpId, key: `message:${message.id}:${runAt.getTime()}`, runAt },
    payload: { messageId: message.id, editedAt },
  });
}
