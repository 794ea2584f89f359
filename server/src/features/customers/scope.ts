import { SECOND } from '@guanxi/shared/time';
import type { Database } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { membersBelow } from '../members/members-below.ts';

/** Whose customers a member may see: everybody's, or those of these members. */
export type CustomerScope = 'all' | readonly number[];

/** Finds the scope of a member. */
export type ScopeOf = (actor: Actor) => Promise<CustomerScope>;

const rememberedMs = 10 * SECOND;
const rememberedAtMost = 2_000;

/**
 * Reps see their own customers, managers also those of the departments they lead and everything
 * below, admins all. A manager's scope is remembered for some seconds: it walks the whole tree.
 */
export function createScopeOf(database: Pick<Database, 'read'>, now: () => Date): ScopeOf {
  const remembered = new Map<string, { memberIds: readonly number[]; until: number }>();
  return async (actor) => {
    if (actor.role === 'admin') {
      return 'all';
    }
    if (actor.role === 'rep') {
      return [actor.memberId];
    }
    const key = `${actor.corpId}/${actor.memberId}`;
    const known = remembered.get(key);
    if (known !== undefined && known.until > now().getTime()) {
      return known.memberIds;
    }
    const below = await membersBelow(database.read, actor.corpId, actor.memberId);
    const memberIds = [...new Set([actor.memberId, ...below])];
    if (remembered.size > rememberedAtMost) {
      remembered.clear();
    }
    remembered.set(key, { memberIds, until: now().getTime() + rememberedMs });
    return memberIds;
  };
}

/** True when one of these members is in the scope. */
export function isInScope(scope: CustomerScope, memberIds: readonly number[]): boolean {
  return scope === 'all' || memberIds.some((memberId) => scope.includes(memberId));
}
