import type { TestApp } from './app.ts';
import { rowsIn } from './rows.ts';

/** Every relation with its tags as the simulator's world has it, one line each. */
export function worldOf(app: TestApp): string[] {
  const corp = app.sim.world.corp(app.corp.corpId);
  return [...corp.members.values()]
    .filter((member) => member.status === 1 && member.hasFeature)
    .flatMap((member) => [...corp.relations.ofMember(member.userid)])
    .filter((relation) => !relation.half)
    .map((relation) => {
      const tags = relation.tagIds.filter((id) => corp.tags.live(id)).toSorted();
      return [relation.userid, relation.externalUserId, relation.remark, relation.createtime, ...tags].join(
        '/',
      );
    })
    .toSorted();
}

/** The same as our tables have it. */
export async function tablesOf(app: TestApp): Promise<string[]> {
  const relations: Record<string, unknown>[] = await app.ctx.database.read.query(
    `SELECT r.id, m.user_id, c.external_user_id, r.remark, r.followed_at FROM follow_relation r
     JOIN member m ON m.id = r.member_id JOIN customer c ON c.id = r.customer_id
     WHERE r.status IN ('active', 'deleted_by_customer')`,
  );
  const tags = new Map<number, string[]>();
  for (const row of await rowsIn(app.ctx, 'relation_tag')) {
    tags.set(Number(row.relation_id), [...(tags.get(Number(row.relation_id)) ?? []), String(row.tag_id)]);
  }
  return relations
    .map((row) => {
      const followedAt = row.followed_at;
      const at = followedAt instanceof Date ? followedAt : new Date(`${followedAt}Z`);
      const own = (tags.get(Number(row.id)) ?? []).toSorted();
      return [row.user_id, row.external_user_id, row.remark, at.getTime() / 1000, ...own].join('/');
    })
    .toSorted();
}
