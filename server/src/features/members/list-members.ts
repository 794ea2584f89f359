import type { Member } from '@guanxi/shared/members';
import type { Database } from '../../db/data-source.ts';
import { decodeCursor, encodeCursor } from '../../http/cursor.ts';
import type { Actor } from '../../http/session.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { searchTermOf } from '../customers/search-text.ts';
import { presentMember } from './present.ts';
import { membersRepo } from './repository.ts';

/** What the list needs of the server. */
export interface ListMembersContext {
  readonly database: Pick<Database, 'read'>;
  readonly scopeOf: ScopeOf;
}

/** One page of the members whose customers the actor may see. */
export async function listMembers(
  ctx: ListMembersContext,
  actor: Actor,
  query: {
    cursor?: string | undefined;
    limit: number;
    search: string;
    who: 'here' | 'left' | 'all';
    only: 'all' | 'follow_users';
  },
): Promise<{ items: Member[]; nextCursor: string | null }> {
  const repo = membersRepo(ctx.database.read, actor.corpId);
  const scope = await ctx.scopeOf(actor);
  const [rows, departments] = await Promise.all([
    repo.findPage({
      after: decodeCursor(query.cursor)?.[1] ?? 0,
      search: searchTermOf(query.search),
      who: query.who,
      followUsersOnly: query.only === 'follow_users',
      memberIds: scope === 'all' ? null : scope,
      limit: query.limit + 1,
    }),
    repo.listDepartments(),
  ]);
  const names = new Map(departments.map((department) => [department.departmentId, department.name]));
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => presentMember(row, names)),
    nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor([0, last.id]) : null,
  };
}
