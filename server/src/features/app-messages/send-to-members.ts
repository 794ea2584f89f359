import type { MessagePurpose } from '@guanxi/shared/message-deliveries';
import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { MessageContent } from '../../wecom/index.ts';
import { groupByLocale } from '../members/member-locales.ts';
import { type MessageTexts, messageTexts } from './message-texts.ts';
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
  /** Writes it in a language. Cards of two languages are two cards, each with a task id of its own. */
  write(texts: MessageTexts): WrittenMessage;
}

/** A message in one language. */
export interface WrittenMessage {
  /** What the log of deliveries calls it. */
  readonly title: string;
  readonly content: MessageContent;
}

/**
 * Stores a message to members, and the job that sends it, in the caller's transaction: one for each language they
 * read. Asking for the same key again, or for nobody, does nothing. A member who left is told to the log and not to
 * the platform.
 */
export async function sendToMembers(
  ctx: { readonly queue: Queue; readonly now: () => Date },
  db: Db,
  corpId: number,
  request: MessageRequest,
): Promise<void> {
  const groups = [...(await groupByLocale(db, corpId, request.memberIds))];
  for (const [index, [locale, memberIds]] of groups.entries()) {
    // The first one has the key itself: a member who changes languages meanwhile gets no second message.
    const messageKey = index === 0 ? request.key : `${request.key} ${locale}`;
    const { title, content } = request.write(messageTexts[locale]);
    const message = await appMessagesRepo(db, corpId).add(
      {
        ...{ messageKey, purpose: request.purpose, subjectId: request.subjectId },
        taskId: 'taskId' in content ? (content.taskId ?? null) : null,
        ...{ title, locale, content, createdAt: ctx.now() },
      },
      memberIds,
    );
    if (message === null) {
      return;
    }
    await ctx.queue.enqueue(db, sendMessageKind, {
      corpId,
      key: `message:${message.id}`,
      payload: { messageId: message.id },
    });
  }
}
