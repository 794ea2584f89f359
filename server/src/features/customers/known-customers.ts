import type { Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { isCurrent } from './relation-rules.ts';
import { customersRepo } from './repository.ts';
import { isInScope, type ScopeOf } from './scope.ts';

/** A customer as another feature may show it to an actor. */
export interface KnownCustomer {
  readonly id: number;
  readonly externalUserId: string;
  /** `colleague`: followed by members outside the actor's scope, so that nothing else of it may be shown. */
  readonly standing: 'mine' | 'in_scope' | 'colleague';
  /** The actor's remark, otherwise the customer's own name. */
  readonly displayName: string;
  readonly avatar: string | null;
  readonly company: string | null;
  /** What the actor's relation is found by; empty without one. */
  readonly searchText: string;
}

/** Local ids of customers by external user id; unknown ones are left out. */
export async function customerIdsOf(
  db: Db,
  corpId: number,
  externalUserIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await customersRepo(db, corpId).findByExternalUserIds(externalUserIds);
  return new Map(rows.map((row) => [row.externalUserId, row.id]));
}

/** Those of at most 500 people whom the platform shows to the app as customers of a member. */
export function whoIsShown(db: Db, corpId: number, externalUserIds: readonly string[]): Promise<string[]> {
  return customersRepo(db, corpId).findShown(externalUserIds);
}

/** Ids of all customers, page by page in their order. */
export function listExternalUserIds(
  db: Db,
  corpId: number,
  page: { after: string; limit: number },
): Promise<string[]> {
  return customersRepo(db, corpId).findExternalUserIds(page.after, page.limit);
}

/** Names of customers by external user id; unknown ones are left out. For who may see every customer. */
export async function nameCustomers(
  db: Db,
  corpId: number,
  externalUserIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await customersRepo(db, corpId).findByExternalUserIds(externalUserIds);
  return new Map(rows.map((row) => [row.externalUserId, row.name]));
}

/** Which of these people are customers, and what the actor may know of them; others are left out. */
export async function lookUpCustomers(
  ctx: { readonly database: { readonly read: Db }; readonly scopeOf: ScopeOf },
  actor: Actor,
  externalUserIds: readonly string[],
): Promise<Map<string, KnownCustomer>> {
  const repo = customersRepo(ctx.database.read, actor.corpId);
  const [rows, scope] = await Promise.all([repo.findByExternalUserIds(externalUserIds), ctx.scopeOf(actor)]);
  const relations = await repo.findRelations(rows.map((row) => row.id));
  const byCustomer = Map.groupBy(relations, (relation) => relation.customerId);
  const known = new Map<string, KnownCustomer>();
  for (const row of rows) {
    const own = byCustomer.get(row.id) ?? [];
    const mine = own.find((relation) => relation.memberId === actor.memberId);
    const isVisible = isInScope(
      scope,
      own.map((relation) => relation.memberId),
    );
    known.set(row.externalUserId, {
      id: row.id,
      externalUserId: row.externalUserId,
      standing: mine !== undefined && isCurrent(mine.status) ? 'mine' : isVisible ? 'in_scope' : 'colleague',
      displayName: mine?.remark || row.name,
      avatar: row.avatar,
      company: mine?.remarkCompany ?? row.corpName,
      searchText: mine?.searchText ?? '',
    });
  }
  return known;
}
