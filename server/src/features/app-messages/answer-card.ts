import { z } from 'zod';
import type { Database, Db } from '../../db/data-source.ts';
import { defineJob, lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import { isFinalRefusal, type WecomEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { localeOf } from '../members/member-locales.ts';
import { memberIdsOf, userIdsOf } from '../members/user-ids.ts';
import { type MessageTexts, messageTexts } from './message-texts.ts';
import { appMessagesRepo } from './repository.ts';
import { isTooLate } from './rules.ts';
import type { AppMessageRow } from './table.ts';

/** A tap on a button of one of our cards. */
export type CardClicked = Extract<WecomEvent, { type: 'card.clicked' | 'card.menu_clicked' }>;

/** The job that changes a card after a tap. */
const changeCardKind = { name: 'change-card', lane: lanes.interactive } as const;

/** "The response code was used, or is over". */
const responseCodeUsed = 60_140;

/**
 * Records a member's first tap on a card and asks for its buttons to be greyed out under a new word.
 *
 * @param buttonText - at most ten characters, in the language of the card; null for a button that means nothing
 * @returns the message, for what else the tap means; null for a second tap, for a card that is none of ours and
 * for somebody who never got it
 */
export async function answerCard(
  queue: Queue,
  db: Db,
  corpId: number,
  { event, buttonText }: { event: CardClicked; buttonText: (texts: MessageTexts) => string | null },
): Promise<AppMessageRow | null> {
  const repo = appMessagesRepo(db, corpId);
  const message = event.taskId === undefined ? null : await repo.findByTask(event.taskId);
  const memberId = (await memberIdsOf(db, corpId, [event.userId])).get(event.userId);
  if (message === null || memberId === undefined || event.responseCode === undefined) {
    return null;
  }
  const word = buttonText(messageTexts[localeOf(message.locale)]);
  if (word === null || (await repo.findDelivery(message.id, memberId)) === null) {
    return null;
  }
  const click = await repo.addClick({
    ...{ messageId: message.id, memberId, clickKey: event.key, clickedAt: event.at },
    ...{ responseCode: event.responseCode, buttonText: word, state: 'pending' },
  });
  if (click === null) {
    return null;
  }
  await queue.enqueue(db, changeCardKind, {
    corpId,
    key: `click:${click.id}`,
    payload: { clickId: click.id },
  });
  return message;
}

/** Changes a card. A response code works once: that it was used means that an earlier try had arrived. */
export const changeCardJob = defineJob<
  {
    readonly database: Pick<Database, 'read'>;
    readonly installations: Installations;
    readonly now: () => Date;
  },
  { clickId: number }
>({
  ...changeCardKind,
  payload: z.object({ clickId: z.number().int() }),
  maxAttempts: 8,
  async run(ctx, { clickId }, job) {
    const click = await appMessagesRepo(ctx.database.read, job.corpId).findClick(clickId);
    const userId = (await userIdsOf(ctx.database.read, job.corpId, [click?.memberId ?? 0])).get(
      click?.memberId ?? 0,
    );
    if (click === null || userId === undefined || click.state !== 'pending') {
      return undefined;
    }
    const end = (state: 'done' | 'failed') => (db: Db) =>
      appMessagesRepo(db, job.corpId).endClick(clickId, state);
    if (isTooLate(click.clickedAt, ctx.now())) {
      return end('failed');
    }
    try {
      await ctx.installations.of(job.corpId).client.updateTemplateCard({
        responseCode: click.responseCode,
        to: { userIds: [userId] },
        change: { buttonText: click.buttonText },
      });
      return end('done');
    } catch (error) {
      if (!isFinalRefusal(error)) {
        throw error;
      }
      return end(error.errcode === responseCodeUsed ? 'done' : 'failed');
    }
  },
  onDead(_ctx, { clickId }, job) {
    return (db) => appMessagesRepo(db, job.corpId).endClick(clickId, 'failed');
  },
});
