import type { Db } from '../../db/data-source.ts';
import { AppError } from '../../http/app-error.ts';
import { tagsRepo } from './repository.ts';

/** Those of the tags that still exist at the platform. */
export async function usableTags(db: Db, corpId: number, tagIds: readonly string[]): Promise<string[]> {
  const rows = await tagsRepo(db, corpId).findTags(tagIds);
  const usable = new Set(rows.filter((row) => !row.isDeleted).map((row) => row.tagId));
  return tagIds.filter((tagId) => usable.has(tagId));
}

/** @throws AppError `tag.not_found` when one of the tags is gone */
export async function requireTags(db: Db, corpId: number, tagIds: readonly string[]): Promise<void> {
  if ((await usableTags(db, corpId, tagIds)).length < tagIds.length) {
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
