import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { ownStrategies } from './own-strategies.ts';
import { tagsRepo } from './repository.ts';
import { mergeTags } from './rules.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
}

/** The tags of a relation as its member sees them, with what is on its way. */
export async function readRelationTags(
  ctx: ReadContext,
  corpId: number,
  relation: { readonly id: number; readonly personalTags: readonly { name: string; groupName: string }[] },
): Promise<CustomerTag[]> {
  const { known, changes } = await tagsRepo(ctx.database.read, corpId).findNamed(relation.id);
  return mergeTags(known, changes, relation.personalTags);
}

/**
 * The tags the actor may use, in the platform's order: those of the whole company, and those of the strategies they
 * belong to. Empty groups are left out: nothing can be chosen there.
 */
export async function listTagGroups(
  ctx: ReadContext,
  actor: Actor,
): Promise<{ groups: TagGroup[]; syncedAt: string | null }> {
  const db = ctx.database.read;
  const repo = tagsRepo(db, actor.corpId);
  const [groups, tags, strategies] = await Promise.all([
    repo.listGroups(),
    repo.listTags(),
    ownStrategies(db, actor),
  ]);
  const tagsByGroup = Map.groupBy(tags, (tag) => tag.groupId);
  return {
    groups: groups
      .filter(({ strategyId }) => strategyId === null || strategies.has(strategyId))
      .map(({ groupId, name, strategyId }) => ({
        ...{ groupId, name, kind: strategyId === null ? ('corp' as const) : ('strategy' as const) },
        tags: (tagsByGroup.get(groupId) ?? []).map((tag) => ({ tagId: tag.tagId, name: tag.name })),
      }))
      .filter((group) => group.tags.length > 0),
    syncedAt: groups[0]?.syncedAt.toISOString() ?? null,
  };
}
