import { WelcomeContent } from '@guanxi/shared/welcome';
import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob, type Effect, GiveUp, type JobRun } from '../../queue/job.ts';
import {
  type CorpClient,
  type GroupWelcome,
  isFinalRefusal,
  refusalOf,
  WecomError,
} from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { requireAttachments } from '../welcome/attachments.ts';
import { pushGroupWelcomeKind } from './push-group-welcome-kind.ts';
import { groupWelcomesRepo } from './repository.ts';
import type { GroupWelcomeRow } from './table.ts';

/** What the job needs of the server. */
export interface PushGroupWelcomeContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

/** Creating was under way before, and nobody knows whether it succeeded: the platform lists no material. */
class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** Brings what is wanted of one piece of material to the platform. */
export const pushGroupWelcomeJob = defineJob<PushGroupWelcomeContext, { welcomeId: number }>({
  ...pushGroupWelcomeKind,
  payload: z.object({ welcomeId: z.number().int() }),
  maxAttempts: 6,
  async run(ctx, { welcomeId }, job) {
    const row = await groupWelcomesRepo(ctx.database.read, job.corpId).findById(welcomeId);
    if (row === null || row.state !== 'pending') {
      return undefined;
    }
    const { client } = ctx.installations.of(job.corpId);
    try {
      if (row.wanted === 'delete') {
        return await remove(client, job, row);
      }
      const templateId = await write(ctx, job, client, row);
      return settled(job, row, templateId);
    } catch (error) {
      if (isFinalRefusal(error) || error instanceof AnswerLost) {
        return failed(job, row, error);
      }
      throw error;
    }
  },
  onDead(_ctx, { welcomeId }, job, error) {
    return async (db) => {
      const row = await groupWelcomesRepo(db, job.corpId).findById(welcomeId);
      if (row?.state === 'pending') {
        await failed(job, row, error instanceof GiveUp ? error.cause : error)(db);
      }
    };
  },
});

async function write(
  ctx: PushGroupWelcomeContext,
  job: JobRun,
  client: CorpClient,
  row: GroupWelcomeRow,
): Promise<string> {
  const { text, attachments } = WelcomeContent.parse(row.content);
  const resolving = { corpId: job.corpId, client, renew: 'over' as const };
  const [attachment] = await requireAttachments(ctx, resolving, attachments);
  const welcome: GroupWelcome = {
    ...(text.trim() === '' ? {} : { text }),
    ...(attachment === undefined ? {} : { attachment }),
  };
  if (row.templateId !== null) {
    await client.editGroupWelcome(row.templateId, welcome);
    return row.templateId;
  }
  return create(ctx, job, client, row, welcome);
}

/** Written down before the call. A second run that finds it so asks a person instead of making another one. */
async function create(
  ctx: PushGroupWelcomeContext,
  job: JobRun,
  client: CorpClient,
  row: GroupWelcomeRow,
  welcome: GroupWelcome,
): Promise<string> {
  if (row.triedAt !== null) {
    throw new AnswerLost('The answer to creating it was lost');
  }
  const mark = (triedAt: Date | null) =>
    ctx.database.transaction((db) => groupWelcomesRepo(db, job.corpId).update(row.id, { triedAt }));
  await mark(ctx.now());
  try {
    return await client.addGroupWelcome({ ...welcome, notifies: row.notifiesOwners });
  } catch (error) {
    // A refusal proves that nothing was made.
    if (error instanceof WecomError) {
      await mark(null);
    }
    throw error;
  }
}

async function remove(client: CorpClient, job: JobRun, row: GroupWelcomeRow): Promise<Effect> {
  if (row.templateId !== null) {
    await client.deleteGroupWelcome(row.templateId);
  }
  return (db) => groupWelcomesRepo(db, job.corpId).remove(row.id);
}

function settled(job: JobRun, row: GroupWelcomeRow, templateId: string): Effect {
  return async (db) => {
    const repo = groupWelcomesRepo(db, job.corpId);
    await repo.update(row.id, { templateId, triedAt: null });
    await repo.updateVersion(row.id, row.version, {
      ...{ state: 'done', wanted: null, errcode: null, failure: null },
    });
  };
}

function failed(job: JobRun, row: GroupWelcomeRow, error: unknown): Effect {
  return (db) =>
    groupWelcomesRepo(db, job.corpId).updateVersion(row.id, row.version, {
      state: 'failed',
      ...refusalOf(error),
    });
}
