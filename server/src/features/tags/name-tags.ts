import type { Db } from '../../db/data-source.ts';
import { tagsRepo } from './repository.ts';

/** Names of corp tags by their id; unknown ones are left out. */
export async function nameTags(
  db: Db,
  corpId: number,
  tagIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tagsRepo(db, corpId).findTags(tagIds);
  return new Map(rows.map((row) => [row.tagId, row.name]));
}

/** Those of these ids whose tags or groups of tags the platform still has. */
export async function whichTagsExist(db: Db, corpId: number, ids: readonly string[]): Promise<string[]> {
  const repo = tagsRepo(db, corpId);
  const tags = (await repo.findTags(ids)).map(({ tagId, isDeleted }) => ({ id: tagId, isDeleted }));
  const groups = (await repo.findGroups(ids)).map(({ groupId, isDeleted }) => ({ id: groupId, isDeleted }));
  return [...tags, ...groups].filter(({ isDeleted }) => !isDeleted).map(({ id }) => id);
}

/** Names of groups of tags by their id; unknown ones are left out. */
export async function nameTagGroups(
  db: Db,
  corpId: number,
  groupIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tagsRepo(db, corpId).findGroups(groupIds);
  return new Map(rows.map((row) => [row.groupId, row.name]));
}
