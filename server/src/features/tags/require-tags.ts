import type { Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { tagsRepo } from './repository.ts';

/**
 * Those of the tags that still exist at the platform.
 *
 * @param strategies - the strategy groups whose tags count too; rules of the company use its own tags alone
 */
export async function usableTags(
  db: Db,
  corpId: number,
  tagIds: readonly string[],
  strategies: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const repo = tagsRepo(db, corpId);
  const rows = (await repo.findTags(tagIds)).filter((row) => !row.isDeleted);
  const groups = await repo.findGroups([...new Set(rows.map((row) => row.groupId))]);
  const closed = new Set(
    groups
      .filter(({ strategyId }) => strategyId !== null && !strategies.has(strategyId))
      .map(({ groupId }) => groupId),
  );
  const usable = new Set(rows.filter((row) => !closed.has(row.groupId)).map((row) => row.tagId));
  return tagIds.filter((tagId) => usable.has(tagId));
}

/** @throws AppError `tag.not_found` when one of the tags is gone, or of a strategy that is not among these */
export async function requireTags(
  db: Db,
  corpId: number,
  tagIds: readonly string[],
  strategies?: ReadonlySet<string>,
): Promise<void> {
  if ((await usableTags(db, corpId, tagIds, strategies)).length < tagIds.length) {
    throw new AppError('tag.not_found');
  }
}

/** Names of tags by id; those never seen are left out. */
export async function tagNamesOf(
  db: Db,
  corpId: number,
  tagIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tagsRepo(db, corpId).findTags([...new Set(tagIds)]);
  return new Map(rows.map((row) => [row.tagId, row.name]));
}
