import { SECOND } from '@guanxi/shared/time';
import type { Db } from '../../db/data-source.ts';
import { type Effect, type JobRun, RetryAt } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { ExternalChatEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { confirmAt } from './chat-rules.ts';
import { confirmChatKind } from './confirm-group-chat.ts';
import { prepareGroupChat } from './prepare-group-chat.ts';
import { readGroupChat } from './read-group-chat.ts';
import { changesOf, movesOf } from './told.ts';

/** What handling needs of the server. */
export interface ChatEventContext {
  readonly database: { readonly read: Db };
  readonly installations: Installations;
  readonly queue: Queue;
  readonly now: () => Date;
}

/** Waits before a chat is read again that the platform shows as it was: as long as the news is old. */
const soonestRereadMs = SECOND;
const latestRereadMs = 15 * SECOND;

/**
 * Brings one group chat in line after callbacks: reads it from the platform once, however many callbacks
 * wait, and takes from them only who came or went, when, and why.
 *
 * A member change whose `LastMemVer` is the stored version could be applied without reading. It is read all the
 * same: the callback names ids, not names, channel, inviter or join time, and a burst is one reading anyway.
 * The versions serve to tell that a reading is older than the callback.
 */
export async function reconcileGroupChat(
  ctx: ChatEventContext,
  job: JobRun,
  events: readonly ExternalChatEvent[],
): Promise<Effect> {
  const [first] = events;
  if (first === undefined) {
    return async () => undefined;
  }
  const installation = ctx.installations.of(job.corpId);
  const { chatId } = first;
  const reading = await readGroupChat(installation.client, chatId, { now: ctx.now, signal: job.signal });
  const changes = changesOf(events);
  const apply = await prepareGroupChat({ ...ctx, read: ctx.database.read }, installation, {
    ...{ chatId, reading, changes, moves: movesOf(events) },
  });
  const runAt = reading.kind === 'there' ? confirmAt(changes, reading.readAt) : null;
  return async (db) => {
    if (!(await apply(db))) {
      const newest = Math.max(...events.map((event) => event.at.getTime()));
      const wait = Math.min(Math.max(reading.readAt.getTime() - newest, soonestRereadMs), latestRereadMs);
      throw new RetryAt(
        new Date(ctx.now().getTime() + wait),
        new Error('The platform does not show the change of the group chat yet'),
      );
    }
    if (runAt !== null) {
      const request = { corpId: job.corpId, key: `chat:${chatId}`, payload: { chatId }, runAt };
      await ctx.queue.enqueue(db, confirmChatKind, request);
    }
  };
}
