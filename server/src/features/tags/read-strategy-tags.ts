import { z } from 'zod';
import { defineJob } from '../../queue/job.ts';
import { type CorpClient, everyPage, type StrategyMember } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { readStrategyTagsKind } from './read-strategy-tags-kind.ts';
import { tagsRepo } from './repository.ts';

interface StrategyTagsContext {
  readonly installations: Installations;
  readonly now: () => Date;
}

const pageSize = 1000;

/**
 * Reads the tags of every strategy group (规则组标签) and who belongs to the groups that own them, and makes the tables
 * equal to it. A job of its own, so that a wrong secret of the system app holds nothing else up.
 */
export const readStrategyTagsJob = defineJob<StrategyTagsContext, object>({
  ...readStrategyTagsKind,
  payload: z.object({}),
  maxAttempts: 5,
  async run(ctx, _payload, job) {
    const syncedAt = ctx.now();
    const client = ctx.installations.of(job.corpId).client.with({ signal: job.signal });
    const groups = await client.listStrategyTags();
    const strategies: { strategyId: string; userIds: string[]; departmentIds: number[]; syncedAt: Date }[] =
      [];
    // One after another: the platform asks not to be called side by side here.
    for (const strategyId of new Set(groups.map((group) => group.strategyId))) {
      strategies.push({ strategyId, ...(await readRange(client, strategyId)), syncedAt });
    }
    return async (db) => {
      const repo = tagsRepo(db, job.corpId);
      await repo.replaceAll(
        'strategy',
        groups.map(({ groupId, strategyId, name, order }) => ({
          ...{ groupId, strategyId, name, sortOrder: order, isDeleted: false, syncedAt },
        })),
        groups.flatMap(({ groupId, tags }) =>
          tags.map(({ tagId, name, order }) => ({
            tagId,
            groupId,
            name,
            sortOrder: order,
            isDeleted: false,
          })),
        ),
      );
      await repo.replaceStrategies(strategies);
      await repo.dropDeletedFromRelations();
    };
  },
});

async function readRange(
  client: CorpClient,
  strategyId: string,
): Promise<{ userIds: string[]; departmentIds: number[] }> {
  const members: StrategyMember[] = [];
  const listing = everyPage((cursor) => client.getStrategyRange(strategyId, { cursor, limit: pageSize }));
  for await (const page of listing) {
    members.push(...page.items);
  }
  return {
    userIds: members.flatMap((member) => ('userId' in member ? [member.userId] : [])),
    departmentIds: members.flatMap((member) => ('departmentId' in member ? [member.departmentId] : [])),
  };
}
