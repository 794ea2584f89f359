import type { CustomerHitPage } from '@guanxi/shared/customer-search';
import type { Actor } from '../../http/session.ts';
import { requireFollowersLicence } from '../customers/require-customer.ts';
import type { ScopeOf } from '../customers/scope.ts';
import { type MemberNames, memberRefOf } from '../members/member-names.ts';
import { findHits, type HitsContext } from './find-hits.ts';
import type { IsIndexComplete } from './index-state.ts';
import { presentHit } from './present.ts';
import { queryWords } from './query-rules.ts';
import { decodePlace, encodePlace } from './search-cursor.ts';

/** What searching needs of the server. */
export interface SearchContext extends HitsContext {
  readonly memberNames: MemberNames;
  readonly scopeOf: ScopeOf;
  readonly isIndexComplete: IsIndexComplete;
}

/**
 * One page of the customers who are found by a text: the actor's own, or those of everybody in their scope.
 *
 * @throws AppError `wecom.licence_missing` for the own ones
 */
export async function searchCustomers(
  ctx: SearchContext,
  actor: Actor,
  query: { search: string; who: 'mine' | 'scope'; cursor?: string | undefined; limit: number },
): Promise<CustomerHitPage> {
  if (query.who === 'mine') {
    requireFollowersLicence(actor, [actor]);
  }
  const place = decodePlace(query.cursor);
  const words = queryWords(query.search);
  const [scope, isIndexComplete] = await Promise.all([
    query.who === 'mine' ? [actor.memberId] : ctx.scopeOf(actor),
    ctx.isIndexComplete(actor.corpId),
  ]);
  const { hits, next } =
    words.length === 0
      ? { hits: [], next: null }
      : await findHits(ctx, actor.corpId, { words, scope, place, limit: query.limit });
  const names = await ctx.memberNames.of(
    actor.corpId,
    hits.flatMap(({ relations }) => relations.map(({ memberId }) => memberId)),
  );
  return {
    items: hits.map((hit) => presentHit(hit, (memberId) => memberRefOf(names, memberId))),
    nextCursor: next === null ? null : encodePlace(next),
    isIndexComplete,
  };
}
