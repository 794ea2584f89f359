import type { CustomerTag, TagGroup } from '@guanxi/shared/tags';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { tagsRepo } from './repository.ts';
import { mergeTags } from './rules.ts';

interface ReadContext {
  readonly database: Pick<Database, 'read'>;
}

/** The actor's tags on a customer, with what is on its way. */
export async function readCustomerTags(
  ctx: ReadContext,
  actor: Actor,
  customerId: number,
  personal: () => Promise<readonly { name: string; groupName: string }[]>,
): Promise<CustomerTag[]> {
  const repo = tagsRepo(ctx.database.read, actor.corpId);
  const [{ known, changes }, personalTags] = await Promise.all([
    repo.findNamed(customerId, actor.memberId),
    personal(),
  ]);
  return mergeTags(known, changes, personalTags);
}

/** The corp's tags in the platform's order. Empty groups are left out: nothing can be chosen there. */
export async function listTagGroups(
  ctx: ReadContext,
  actor: Actor,
): Promise<{ groups: TagGroup[]; syncedAt: string | null }> {
  const repo = tagsRepo(ctx.database.read, actor.corpId);
  const [groups, tags] = await Promise.all([repo.listGroups(), repo.listTags()]);
  return {
    groups: groups
      .map((group) => ({
        groupId: group.groupId,
        name: group.name,
        tags: tags
          .filter((tag) => tag.groupId === group.groupId)
          .map((tag) => ({ tagId: tag.tagId, name: tag.name })),
      }))
      .filter((group) => group.tags.length > 0),
    syncedAt: groups[0]?.syncedAt.toISOString() ?? null,
  };
}
