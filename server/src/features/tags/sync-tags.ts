import type { Db } from '../../db/data-source.ts';
import type { Effect } from '../../queue/job.ts';
import type { CorpClient } from '../../wecom/index.ts';
import { tagsRepo } from './repository.ts';
import { type TagListTally, tallyTags } from './rules.ts';

/**
 * Reads every corp tag of the platform; the effect makes the tables equal to it.
 *
 * @returns the effect, which says what was different
 */
export async function readTagList(
  client: CorpClient,
  corpId: number,
  now: Date,
): Promise<(db: Db) => Promise<TagListTally>> {
  const groups = await client.listCorpTags({});
  return async (db) => {
    const repo = tagsRepo(db, corpId);
    // Tags of strategies, and those without a group, are never named by this list.
    const own = new Set((await repo.listGroups()).filter(isOfCorp).map((group) => group.groupId));
    const before = (await repo.listTags()).filter((tag) => own.has(tag.groupId));
    await repo.replaceAll(
      'corp',
      groups.map((group) => ({
        groupId: group.groupId,
        strategyId: null,
        name: group.name,
        sortOrder: group.order,
        isDeleted: false,
        syncedAt: now,
      })),
      groups.flatMap((group) =>
        group.tags.map((tag) => ({
          tagId: tag.tagId,
          groupId: group.groupId,
          name: tag.name,
          sortOrder: tag.order,
          isDeleted: false,
        })),
      ),
    );
    await repo.dropDeletedFromRelations();
    const after = groups.flatMap(({ groupId, tags }) =>
      tags.map(({ tagId, name }) => ({ tagId, groupId, name })),
    );
    return tallyTags(before, after);
  };
}

const isOfCorp = ({ strategyId }: { strategyId: string | null }) => strategyId === null;

/** The same, for whoever does not ask what was different. */
export async function readAllTags(client: CorpClient, corpId: number, now: Date): Promise<Effect> {
  const write = await readTagList(client, corpId, now);
  return async (db) => {
    await write(db);
  };
}
