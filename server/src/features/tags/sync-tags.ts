import type { Effect } from '../../queue/job.ts';
import type { CorpClient } from '../../wecom/index.ts';
import { tagsRepo } from './repository.ts';

/** Reads every corp tag of the platform; the effect makes the tables equal to it. */
export async function readAllTags(client: CorpClient, corpId: number, now: Date): Promise<Effect> {
  const groups = await client.listCorpTags({});
  return async (db) => {
    const repo = tagsRepo(db, corpId);
    await repo.replaceAll(
      groups.map((group) => ({
        groupId: group.groupId,
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
  };
}
