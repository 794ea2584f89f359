import type { Db } from '../../db/data-source.ts';
import { tagsRepo } from './repository.ts';

/** Names of the tags a reading added to a relation and took off it. */
export interface TagDiff {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What the platform listed for one relation; names come only with a single reading. */
export interface RelationTagReading {
  readonly relationId: number;
  readonly tagIds: readonly string[];
  readonly names: readonly { tagId: string; name: string }[];
}

/**
 * Makes the tags of relations equal to what the platform listed.
 *
 * @returns the differences by relation; relations without one are left out
 */
export async function applyRelationTags(
  db: Db,
  corpId: number,
  readings: readonly RelationTagReading[],
): Promise<Map<number, TagDiff>> {
  if (readings.length === 0) {
    return new Map();
  }
  const repo = tagsRepo(db, corpId);
  const known = new Map<number, Set<string>>();
  for (const row of await repo.findOfRelations(readings.map((reading) => reading.relationId))) {
    known.set(row.relationId, (known.get(row.relationId) ?? new Set()).add(row.tagId));
  }
  const added: { relationId: number; tagId: string }[] = [];
  const removed: { relationId: number; tagId: string }[] = [];
  for (const { relationId, tagIds } of readings) {
    const before = known.get(relationId) ?? new Set();
    const after = new Set(tagIds);
    added.push(...[...after].filter((tagId) => !before.has(tagId)).map((tagId) => ({ relationId, tagId })));
    removed.push(...[...before].filter((tagId) => !after.has(tagId)).map((tagId) => ({ relationId, tagId })));
  }
  if (added.length + removed.length === 0) {
    return new Map();
  }
  await repo.addUnknownTags(
    readings
      .flatMap((reading) => reading.names)
      .map((tag) => ({ ...tag, groupId: '', sortOrder: 0, isDeleted: false })),
  );
  await repo.addToRelations(added);
  await repo.removeFromRelations(removed);
  return diffsByRelation(repo, added, removed);
}

async function diffsByRelation(
  repo: ReturnType<typeof tagsRepo>,
  added: readonly { relationId: number; tagId: string }[],
  removed: readonly { relationId: number; tagId: string }[],
): Promise<Map<number, TagDiff>> {
  const tags = await repo.findTags([...new Set([...added, ...removed].map((pair) => pair.tagId))]);
  const names = new Map(tags.map((tag) => [tag.tagId, tag.name]));
  const diffs = new Map<number, { added: string[]; removed: string[] }>();
  const collect = (side: keyof TagDiff, pairs: readonly { relationId: number; tagId: string }[]) => {
    for (const { relationId, tagId } of pairs) {
      const diff = diffs.get(relationId) ?? { added: [], removed: [] };
      diff[side].push(names.get(tagId) ?? tagId);
      diffs.set(relationId, diff);
    }
  };
  collect('added', added);
  collect('removed', removed);
  return diffs;
}
