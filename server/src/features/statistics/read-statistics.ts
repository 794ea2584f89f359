import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import { defineJob, GiveUp } from '../../queue/job.ts';
import { type BehaviorDay, type CorpClient, isFinalRefusal, WecomError } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { findFollowUsers } from '../members/find-members.ts';
import { readStatisticsKind } from './read-statistics-kind.ts';
import { statisticsRepo } from './repository.ts';
import { chinaDay, daysToRead, startOfDay } from './rules.ts';

/** What the job needs of the server. */
export interface ReadStatisticsContext {
  readonly database: Database;
  readonly installations: Installations;
  readonly now: () => Date;
}

type Period = { from: Date; until: Date };

/**
 * Reads what each member did with customers and what happened in their group chats, day by day up to yesterday.
 * Each member is one transaction, and who was read today is not read again, so a run that was cut off goes on.
 * The platform adds up whoever is asked for together, so each is asked for alone.
 */
export const readStatisticsJob = defineJob<ReadStatisticsContext, object>({
  ...readStatisticsKind,
  payload: z.object({}),
  maxAttempts: 6,
  async run(ctx, _payload, job) {
    const { client } = ctx.installations.of(job.corpId);
    if (!client.access.capabilities.readsStatistics) {
      return undefined;
    }
    const members = await findFollowUsers(ctx.database.read, job.corpId);
    if (members.length === 0) {
      // Before the first full sync nobody is known; its end asks again.
      return undefined;
    }
    const last = await statisticsRepo(ctx.database.read, job.corpId).lastReadings();
    const refused: WecomError[] = [];
    for (const member of members) {
      job.signal.throwIfAborted();
      const days = daysToRead(last.get(member.id) ?? null, ctx.now());
      if (days !== null) {
        const period = { from: startOfDay(days.from), until: startOfDay(days.until) };
        const error = await readMember(ctx, client, { corpId: job.corpId, member, period });
        refused.push(...(error === null ? [] : [error]));
      }
    }
    const failure = refused.length === 0 ? null : `${refused.length} × ${refused[0]?.message}`;
    return (db) => statisticsRepo(db, job.corpId).endReading(ctx.now(), failure);
  },
  onDead(_ctx, _payload, job, error) {
    const cause = error instanceof GiveUp ? error.cause : error;
    const failure = cause instanceof Error ? cause.message : String(cause);
    return (db) => statisticsRepo(db, job.corpId).failReading(failure);
  },
});

/** @returns why the platform says nothing of this member; the others are read all the same */
async function readMember(
  ctx: ReadStatisticsContext,
  client: CorpClient,
  of: { corpId: number; member: { id: number; userId: string }; period: Period },
): Promise<WecomError | null> {
  const { corpId, member, period } = of;
  const behavior = await orRefusal(() => client.getUserBehavior({ ...period, userIds: [member.userId] }));
  const chats = await orRefusal(() =>
    client.getGroupChatStatisticsByDay({ ...period, ownerUserIds: [member.userId] }),
  );
  const readAt = ctx.now();
  await ctx.database.transaction(async (db) => {
    const repo = statisticsRepo(db, corpId);
    if (!(chats instanceof WecomError)) {
      await repo.upsertChats(
        chats.map(({ day, figures }) => ({
          ...{ memberId: member.id, day: chinaDay(day), readAt },
          newChatCount: figures.newChatCount,
          chatTotal: figures.chatTotal,
          memberTotal: figures.memberTotal,
          newMemberCount: figures.newMemberCount,
        })),
      );
    }
    if (!(behavior instanceof WecomError)) {
      await repo.upsertBehavior(behavior.map((day) => behaviorRow(member.id, day, readAt)));
    }
  });
  return behavior instanceof WecomError ? behavior : chats instanceof WecomError ? chats : null;
}

/** The answer, or a refusal that repeating cannot help. */
async function orRefusal<T>(call: () => Promise<T>): Promise<T | WecomError> {
  try {
    return await call();
  } catch (error) {
    if (!isFinalRefusal(error)) {
      throw error;
    }
    return error;
  }
}

function behaviorRow(memberId: number, day: BehaviorDay, readAt: Date) {
  const { replyPercentage, averageReplyMinutes } = day;
  return {
    ...{ memberId, day: chinaDay(day.day), readAt },
    appliedCount: day.appliedCount,
    newContactCount: day.newContactCount,
    chatCount: day.chatCount,
    messageCount: day.messageCount,
    replyShare: replyPercentage === null ? null : Math.round(replyPercentage * 100),
    replySeconds: averageReplyMinutes === null ? null : Math.round(averageReplyMinutes * 60),
    lostCount: day.lostCount,
  };
}
