import { SECOND } from '@guanxi/shared/time';
import { z } from 'zod';
import type { Db } from '../../db/data-source.ts';
import { defineJob, lanes, RetryAt } from '../../queue/job.ts';
import type { Installations } from '../corps/installation.ts';
import { prepareGroupChat } from './prepare-group-chat.ts';
import { readGroupChat } from './read-group-chat.ts';

/** The job that reads a chat once more, by name and urgency. */
export const confirmChatKind = { name: 'confirm-group-chat', lane: lanes.event } as const;

const againMs = 15 * SECOND;

/** Reads a chat once more, when the platform must have caught up with its own callbacks. */
export const confirmChatJob = defineJob<
  {
    readonly database: { readonly read: Db };
    readonly installations: Installations;
    readonly now: () => Date;
  },
  { chatId: string }
>({
  ...confirmChatKind,
  payload: z.object({ chatId: z.string() }),
  maxAttempts: 6,
  async run(ctx, { chatId }, job) {
    if (!ctx.installations.has(job.corpId)) {
      return undefined;
    }
    const installation = ctx.installations.of(job.corpId);
    const reading = await readGroupChat(installation.client, chatId, { now: ctx.now, signal: job.signal });
    const apply = await prepareGroupChat({ ...ctx, read: ctx.database.read }, installation, {
      chatId,
      reading,
    });
    return async (db) => {
      if (!(await apply(db))) {
        const at = new Date(ctx.now().getTime() + againMs);
        throw new RetryAt(at, new Error('The group chat changed while it was read'));
      }
    };
  },
});
