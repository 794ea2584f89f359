import { randomBytes } from 'node:crypto';
import { HOUR } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Db } from '../../db/data-source.ts';
import { defineJob, type Effect, type JobRun, lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { WecomEvent } from '../../wecom/index.ts';
import { answerCard, type CardClicked } from '../app-messages/answer-card.ts';
import { sendToMembers } from '../app-messages/send-to-members.ts';
import type { Installations } from '../corps/installation.ts';
import { pageUrl } from '../corps/page-url.ts';
import { findMembers } from '../members/find-members.ts';
import { handoversRepo } from './repository.ts';
import type { HandoverRow } from './table.ts';
import { cardAnswer, cardKeys, cardTaskPrefix, takeoverCard } from './takeover-card.ts';

/** What telling needs of the server. */
export interface TellTakerContext {
  readonly queue: Queue;
  readonly installations: Installations;
  readonly now: () => Date;
  readonly config: { readonly publicUrl: string };
}

/** "Later" is this much later. */
const laterMs = 2 * HOUR;

/** The job that tells a taker once more. */
const remindKind = { name: 'remind-taker', lane: lanes.event } as const;

/**
 * Sends the card that says who gives how much to the member who takes over. Nothing is sent while nothing changes
 * hands.
 *
 * @param occasion - tells a reminder from the first card; the same occasion twice is one card
 */
export async function tellTaker(
  ctx: TellTakerContext,
  db: Db,
  handover: HandoverRow,
  occasion: string,
): Promise<void> {
  const moving = (await handoversRepo(db, handover.corpId).countItems([handover.id])).filter(
    (one) => one.state === 'waiting' || one.state === 'done',
  );
  const countOf = (kind: string) =>
    moving.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0);
  const counts = { customers: countOf('customer'), chats: countOf('chat') };
  if (counts.customers + counts.chats === 0) {
    return;
  }
  const installation = ctx.installations.of(handover.corpId);
  const [giver] = await findMembers(db, handover.corpId, [handover.fromMemberId]);
  const seesNames = installation.client.access.capabilities.seesMemberNames;
  const told = {
    ...counts,
    giverName: seesNames ? (giver?.name ?? null) : null,
    kind: handover.kind,
    url: pageUrl(ctx.config.publicUrl, installation, '/customers'),
  };
  await sendToMembers(ctx, db, handover.corpId, {
    key: `handover_taken:${handover.id}:${occasion}`,
    purpose: 'handover_taken',
    subjectId: handover.id,
    memberIds: [handover.toMemberId],
    write(texts) {
      const taskId = `${cardTaskPrefix}${handover.id}-${randomBytes(8).toString('hex')}`;
      const card = takeoverCard({ ...told, taskId }, texts);
      return { title: card.title, content: card };
    },
  });
}

/** True for a tap on the card of a handover. */
export function isTakeoverTap(event: WecomEvent): event is CardClicked {
  return event.type === 'card.clicked' && event.taskId?.startsWith(cardTaskPrefix) === true;
}

/** Records taps, lets the card say so, and plans the reminder of who wants one. */
export async function reconcileTakeoverTaps(
  ctx: TellTakerContext,
  job: JobRun,
  events: readonly CardClicked[],
): Promise<Effect> {
  return async (db) => {
    for (const event of events) {
      const message = await answerCard(ctx.queue, db, job.corpId, {
        event,
        buttonText: (texts) => cardAnswer(event.key, texts),
      });
      if (message !== null && message.subjectId !== null && event.key === cardKeys.later) {
        await ctx.queue.enqueue(db, remindKind, {
          corpId: job.corpId,
          key: `message:${message.id}`,
          payload: { handoverId: message.subjectId, afterMessageId: message.id },
          runAt: new Date(ctx.now().getTime() + laterMs),
        });
      }
    }
  };
}

/** Tells a taker once more who asked for it. */
export const remindTakerJob = defineJob<TellTakerContext, { handoverId: number; afterMessageId: number }>({
  ...remindKind,
  payload: z.object({ handoverId: z.number().int(), afterMessageId: z.number().int() }),
  maxAttempts: 4,
  async run(ctx, { handoverId, afterMessageId }, job) {
    return async (db) => {
      const handover = await handoversRepo(db, job.corpId).findById(handoverId);
      if (handover !== null) {
        await tellTaker(ctx, db, handover, `after:${afterMessageId}`);
      }
    };
  },
});
