import type { MessagePurpose } from '@guanxi/shared/message-deliveries';
import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { MessageContent } from '../../wecom/index.ts';
import { appMessagesRepo } from './repository.ts';

/** The job that hands a message to the platform. */
export const sendMessageKind = { name: 'send-app-message', lane: lanes.event } as const;

/** A message as a feature asks for it. */
export interface MessageRequest {
  /** The same key twice is one message. */
  readonly key: string;
  readonly purpose: MessagePurpose;
  /** What it is about, for whoever handles its taps. */
  readonly subjectId: number | null;
  readonly memberIds: readonly number[];
  /** What the log of deliveries calls it. */
  readonly title: string;
  readonly content: MessageContent;
}

/**
 * Stores a message to members, and the job that sends it, in the caller's transaction. Asking for the same key
 * again, or for nobody, does nothing. A member who left is told to the log and not to the platform.
 */
export async function sendToMembers(
  ctx: { readonly queue: Queue; readonly now: () => Date },
  db: Db,
  corpId: number,
  request: MessageRequest,
): Promise<void> {
  const { content, memberIds } = request;
  if (memberIds.length === 0) {
    return;
  }
  const message = await appMessagesRepo(db, corpId).add(
    {
      messageKey: request.key,
      purpose: request.purpose,
      subjectId: request.subjectId,
      taskId: 'taskId' in content ? (content.taskId ?? null) : null,
      title: request.title,
      content,
      createdAt: ctx.now(),
    },
    memberIds,
  );
  if (message !== null) {
    await ctx.queue.enqueue(db, sendMessageKind, {
      corpId,
      key: `message:${message.id}`,
      payload: { messageId: message.id },
    });
  }
}
